package dev.breakwater.posture.admission;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** A CEL expression, and where it stands in its file. Safe to share between threads. */
public final class Expression {
  private static final int MOST_EMPTY_LINES = 100;

  private final String text;
  private final Origin origin;
  private final SourceFile source;
  private @Nullable Origin start;

  /**
   * An expression.
   *
   * @param origin of its key
   */
  Expression(String text, Origin origin, SourceFile source) {
    this.text = text;
    this.origin = origin;
    this.source = source;
  }

  /** The expression itself. */
  public String text() {
    return text;
  }

  /** Where in the file it begins. */
  public Origin start() {
    if (start == null) {
      start = at(1, 1);
    }
    return start;
  }

  /**
   * Where in the file a character of the expression stands; where that cannot be told, as after an
   * alias, the place of the key.
   *
   * @param line of the expression, the first is 1; 0 for its beginning
   * @param column in characters, the first is 1
   */
  public Origin at(int line, int column) {
    int offset = offset(line, column);
    Scalar scalar = new Scalar(source, origin.line(), origin.column(), reach());
    if (!scalar.begin()) {
      return origin;
    }
    int last = -1;
    for (int i = 0; i <= offset && i < text.length(); i++) {
      char wanted = text.charAt(i);
      if (!isBlank(wanted)) {
        last = scalar.next();
        if (last != wanted) {
          return origin;
        }
      }
    }
    // A place among blanks, or after the end, is that of what stands before it.
    return last < 0
        ? origin
        : new Origin(
            origin.file(), scalar.line(), scalar.column(), origin.path(), origin.assumed());
  }

  /** Folded lines are one line of the text, and empty ones before it are none. */
  private int reach() {
    int words = 2;
    for (int i = 0; i < text.length(); i++) {
      words += isBlank(text.charAt(i)) ? 1 : 0;
    }
    return words + MOST_EMPTY_LINES;
  }

  /** The index of a place given in lines and code points. */
  private int offset(int line, int column) {
    int at = 0;
    for (int seen = 1; seen < line; seen++) {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        break;
      }
      at = end + 1;
    }
    int inLine = Math.max(column - 1, 0);
    int room = text.codePointCount(at, text.length());
    return text.offsetByCodePoints(at, Math.min(inLine, room));
  }

  private static boolean isBlank(int character) {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
  }

  /**
   * Reads the scalar after a key once more, in any style of YAML or JSON, giving its characters
   * that are no blanks. YAML folds lines and takes indentation away, but never changes the order of
   * what is no blank.
   */
  private static final class Scalar {
    private static final int END = -1;

    private final SourceFile source;
    private final int last;
    private int line;
    private String text;
    private int index;
    private char quote;
    private int placeLine;
    private int placeColumn;

    /**
     * A scalar of a key.
     *
     * @param lines how many lines after that of its key it can reach into
     */
    Scalar(SourceFile source, int line, int column, int lines) {
      this.source = source;
      this.last = line + lines;
      this.line = line;
      this.text = source.line(line);
      this.index = text.isEmpty() ? 0 : text.offsetByCodePoints(0, indexOf(text, column));
    }

    private static int indexOf(String text, int column) {
      return Math.clamp(column - 1, 0, text.codePointCount(0, text.length()));
    }

    int line() {
      return placeLine;
    }

    int column() {
      return placeColumn;
    }

    /** Goes to the first character; false where there is no key and scalar of the kind known. */
    boolean begin() {
      if (line < 1 || !skipKey()) {
        return false;
      }
      skipBlanks();
      while (peek() == '!') {
        while (peek() != END && !isBlank(peek())) {
          index++;
        }
        skipBlanks();
      }
      int style = peek();
      if (style == '|' || style == '>') {
        nextLine();
      } else if (style == '"' || style == '\'') {
        quote = (char) style;
        index++;
      }
      return style != END && style != '*' && style != '&';
    }

    private boolean skipKey() {
      int opening = peek();
      if (opening == '"' || opening == '\'') {
        int closing = text.indexOf(opening, index + 1);
        index = closing < 0 ? text.length() : closing + 1;
      }
      int colon = text.indexOf(':', index);
      index = colon + 1;
      return colon >= 0;
    }

    /** The next character that is no blank; {@code -1} after the last line of the file. */
    int next() {
      skipBlanks();
      placeLine = line;
      placeColumn = text.codePointCount(0, Math.min(index, text.length())) + 1;
      int character = peek();
      index++;
      if (character == '\\' && quote == '"') {
        return escaped();
      }
      if (character == '\'' && quote == '\'') {
        return peek() == '\'' ? text.charAt(index++) : END;
      }
      return character;
    }

    private int escaped() {
      int character = peek();
      index++;
      return switch (character) {
        case 'n', 't', 'r', ' ', END -> next();
        case 'u', 'x' -> {
          int digits = character == 'u' ? 4 : 2;
          int end = Math.min(index + digits, text.length());
          int code = hexadecimal(text.substring(index, end));
          index = end;
          yield isBlank(code) ? next() : code;
        }
        default -> character;
      };
    }

    private static int hexadecimal(String digits) {
      try {
        return Integer.parseInt(digits, 16);
      } catch (NumberFormatException e) {
        return END;
      }
    }

    private int peek() {
      return index < text.length() ? text.charAt(index) : END;
    }

    private void skipBlanks() {
      while (true) {
        while (index < text.length() && isBlank(text.charAt(index))) {
          index++;
        }
        if (index < text.length() || !nextLine()) {
          return;
        }
      }
    }

    private boolean nextLine() {
      if (line >= last) {
        return false;
      }
      line++;
      text = source.line(line);
      index = 0;
      return true;
    }
  }
}
