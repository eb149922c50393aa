package dev.breakwater.core.cel;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * About how many instructions a regular expression of RE2 becomes: repetitions are written out, so
 * that a few nested ones would fill any memory. Only what is no regular expression may be taken for
 * a smaller one.
 */
final class RegexSize {
  private static final long MOST = 1_000_000_000;

  private final String regex;
  private final Deque<Long> before = new ArrayDeque<>();
  private long all;
  private long last;
  private int at;

  private RegexSize(String regex) {
    this.regex = regex;
  }

  static long of(String regex) {
    return new RegexSize(regex).count();
  }

  private long count() {
    while (at < regex.length()) {
      char c = regex.charAt(at++);
      switch (c) {
        case '(' -> {
          before.push(all);
          all = 0;
        }
        case ')' -> {
          long outside = before.isEmpty() ? 0 : before.pop();
          last = all + 2;
          all = capped(outside + last);
        }
        case '[' -> {
          skipClass();
          add(1);
        }
        case '\\' -> escape();
        case '{' -> repetition();
        default -> add(1);
      }
    }
    while (!before.isEmpty()) {
      all = capped(all + before.pop());
    }
    return all;
  }

  private void add(long size) {
    last = size;
    all = capped(all + size);
  }

  private static long capped(long size) {
    return Math.min(size, MOST);
  }

  private void skipClass() {
    if (regex.startsWith("^", at)) {
      at++;
    }
    boolean first = true;
    while (at < regex.length() && (first || regex.charAt(at) != ']')) {
      int named = regex.startsWith("[:", at) ? regex.indexOf(":]", at + 2) : -1;
      if (named >= 0) {
        at = named + 2;
      } else {
        at += regex.charAt(at) == '\\' ? 2 : 1;
      }
      first = false;
    }
    at++;
  }

  private void escape() {
    char c = at < regex.length() ? regex.charAt(at++) : ' ';
    if (c == 'Q') {
      int end = regex.indexOf("\\E", at);
      add(Math.max(1, (end < 0 ? regex.length() : end) - at));
      at = end < 0 ? regex.length() : end + 2;
      return;
    }
    boolean named = (c == 'p' || c == 'P' || c == 'x') && regex.startsWith("{", at);
    int end = named ? regex.indexOf('}', at) : -1;
    at = end < 0 ? at : end + 1;
    add(1);
  }

  /** {@code {2}}, {@code {2,}} or {@code {2,5}}; all else is text. */
  private void repetition() {
    int from = at;
    long least = number();
    long most = least;
    boolean open = regex.startsWith(",", at);
    if (open) {
      at++;
      most = Math.max(least, number());
    }
    if (least < 0 || !regex.startsWith("}", at)) {
      at = from;
      add(1);
      return;
    }
    at++;
    long times = Math.max(1, most);
    long repeated = capped(capped(last + 1) * times + 1);
    all = capped(all - last + repeated);
    last = repeated;
  }

  /** -1 where there is none. */
  private long number() {
    long number = -1;
    while (at < regex.length() && regex.charAt(at) >= '0' && regex.charAt(at) <= '9') {
      number = Math.min(Math.max(number, 0) * 10 + regex.charAt(at++) - '0', MOST);
    }
    return number;
  }
}
