package dev.breakwater.posture.cel;

import dev.breakwater.core.BreakwaterException;

/** An expression that does not compile, or fails when it is evaluated. */
public final class FaultyExpressionException extends BreakwaterException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  /**
   * A fault.
   *
   * @param line in the expression, the first is 1; 0 where it is not known
   * @param column in characters, the first is 1; 0 where it is not known
   */
  public FaultyExpressionException(String message, int line, int column) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** The line in the expression; 0 where it is not known. */
  public int line() {
    return line;
  }

  /** The column, in characters; 0 where it is not known. */
  public int column() {
    return column;
  }
}
