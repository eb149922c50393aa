package dev.breakwater.advisory.archive;

/** The bytes of one file of apt's configuration; nobody changes them. */
final class AptFile {
  private final byte[] content;

  AptFile(byte[] content) {
    this.content = content.clone();
  }

  byte[] content() {
    return content.clone();
  }

  int size() {
    return content.length;
  }
}
