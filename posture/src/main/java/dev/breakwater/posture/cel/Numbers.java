package dev.breakwater.posture.cel;

import com.google.common.primitives.UnsignedLong;
import java.util.ArrayList;
import java.util.List;

/** Numbers of CEL, which are equal and ordered by what they stand for, whatever their types. */
final class Numbers {
  private static final double TWO_TO_63 = 0x1p63;
  private static final double TWO_TO_64 = 0x1p64;

  private Numbers() {}

  static boolean equal(Number left, Number right) {
    if (left instanceof Long l && right instanceof Long r) {
      return l.longValue() == r.longValue();
    }
    return !isNaN(left) && !isNaN(right) && compare(left, right) == 0;
  }

  static boolean isNaN(Number number) {
    return number instanceof Double d && d.isNaN();
  }

  /** Less than 0, 0 or more, exactly; what is not a number is not asked here. */
  static int compare(Number left, Number right) {
    return switch (left) {
      case Double l when right instanceof Double r ->
          l.doubleValue() == r.doubleValue() ? 0 : Double.compare(l, r);
      case Double l -> -compare(right, l.doubleValue());
      default -> right instanceof Double r ? compare(left, r.doubleValue()) : whole(left, right);
    };
  }

  private static int whole(Number left, Number right) {
    return switch (left) {
      case UnsignedLong l when right instanceof UnsignedLong r -> l.compareTo(r);
      case UnsignedLong l ->
          right.longValue() < 0 ? 1 : Long.compareUnsigned(l.longValue(), right.longValue());
      default ->
          right instanceof UnsignedLong r && (left.longValue() < 0 || r.longValue() < 0)
              ? -1
              : Long.compare(left.longValue(), right.longValue());
    };
  }

  private static int compare(Number whole, double real) {
    if (whole instanceof UnsignedLong unsigned) {
      if (real < 0) {
        return 1;
      }
      if (real >= TWO_TO_64) {
        return -1;
      }
      long floor = real >= TWO_TO_63 ? (long) (real - TWO_TO_63) ^ Long.MIN_VALUE : (long) real;
      int order = Long.compareUnsigned(unsigned.longValue(), floor);
      return order != 0 ? order : Double.compare(0, real - Math.floor(real));
    }
    if (real >= TWO_TO_63) {
      return -1;
    }
    if (real < -TWO_TO_63) {
      return 1;
    }
    int order = Long.compare(whole.longValue(), (long) Math.floor(real));
    return order != 0 ? order : Double.compare(0, real - Math.floor(real));
  }

  /** The same number in the other types, as a key of a map may be. */
  static List<Number> sameAs(Number number) {
    List<Number> same = new ArrayList<>(2);
    switch (number) {
      case Long l when l >= 0 -> same.add(UnsignedLong.valueOf(l));
      case UnsignedLong l when l.longValue() >= 0 -> same.add(l.longValue());
      case Double d when d == Math.rint(d) && Math.abs(d) < TWO_TO_63 -> {
        same.add((long) d.doubleValue());
        if (d >= 0) {
          same.add(UnsignedLong.valueOf((long) d.doubleValue()));
        }
      }
      default -> {}
    }
    return same;
  }
}
