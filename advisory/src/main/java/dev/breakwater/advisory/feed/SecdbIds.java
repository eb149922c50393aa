package dev.breakwater.advisory.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the ids in a line of a secdb, which people write by hand: {@code CVE-2017-12122
 * TALOS-2017-0488}, {@code CVE-2017-16808 (AoE)}, {@code CVE 2018-16859}, {@code CVE_2019-2426},
 * {@code CVE-????-????? XSA-284}.
 */
final class SecdbIds {
  private static final int MAX_LINE = 2000;

  /** The ids in the order they stand; empty where there is none, or the line is too long. */
  static List<String> of(String line) {
    List<String> ids = new ArrayList<>(1);
    if (line.length() > MAX_LINE) {
      return ids;
    }
    int depth = 0;
    int start = -1;
    boolean afterCve = false;
    for (int i = 0; i <= line.length(); i++) {
      char c = i < line.length() ? line.charAt(i) : ' ';
      boolean ends = Character.isWhitespace(c) || c == ',' || c == ';' || c == '(' || c == ')';
      if (ends && start >= 0) {
        String word = line.substring(start, i);
        start = -1;
        if (depth == 0) {
          add(afterCve ? "CVE-" + word : word, ids);
          afterCve = word.equalsIgnoreCase("CVE");
        }
      } else if (!ends && start < 0) {
        start = i;
      }
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      }
    }
    return ids;
  }

  /** An id has letters, then a separator, then something with a digit, and no question marks. */
  private static void add(String word, List<String> ids) {
    boolean digit = false;
    boolean separator = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c >= '0' && c <= '9') {
        digit = true;
      } else if (c == '-' || c == '_') {
        separator = true;
      } else if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '.' && c != ':') {
        return;
      }
    }
    if (!digit || !separator || !Character.isLetter(word.charAt(0))) {
      return;
    }
    String id = word;
    if (word.length() > 4 && word.substring(0, 3).toUpperCase(Locale.ROOT).equals("CVE")) {
      id = "CVE-" + word.substring(4).replace('_', '-');
    }
    if (!ids.contains(id)) {
      ids.add(id);
    }
  }

  private SecdbIds() {}
}
