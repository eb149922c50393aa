package dev.breakwater.core.waiver;

import java.util.Arrays;

/**
 * A pattern in which {@code *} stands for any run of characters. In the pattern of a path it stops
 * at a slash, {@code **} does not, and a {@code **} that is followed by a slash stands for any
 * number of directories, none among them. Matching takes time in proportion to the pattern and the
 * text, whatever they are.
 */
final class Glob {
  private static final int RUN = -1;
  private static final int DEEP = -2;
  private static final int FORK = -3;
  private static final int DIRECTORIES = -4;

  private final String pattern;
  private final String start;
  private final int[] tokens;

  private Glob(String pattern, String start, int[] tokens) {
    this.pattern = pattern;
    this.start = start;
    this.tokens = tokens;
  }

  /** A pattern of names, in which a slash is a character like any other. */
  static Glob ofName(String pattern) {
    return of(pattern, false);
  }

  /** A pattern of paths. */
  static Glob ofPath(String pattern) {
    return of(pattern, true);
  }

  private static Glob of(String pattern, boolean path) {
    int star = pattern.indexOf('*');
    String start = star < 0 ? pattern : pattern.substring(0, star);
    int[] tokens = new int[2 * pattern.length()];
    int count = 0;
    for (int i = start.length(); i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '*') {
        tokens[count++] = c;
        continue;
      }
      boolean deep = !path || pattern.startsWith("**", i);
      while (i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
        i++;
      }
      if (path && deep && i + 1 < pattern.length() && pattern.charAt(i + 1) == '/') {
        i++;
        tokens[count++] = FORK;
        tokens[count++] = DIRECTORIES;
      } else {
        tokens[count++] = deep ? DEEP : RUN;
      }
    }
    return new Glob(pattern, start, Arrays.copyOf(tokens, count));
  }

  /** The characters before the first star, with which every text begins that matches. */
  String start() {
    return start;
  }

  boolean matches(String text) {
    if (!text.startsWith(start)) {
      return false;
    }
    if (tokens.length == 0) {
      return text.length() == start.length();
    }
    boolean[] now = new boolean[tokens.length + 1];
    reach(now, 0);
    for (int i = start.length(); i < text.length(); i++) {
      boolean[] next = new boolean[tokens.length + 1];
      if (!step(now, text.charAt(i), next)) {
        return false;
      }
      now = next;
    }
    return now[tokens.length];
  }

  /** Takes one character, and says whether anything can still match. */
  private boolean step(boolean[] now, char c, boolean[] next) {
    boolean any = false;
    for (int at = 0; at < tokens.length; at++) {
      if (!now[at]) {
        continue;
      }
      int token = tokens[at];
      if (token == DEEP || token == DIRECTORIES || (token == RUN && c != '/')) {
        reach(next, at);
        any = true;
      }
      if (token == c || (token == DIRECTORIES && c == '/')) {
        reach(next, at + 1);
        any = true;
      }
    }
    return any;
  }

  /** Marks a place, and those after it that take no character to reach. */
  private void reach(boolean[] places, int from) {
    for (int at = from; at <= tokens.length && !places[at]; at++) {
      places[at] = true;
      if (at == tokens.length) {
        return;
      }
      if (tokens[at] == FORK) {
        places[at + 1] = true;
        at++;
      } else if (tokens[at] != RUN && tokens[at] != DEEP) {
        return;
      }
    }
  }

  @Override
  public String toString() {
    return pattern;
  }
}
