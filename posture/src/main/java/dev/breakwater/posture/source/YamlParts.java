package dev.breakwater.posture.source;

/** Cuts the text of a YAML file before every {@code ---} and after every {@code ...}. */
final class YamlParts {
  private static final String START = "---";
  private static final String END = "...";

  private final String text;
  private int start;
  private int end;
  private int firstLine;
  private int nextLine;

  YamlParts(String text) {
    this.text = text;
  }

  /** Goes to the next part, and says whether there is one. */
  boolean next() {
    start = end;
    firstLine = nextLine;
    boolean content = false;
    while (end < text.length()) {
      boolean starts = isMarker(START);
      if (starts && content) {
        return true;
      }
      boolean ends = isMarker(END);
      // Comments and directives before a document belong to it.
      content |= hasContent(starts ? end + START.length() : end);
      toNextLine();
      if (ends) {
        return true;
      }
    }
    return start < text.length();
  }

  /** The part. */
  String text() {
    return text.substring(start, end);
  }

  /** How many lines stand before the part. */
  int firstLine() {
    return firstLine;
  }

  private boolean isMarker(String marker) {
    int after = end + marker.length();
    return text.startsWith(marker, end)
        && (after == text.length() || " \t\r\n".indexOf(text.charAt(after)) >= 0);
  }

  private boolean hasContent(int from) {
    if (from == end && text.charAt(from) == '%') {
      return false;
    }
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at < text.length() && "#\r\n".indexOf(text.charAt(at)) < 0;
  }

  private void toNextLine() {
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    if (text.startsWith("\r\n", end)) {
      end++;
    }
    if (end < text.length()) {
      end++;
      nextLine++;
    }
  }
}
