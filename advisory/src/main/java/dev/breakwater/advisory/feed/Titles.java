package dev.breakwater.advisory.feed;

import org.jspecify.annotations.Nullable;

/** Makes one line for people out of what a feed says. */
final class Titles {
  private static final int MAX = 200;

  /** The summary, or else the first sentence of the details, or else the id. */
  static String of(@Nullable String summary, @Nullable String details, String id) {
    if (summary != null && !summary.isBlank()) {
      return oneLine(summary);
    }
    if (details != null && !details.isBlank()) {
      String sentence = oneLine(firstSentence(details));
      if (!sentence.isEmpty()) {
        return sentence;
      }
    }
    return oneLine(id);
  }

  /** Up to the first blank line, or the first full stop that ends a sentence; no heading signs. */
  private static String firstSentence(String details) {
    int start = 0;
    while (start < details.length()
        && (details.charAt(start) == '#' || Character.isWhitespace(details.charAt(start)))) {
      start++;
    }
    boolean heading = start > 0 && details.charAt(start - 1) != '\n' && details.startsWith("#");
    for (int i = start; i < details.length() && i < start + 4 * MAX; i++) {
      char c = details.charAt(i);
      char next = i + 1 < details.length() ? details.charAt(i + 1) : '\n';
      if (c == '\n' && (heading || next == '\n' || next == '#')) {
        return details.substring(start, i);
      }
      if (c == '.' && Character.isWhitespace(next)) {
        return details.substring(start, i + 1);
      }
    }
    return details.substring(start, Math.min(details.length(), start + 4 * MAX));
  }

  /** Without line breaks and control characters, which could command a terminal; at most 200. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < text.length() && line.length() <= MAX; i++) {
      char c = text.charAt(i);
      boolean blank =
          Character.isWhitespace(c)
              || Character.isISOControl(c)
              || Character.getType(c) == Character.FORMAT
              || Character.getType(c) == Character.LINE_SEPARATOR;
      if (!blank) {
        line.append(c);
      } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
        line.append(' ');
      }
    }
    if (line.length() > MAX) {
      int end = MAX - 1;
      if (Character.isHighSurrogate(line.charAt(end - 1))) {
        end--;
      }
      line.setLength(end);
      line.append('…');
    }
    return line.toString().strip();
  }

  private Titles() {}
}
