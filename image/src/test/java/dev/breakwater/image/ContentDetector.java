package dev.breakwater.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Learns the text of every file; reads some as streams and some as files on disk. */
final class ContentDetector implements Detector<String> {
  @Override
  public String id() {
    return "content/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return true;
  }

  @Override
  public String examine(FileEntry file, FileContent content) throws IOException {
    if (file.path().hashCode() % 2 == 0) {
      return Files.readString(content.file(), StandardCharsets.UTF_8);
    }
    return new String(content.open().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void encode(String fact, DataOutput out) throws IOException {
    out.writeUTF(fact);
  }

  @Override
  public String decode(DataInput in) throws IOException {
    return in.readUTF();
  }
}
