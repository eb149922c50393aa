package dev.breakwater.core.policy;

/**
 * A CEL expression and where it stands in its file.
 *
 * @param text the expression itself
 * @param source the characters of the file
 * @param from where in {@code source} the expression begins
 * @param start the same place, for people
 */
@SuppressWarnings("ArrayRecordComponent") // shared by all expressions of a file, never compared
record Expression(String text, int[] source, int from, Position start) {
  private static final int MAX_SHOWN = 1000;

  /** An expression that is a file of its own. */
  static Expression ofWhole(String text) {
    return new Expression(text, text.codePoints().toArray(), 0, new Position(1, 1));
  }

  /**
   * Where in the file a character of the expression stands. YAML folds lines and takes away
   * indentation, but never changes the order of what is no space; so the character is found by
   * counting those. Escapes in quoted scalars can shift it by some columns.
   *
   * @param line of the expression, the first is 1
   * @param column of that line, the first is 0
   */
  Position at(int line, int column) {
    return atOffset(offset(line, column));
  }

  /**
   * Where in the file a character of the expression stands.
   *
   * @param offset in code points, from the beginning of the expression
   */
  Position atOffset(int offset) {
    int[] characters = text.codePoints().toArray();
    int inked = 0;
    for (int i = 0; i < Math.min(offset, characters.length); i++) {
      inked += isBlank(characters[i]) ? 0 : 1;
    }
    int at = from;
    while (at < source.length && (inked > 0 || isBlank(source[at]))) {
      inked -= isBlank(source[at]) ? 0 : 1;
      at++;
    }
    int line = start.line();
    int column = start.column();
    for (int i = from; i < at; i++) {
      column++;
      if (source[i] == '\n') {
        line++;
        column = 1;
      }
    }
    return new Position(line, column);
  }

  /** What stands before a character of the expression, as for {@link #at}. */
  String before(int line, int column) {
    int[] characters = text.codePoints().toArray();
    return new String(characters, 0, Math.min(offset(line, column), characters.length));
  }

  private int offset(int line, int column) {
    int[] characters = text.codePoints().toArray();
    int at = 0;
    for (int seen = 1; seen < line && at < characters.length; at++) {
      seen += characters[at] == '\n' ? 1 : 0;
    }
    return at + Math.max(column, 0);
  }

  private static boolean isBlank(int character) {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
  }

  /** The expression on one line, for reports; of a very long one the beginning. */
  String oneLine() {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "…";
  }
}
