package dev.breakwater.core;

/** The order in which people expect names with numbers in them, {@code v9} before {@code v10}. */
public final class NaturalOrder {
  private NaturalOrder() {}

  /** Compares runs of digits as numbers of any length and other characters one by one. */
  public static int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      char a = left.charAt(i);
      char b = right.charAt(j);
      if (isDigit(a) && isDigit(b)) {
        int endA = endOfDigits(left, i);
        int endB = endOfDigits(right, j);
        int byNumber = compareDigits(left, i, endA, right, j, endB);
        if (byNumber != 0) {
          return byNumber;
        }
        i = endA;
        j = endB;
      } else if (a != b) {
        return Integer.compare(rank(a), rank(b));
      } else {
        i++;
        j++;
      }
    }
    return Integer.compare(rankAt(left, i), rankAt(right, j));
  }

  private static int compareDigits(
      String left, int from, int to, String right, int otherFrom, int otherTo) {
    while (from < to && left.charAt(from) == '0') {
      from++;
    }
    while (otherFrom < otherTo && right.charAt(otherFrom) == '0') {
      otherFrom++;
    }
    int byLength = Integer.compare(to - from, otherTo - otherFrom);
    if (byLength != 0) {
      return byLength;
    }
    for (int k = 0; k < to - from; k++) {
      int byDigit = Character.compare(left.charAt(from + k), right.charAt(otherFrom + k));
      if (byDigit != 0) {
        return byDigit;
      }
    }
    return 0;
  }

  private static int endOfDigits(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int rankAt(String text, int index) {
    return index < text.length() ? rank(text.charAt(index)) : 0;
  }

  private static int rank(char c) {
    return c == '~' ? -1 : c + 1;
  }
}
