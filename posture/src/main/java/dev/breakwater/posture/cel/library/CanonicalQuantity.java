package dev.breakwater.posture.cel.library;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How an API server writes amounts of resources, whatever they were sent as: without a fraction, by
 * the largest suffix of the same sort.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity">Quantity</a>
 */
public final class CanonicalQuantity {
  private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

  private CanonicalQuantity() {}

  /**
   * The amount that a text says.
   *
   * @param text for example {@code 0.5} or {@code 1024Mi}
   * @return for example {@code 500m} or {@code 1Gi}; null where the text says no amount
   */
  public static @Nullable String of(String text) {
    String bare = text.strip();
    try {
      Quantity quantity = Quantity.parse(bare);
      return isKept(bare, quantity) ? bare : written(bare, quantity.value());
    } catch (MalformedException e) {
      return null;
    }
  }

  /** Whether upstream takes the text for canonical at a glance; it is wrong about {@code 1.250}. */
  private static boolean isKept(String text, Quantity quantity) throws MalformedException {
    Quantity.Written written = Quantity.Written.split(text);
    Quantity.Scale scale = Quantity.Scale.named(written.suffix());
    if (scale == null || !quantity.isSmall()) {
      return false;
    }
    if (scale.binary()) {
      return (Long.parseLong(written.whole()) & 7) != 0;
    }
    String digits = written.whole() + written.fraction();
    return (scale.exponent() - written.fraction().length()) % 3 == 0
        && !digits.endsWith("000")
        && digits.charAt(0) != '0';
  }

  private static String written(String text, BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    if (text.endsWith("i")
        && value.abs().compareTo(KIBI) >= 0
        && value.stripTrailingZeros().scale() <= 0) {
      return binary(value.toBigIntegerExact());
    }
    return decimal(text, value);
  }

  private static String binary(BigInteger value) {
    BigInteger number = value;
    int times = 0;
    while (times < BINARY.length - 1 && number.getLowestSetBit() >= 10) {
      number = number.shiftRight(10);
      times++;
    }
    return number + BINARY[times];
  }

  private static String decimal(String text, BigDecimal value) {
    if (Math.abs((long) value.scale()) > Quantity.MAX_LENGTH) {
      return text;
    }
    BigDecimal shortest = value.stripTrailingZeros();
    int exponent = Math.floorDiv(-shortest.scale(), 3) * 3;
    BigInteger number = shortest.scaleByPowerOfTen(-exponent).toBigIntegerExact();
    if (isExponential(text)) {
      return exponent == 0 ? number.toString() : number + "e" + exponent;
    }
    int suffix = exponent / 3 + 3;
    // Upstream has no name for what is larger, and writes it as if it were smaller.
    return suffix < DECIMAL.length ? number + DECIMAL[suffix] : text;
  }

  private static boolean isExponential(String text) {
    return Character.isDigit(text.charAt(text.length() - 1))
        && (text.indexOf('e') >= 0 || text.indexOf('E') >= 0);
  }
}
