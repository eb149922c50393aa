package dev.breakwater.posture.compose;

import java.util.ArrayList;
import java.util.List;

/** Takes a command apart that is written as one text, as a shell would, but fills nothing in. */
final class ShellWords {
  private ShellWords() {}

  /** The words of a command; a quotation mark that is not closed goes to the end. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
        char next = text.charAt(i + 1);
        boolean plain = quote == '"' && next != '"' && next != '\\';
        word.append(plain ? "\\" : "").append(next);
        begun = true;
        i++;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        begun = true;
      } else if (begun) {
        words.add(word.toString());
        word.setLength(0);
        begun = false;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
