package dev.breakwater.advisory.mirror;

/** The bytes of one file of a package manager's configuration; nobody changes them. */
public final class CapturedFile {
  private final byte[] content;

  public CapturedFile(byte[] content) {
    this.content = content.clone();
  }

  public byte[] content() {
    return content.clone();
  }

  public int size() {
    return content.length;
  }
}
