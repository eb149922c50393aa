package dev.breakwater.core;

import java.util.Collection;
import java.util.Iterator;

/** Which of the names that there are was meant by one that there is not. */
public final class Likely {
  private static final int MAX_NAME = 60;

  private Likely() {}

  /**
   * A question such as {@code (did you mean 'object'?)} after a space; empty where none is near.
   */
  public static String meant(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "";
    }
    String nearest = nearest(name, known);
    return distance(name, nearest) <= Math.max(1, nearest.length() / 3)
        ? " (did you mean '" + nearest + "'?)"
        : "";
  }

  /** The nearest of some names, the first of those that are as near; there has to be one. */
  public static String nearest(String name, Collection<String> known) {
    Iterator<String> names = known.iterator();
    String nearest = names.next();
    int least = distance(name, nearest);
    while (names.hasNext()) {
      String candidate = names.next();
      int distance = distance(name, candidate);
      if (distance < least) {
        nearest = candidate;
        least = distance;
      }
    }
    return nearest;
  }

  /** How many letters have to be added, taken away or changed. */
  public static int distance(String left, String right) {
    if (left.length() > MAX_NAME) {
      return Integer.MAX_VALUE;
    }
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int[] row = new int[right.length() + 1];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[right.length()];
  }
}
