package dev.breakwater.posture.cel;

import dev.breakwater.core.cel.Meter;
import dev.cel.common.exceptions.CelOverloadNotFoundException;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** The order of values that have one: numbers, flags, texts, bytes, durations, moments. */
final class Order {
  private Order() {}

  static boolean isComparable(Object value) {
    return value instanceof Number
        || value instanceof Boolean
        || value instanceof String
        || value instanceof CelByteString
        || value instanceof Duration
        || value instanceof Instant;
  }

  /**
   * Less than 0, 0 or more. Texts are in the order of their code points; not a number is like
   * anything.
   *
   * @throws CelOverloadNotFoundException where the two have no order
   */
  static int compare(Object left, Object right) {
    Meter.CURRENT.get().charge(1);
    return switch (left) {
      case Number l when right instanceof Number r ->
          Numbers.isNaN(l) || Numbers.isNaN(r) ? 0 : Numbers.compare(l, r);
      case String l when right instanceof String r -> compare(l, r);
      case Boolean l when right instanceof Boolean r -> Boolean.compare(l, r);
      case Duration l when right instanceof Duration r -> l.compareTo(r);
      case Instant l when right instanceof Instant r -> l.compareTo(r);
      case CelByteString l when right instanceof CelByteString r ->
          Arrays.compareUnsigned(l.toByteArray(), r.toByteArray());
      default -> throw new CelOverloadNotFoundException("compare");
    };
  }

  private static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        // Halves of characters beyond U+FFFF come after all others, which chars do not tell.
        boolean beyond = Character.isSurrogate(l) != Character.isSurrogate(r);
        return beyond ? (Character.isSurrogate(l) ? 1 : -1) : Character.compare(l, r);
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
