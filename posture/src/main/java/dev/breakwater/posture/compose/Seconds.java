package dev.breakwater.posture.compose;

import org.jspecify.annotations.Nullable;

/** Durations such as {@code 1m30s}, in whole seconds. */
final class Seconds {
  private static final long MOST = 1_000_000_000;

  private Seconds() {}

  /** Reads a duration and rounds it up; null where it is none. */
  static @Nullable Long parse(String text) {
    double total = 0;
    int at = 0;
    while (at < text.length()) {
      int number = at;
      while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
        at++;
      }
      int unit = at;
      while (at < text.length() && !isDigit(text.charAt(at))) {
        at++;
      }
      double seconds = secondsOf(text.substring(unit, at));
      if (unit == number || unit - number > 15 || seconds == 0) {
        return null;
      }
      try {
        total += Double.parseDouble(text.substring(number, unit)) * seconds;
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return text.isEmpty() ? null : (long) Math.min(Math.ceil(total), MOST);
  }

  private static double secondsOf(String unit) {
    return switch (unit) {
      case "ns" -> 1e-9;
      case "us", "µs" -> 1e-6;
      case "ms" -> 1e-3;
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3_600;
      default -> 0;
    };
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
