package dev.breakwater.posture.docker;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Sizes as Docker writes them, in which {@code m}, {@code mb} and {@code mib} are all 2^20 bytes.
 */
public final class ByteSize {
  private static final String UNITS = "kmgtp";
  private static final int LONGEST = 30;

  private ByteSize() {}

  /** The same as a quantity of Kubernetes; null where it is no size. */
  public static @Nullable String quantity(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    int end = 0;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    String number = text.substring(0, end);
    int unit = power(text.substring(end).strip());
    if (unit < 0 || number.isEmpty() || !isDigit(number.charAt(0)) || number.endsWith(".")) {
      return null;
    }
    int point = number.indexOf('.');
    if (point >= 0 && number.indexOf('.', point + 1) >= 0) {
      return null;
    }
    if (point < 0) {
      String digits = new BigInteger(number).toString();
      return unit == 0 ? digits : digits + Character.toUpperCase(UNITS.charAt(unit - 1)) + "i";
    }
    return new BigDecimal(number)
        .multiply(BigDecimal.valueOf(1L << (10 * unit)))
        .setScale(0, RoundingMode.DOWN)
        .toPlainString();
  }

  /** The power of 1024 that a unit stands for; -1 where it is none. */
  private static int power(String unit) {
    if (unit.isEmpty() || unit.equalsIgnoreCase("b")) {
      return 0;
    }
    int power = UNITS.indexOf(Character.toLowerCase(unit.charAt(0))) + 1;
    String rest = unit.substring(1);
    boolean known =
        rest.isEmpty()
            || rest.equalsIgnoreCase("b")
            || rest.equalsIgnoreCase("i")
            || rest.equalsIgnoreCase("ib");
    return power > 0 && known ? power : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
