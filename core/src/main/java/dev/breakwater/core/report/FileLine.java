package dev.breakwater.core.report;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Subject;

/**
 * A file and a line of it, for formats that keep them apart.
 *
 * @param line the first is 1; 0 where it is not known
 * @param column the first is 1; 0 where it is not known
 */
record FileLine(String file, int line, int column) {
  /** Nine digits at most fit a number, and no file has more lines. */
  private static final int MOST_DIGITS = 9;

  FileLine(String file, int line) {
    this(file, line, 0);
  }

  /** Of a text such as {@code .breakwater/waivers.yaml:12}, or {@code policy.yaml:12:3}. */
  static FileLine of(String where) {
    int last = numberAtEnd(where);
    if (last < 0) {
      return new FileLine(where, 0);
    }
    String before = where.substring(0, where.lastIndexOf(':'));
    int line = numberAtEnd(before);
    return line < 0
        ? new FileLine(before, last)
        : new FileLine(before.substring(0, before.lastIndexOf(':')), line, last);
  }

  /** The number after the last colon; -1 where there is none, or nothing before it. */
  private static int numberAtEnd(String where) {
    int colon = where.lastIndexOf(':');
    int digits = where.length() - colon - 1;
    if (colon <= 0 || digits == 0 || digits > MOST_DIGITS) {
      return -1;
    }
    for (int i = colon + 1; i < where.length(); i++) {
      if (where.charAt(i) < '0' || where.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(where, colon + 1, where.length(), 10);
  }

  /** Of what could not be read: in a configuration people look for the line. */
  static FileLine of(Problem problem, Subject subject) {
    return subject.isConfiguration() ? of(problem.where()) : new FileLine(problem.where(), 0);
  }

  /**
   * Of a finding; what is in no file is in the part of the configuration, or in {@code subject}.
   */
  static FileLine of(Finding.Location location, String subject) {
    String path = location.path();
    if (path != null) {
      // What shows files beside their lines knows them by their path from the root of the project.
      String file = path.startsWith("./") ? path.substring(2) : path;
      return new FileLine(file, location.line(), location.column());
    }
    String pointer = location.pointer();
    return new FileLine(pointer == null ? subject : pointer, 0);
  }
}
