package dev.breakwater.content.secret;

import org.jspecify.annotations.Nullable;

/**
 * The value that a name is given, in whatever language: {@code name = "value"}, {@code "name":
 * "value"}, {@code NAME=value}, {@code name => 'value'}, {@code name: value}, {@code
 * <name>value</name>}, {@code ("name", "value")}. Escaped quotes count as quotes, for texts within
 * texts.
 *
 * @param start of the value
 * @param end behind it
 * @param quoted whether it stands in quotes
 */
record Assignment(int start, int end, boolean quoted) {
  private static final int MAX_NAME = 40;
  private static final int MAX_BLANKS = 8;
  private static final int MAX_VALUE = 300;

  /**
   * Reads on behind a part of a name.
   *
   * @param position behind the part
   * @param wholeName whether the name has to end here but for digits
   * @return null where there is no value
   */
  static @Nullable Assignment read(Text text, int position, boolean wholeName) {
    int i = position;
    if (wholeName) {
      while (Text.isDigit(text.at(i)) && i < position + 3) {
        i++;
      }
      if (Text.isName(text.at(i)) || text.at(i) == '.') {
        return null;
      }
    } else {
      while ((Text.isName(text.at(i)) || text.at(i) == '.') && i < position + MAX_NAME) {
        i++;
      }
    }
    i = skipQuote(text, i);
    if (text.at(i) == ']') {
      i++;
    }
    i = skipBlanks(text, i);
    int operator = operatorLength(text, i);
    if (operator == 0) {
      return null;
    }
    return value(text, skipBlanks(text, i + operator), text.at(i) == '>');
  }

  private static int operatorLength(Text text, int i) {
    int first = text.at(i);
    int second = text.at(i + 1);
    return switch (first) {
      case '=' -> second == '=' || second == '~' ? 0 : second == '>' ? 2 : 1;
      case ':' -> second == ':' ? 0 : second == '=' ? 2 : 1;
      case '>' -> 1;
      case ',' -> isQuote(text.at(i - 1)) ? 1 : 0;
      default -> 0;
    };
  }

  private static @Nullable Assignment value(Text text, int position, boolean element) {
    int i = position;
    int start = skipQuote(text, i);
    boolean quoted = start > i;
    int quote = quoted ? text.at(start - 1) : 0;
    boolean escaped = start - i == 2;
    int end = start;
    while (end - start <= MAX_VALUE) {
      int c = text.at(end);
      boolean over =
          quoted
              ? c == quote || (escaped && c == '\\') || c < ' '
              : element ? c == '<' || c < ' ' : isDelimiter(c);
      if (over) {
        return end > start ? new Assignment(start, end, quoted || element) : null;
      }
      end++;
    }
    return null;
  }

  /** What ends a value without quotes; what is behind it tells whether it is code. */
  private static boolean isDelimiter(int c) {
    return c <= ' ' || c == ',' || c == ';' || c == '"' || c == '\'' || c == '`' || c == '<'
        || c == '>' || c == '&' || c == ')' || c == ']' || c == '}' || c == '\\';
  }

  private static int skipQuote(Text text, int i) {
    if (isQuote(text.at(i))) {
      return i + 1;
    }
    return text.at(i) == '\\' && isQuote(text.at(i + 1)) ? i + 2 : i;
  }

  private static int skipBlanks(Text text, int position) {
    int i = position;
    while ((text.at(i) == ' ' || text.at(i) == '\t') && i < position + MAX_BLANKS) {
      i++;
    }
    return i;
  }

  private static boolean isQuote(int c) {
    return c == '"' || c == '\'' || c == '`';
  }
}
