package dev.breakwater.core.cel;

import dev.cel.runtime.CelEvaluationException;

/**
 * What CEL says where an evaluation fails.
 *
 * @param message without CEL's own idea of the place, on one line
 * @param offset in the expression, in characters, from 0; -1 where CEL does not know it
 */
public record EvaluationFault(String message, int offset) {
  private static final String UNPLACED = "evaluation error: ";
  private static final String PLACED = "evaluation error at ";
  private static final int MAX_SAID = 200;

  /** Reads what CEL says. */
  public static EvaluationFault of(CelEvaluationException e) {
    String said = String.valueOf(e.getMessage());
    int offset = -1;
    int place = said.startsWith(PLACED) ? said.indexOf(": ") : -1;
    if (place >= 0) {
      offset = offset(said.substring(said.lastIndexOf(':', place - 1) + 1, place));
      said = said.substring(place + 2);
    } else if (said.startsWith(UNPLACED)) {
      said = said.substring(UNPLACED.length());
    }
    return new EvaluationFault(line(said), offset);
  }

  private static String line(String said) {
    StringBuilder line = new StringBuilder();
    boolean gap = false;
    for (int i = 0; i < said.length() && line.length() < MAX_SAID; i++) {
      char c = said.charAt(i);
      boolean control = c < ' ' || c == '\u007f';
      if (!control) {
        line.append(c);
      } else if (!gap) {
        line.append(' ');
      }
      gap = control;
    }
    return said.length() <= MAX_SAID ? line.toString() : line + "…";
  }

  private static int offset(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException _) {
      return -1;
    }
  }
}
