package dev.breakwater.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Fails in every way that a detector can, chosen by the file's name. */
final class FailingDetector implements Detector<String> {
  private final String path;

  FailingDetector(String path) {
    this.path = path;
  }

  @Override
  public String id() {
    return "failing/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.path().startsWith(path);
  }

  @Override
  public String examine(FileEntry file, FileContent content) throws IOException {
    return switch (file.fileName()) {
      case "runtime" -> throw new IllegalStateException("boom");
      case "stack" -> Integer.toString(deep(0));
      case "memory" -> throw new OutOfMemoryError("no room");
      case "twice" -> {
        content.open();
        yield new String(content.open().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      }
      default -> throw new IOException("it is not what it seems");
    };
  }

  @SuppressWarnings("InfiniteRecursion") // until the stack ends
  private static int deep(int depth) {
    return deep(depth + 1) + 1;
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
