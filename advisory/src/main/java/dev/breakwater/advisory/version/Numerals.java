package dev.breakwater.advisory.version;

/**
 * Runs of decimal digits inside a text, compared as numbers of any length. Nothing is converted, so
 * there is no overflow, and the work is linear.
 */
final class Numerals {
  private Numerals() {}

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The end of the digits that start at {@code from}; {@code from} itself where there are none. */
  static int end(String text, int from, int limit) {
    int i = from;
    while (i < limit && isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** Whether a range is one or more digits. */
  static boolean isNumber(String text, int from, int to) {
    return from < to && end(text, from, to) == to;
  }

  /** Compares two ranges of digits; an empty one counts as zero. */
  static int compare(
      String left, int leftFrom, int leftTo, String right, int rightFrom, int rightTo) {
    int l = skipZeros(left, leftFrom, leftTo);
    int r = skipZeros(right, rightFrom, rightTo);
    int byLength = Integer.compare(leftTo - l, rightTo - r);
    return byLength != 0 ? byLength : compareText(left, l, leftTo, right, r, rightTo);
  }

  /** Compares two ranges by their characters; where one starts the other, the longer is greater. */
  static int compareText(
      String left, int leftFrom, int leftTo, String right, int rightFrom, int rightTo) {
    int l = leftFrom;
    int r = rightFrom;
    while (l < leftTo && r < rightTo) {
      int difference = left.charAt(l++) - right.charAt(r++);
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(leftTo - leftFrom, rightTo - rightFrom);
  }

  private static int skipZeros(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) == '0') {
      i++;
    }
    return i;
  }
}
