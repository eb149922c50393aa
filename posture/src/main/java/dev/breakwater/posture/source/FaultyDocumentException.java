package dev.breakwater.posture.source;

import dev.breakwater.core.FileLine;
import dev.breakwater.core.Problem;

/** Why a document is not read, and where that shows. */
final class FaultyDocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  /**
   * A fault.
   *
   * @param line in the file, the first is 1; 0 where it has none
   * @param column in characters, the first is 1; 0 with line 0
   */
  FaultyDocumentException(int line, int column, String why) {
    super(why, null, false, false);
    this.line = line;
    this.column = column;
  }

  /** What to say of a name that is there twice. */
  static String twice(String name, int firstLine) {
    String twice = "the name " + shown(name) + " is there twice in one place";
    return firstLine == 0 ? twice : twice + "; first in line " + firstLine;
  }

  /** A name from the file, between quotes and not too long. */
  static String shown(String name) {
    return "\"" + (name.length() > 100 ? name.substring(0, 100) + "…" : name) + "\"";
  }

  /** The same without the line, which tells nobody anything. */
  Problem about(String file) {
    return new Problem(file, "not read: " + getMessage());
  }

  Problem in(String file) {
    return new Problem(new FileLine(file, line, column), "not read: " + getMessage());
  }
}
