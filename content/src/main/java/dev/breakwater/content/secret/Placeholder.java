package dev.breakwater.content.secret;

import java.util.List;
import java.util.Locale;

/**
 * What people write where a secret would be: examples from documentation, variables that something
 * else fills in, rows of the same character. None of them is in a random text by chance but once in
 * millions.
 */
final class Placeholder {
  private static final int SAME_IN_A_ROW = 6;

  private static final List<String> WORDS =
      List.of(
          "example",
          "placeholder",
          "changeme",
          "change_me",
          "change-me",
          "redacted",
          "dummy",
          "sample",
          "replace",
          "insert",
          "your-",
          "your_",
          "yourtoken",
          "xxxxx",
          "*****",
          "${",
          "$(",
          "{{",
          "%(",
          "<%",
          "1234567890",
          "0123456789",
          "abcdefgh",
          "deadbeef",
          "notasecret",
          "not-a-secret",
          "fakefake");

  private Placeholder() {}

  /** Whether a text is no secret. */
  static boolean is(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : WORDS) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return (text.startsWith("<") && text.endsWith(">")) || hasRow(text);
  }

  private static boolean hasRow(String text) {
    int row = 1;
    for (int i = 1; i < text.length(); i++) {
      row = text.charAt(i) == text.charAt(i - 1) ? row + 1 : 1;
      if (row == SAME_IN_A_ROW) {
        return true;
      }
    }
    return false;
  }
}
