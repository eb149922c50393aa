package dev.breakwater.core;

import java.util.Comparator;

/**
 * A place in a file, for whoever shows the line and for formats that keep the parts apart.
 *
 * @param file the path as the user named it; what is in no file has the name of what it is in
 * @param line the first is 1; 0 where it is not known
 * @param column in characters, the first is 1; 0 where it is not known
 */
public record FileLine(String file, int line, int column) implements Comparable<FileLine> {
  private static final Comparator<FileLine> ORDER =
      Comparator.comparing(FileLine::file)
          .thenComparingInt(FileLine::line)
          .thenComparingInt(FileLine::column);

  /** A whole file. */
  public FileLine(String file) {
    this(file, 0, 0);
  }

  /** A line. */
  public FileLine(String file, int line) {
    this(file, line, 0);
  }

  /** As compilers write it: {@code policy.yaml:12:3}, without what is not known. */
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ':' + line : file + ':' + line + ':' + column;
  }

  @Override
  public int compareTo(FileLine other) {
    return ORDER.compare(this, other);
  }
}
