package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;

/**
 * A line {@code DIGEST SIZE NAME} as Release files and {@code Checksums-Sha256} have.
 *
 * @param sha256 lower-case hexadecimal
 * @param size in bytes
 */
record FileLine(String sha256, long size, String name) {

  /**
   * Reads a line without blanks around it.
   *
   * @throws ArchiveException where it is not of that form
   */
  static FileLine parse(String line, String where) throws ArchiveException {
    int first = blank(line, 0);
    int size = first < 0 ? -1 : word(line, first);
    int second = size < 0 ? -1 : blank(line, size);
    int name = second < 0 ? -1 : word(line, second);
    if (name < 0 || blank(line, name) >= 0 || !isSha256(line, first)) {
      throw new ArchiveException(
          where + " has a line that is not digest, size and name: " + cut(line));
    }
    try {
      long bytes = Long.parseLong(line, size, second, 10);
      if (bytes < 0) {
        throw new NumberFormatException("negative");
      }
      return new FileLine(line.substring(0, first), bytes, line.substring(name));
    } catch (NumberFormatException e) {
      throw new ArchiveException(where + " has a size that is no number: " + cut(line), e);
    }
  }

  private static int blank(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      if (line.charAt(i) == ' ' || line.charAt(i) == '\t') {
        return i;
      }
    }
    return -1;
  }

  private static int word(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      if (line.charAt(i) != ' ' && line.charAt(i) != '\t') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSha256(String line, int length) {
    if (length != 64) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = line.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String cut(String line) {
    return line.length() <= 160 ? line : line.substring(0, 160) + "…";
  }
}
