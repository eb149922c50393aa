package dev.breakwater.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Learns mode, owner and capabilities of every file, or of every directory. */
final class EntryDetector implements Detector<String> {
  private final boolean directories;
  private final boolean capabilities;
  private final String ending;

  private EntryDetector(boolean directories, boolean capabilities, String ending) {
    this.directories = directories;
    this.capabilities = capabilities;
    this.ending = ending;
  }

  static EntryDetector ofFiles() {
    return new EntryDetector(false, false, "");
  }

  static EntryDetector ofCapabilities() {
    return new EntryDetector(false, true, "");
  }

  static EntryDetector ofDirectories() {
    return ofDirectories("");
  }

  static EntryDetector ofDirectories(String ending) {
    return new EntryDetector(true, false, ending);
  }

  /** Path to what was learnt. */
  Map<String, String> entries(ImageFacts facts) {
    Map<String, String> entries = new TreeMap<>();
    for (Found<String> found : facts.of(this)) {
      if (entries.put(found.path(), found.fact()) != null) {
        throw new AssertionError("found twice: " + found.path());
      }
    }
    return entries;
  }

  @Override
  public String id() {
    return "entry/1/" + directories + capabilities;
  }

  @Override
  public boolean wants(FileEntry file) {
    if (file.kind() == FileEntry.Kind.DIRECTORY && !directories) {
      throw new AssertionError("was asked about the directory " + file.path());
    }
    return (file.kind() == FileEntry.Kind.DIRECTORY) == directories
        && file.path().endsWith(ending);
  }

  @Override
  public boolean wantsDirectories() {
    return directories;
  }

  @Override
  public boolean wantsCapabilities() {
    return capabilities;
  }

  @Override
  public String examine(FileEntry file, FileContent content) throws IOException {
    if (directories && (content.size() + content.open().read() + content.peek(9).length != -1)) {
      throw new AssertionError("a directory with content: " + file.path());
    }
    String granted = file.capabilities() == 0 ? "" : " " + Long.toHexString(file.capabilities());
    return Integer.toOctalString(file.mode()) + " " + file.uid() + ":" + file.gid() + granted;
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
