package dev.breakwater.posture.cel.library;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a resource, such as {@code 1500m} or {@code 12Mi}. It is exact, apart from what is
 * smaller than a billionth, which is rounded away from zero, and from what is too large for 64 bits
 * and written in powers of two, which is cut off there.
 *
 * <p>An API server holds an amount as 64 bits and a power of ten where it can, and only such an
 * amount may be an integer. Policies can see the difference, so it is kept here.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity">Quantity</a>
 */
final class Quantity implements Comparable<Quantity> {
  /** In characters; the API server has no bound, but no use for as many either. */
  static final int MAX_LENGTH = 1000;

  private static final String FORM =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  private static final String NUMBER = "unable to parse numeric part of quantity";
  private static final String SUFFIX = "unable to parse quantity's suffix";

  private static final int NANO = 9;
  private static final int MOST_DIGITS_OF_SMALL = 18;

  /** Digits that a sum may have: {@code 1e1000000000} is short, but 1 more than it is not. */
  private static final int MOST_DIGITS = 2 * MAX_LENGTH;

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private final BigDecimal value;
  private final boolean small;

  private Quantity(BigDecimal value, boolean small) {
    this.value = value;
    this.small = small;
  }

  /** A whole number. */
  static Quantity of(long value) {
    return new Quantity(BigDecimal.valueOf(value), true);
  }

  /** Reads an amount. As upstream reads them, {@code -} and {@code k} are zero. */
  static Quantity parse(String text) throws MalformedException {
    if (text.isEmpty()) {
      throw new MalformedException(FORM);
    }
    if (text.length() > MAX_LENGTH) {
      throw new MalformedException(
          "a quantity cannot be longer than " + MAX_LENGTH + " characters");
    }
    Written written = Written.split(text);
    Scale scale = Scale.named(written.suffix);
    if (scale == null) {
      throw new MalformedException(SUFFIX);
    }
    Quantity small = scale.binary ? smallBinary(written, scale) : smallDecimal(written, scale);
    return small != null ? small : large(written, scale);
  }

  private static @Nullable Quantity smallDecimal(Written written, Scale scale) {
    String digits = written.whole + written.fraction;
    int exponent = scale.exponent - written.fraction.length();
    return digits.length() <= MOST_DIGITS_OF_SMALL && exponent >= -NANO
        ? new Quantity(BigDecimal.valueOf(written.signed(Long.parseLong(digits)), -exponent), true)
        : null;
  }

  private static @Nullable Quantity smallBinary(Written written, Scale scale) {
    // Upstream takes three digits for ten bits; so many digits times so many bits fit into 64.
    int digits = 14 - scale.exponent * 3 / 10;
    return written.fraction.isEmpty() && written.whole.length() <= digits
        ? of(written.signed(Long.parseLong(written.whole) << scale.exponent))
        : null;
  }

  private static Quantity large(Written written, Scale scale) throws MalformedException {
    if (!written.hasDigits) {
      throw new MalformedException(NUMBER);
    }
    BigInteger digits = new BigInteger(written.whole + written.fraction);
    BigDecimal amount;
    if (scale.binary) {
      amount = new BigDecimal(digits.shiftLeft(scale.exponent), written.fraction.length());
    } else {
      amount = new BigDecimal(digits, written.fraction.length() - scale.exponent);
    }
    amount = roundedUp(amount);
    if (scale.binary && amount.compareTo(MOST) > 0) {
      amount = MOST;
    }
    return new Quantity(written.negative ? amount.negate() : amount, false);
  }

  /** With nine digits after the point, where those before it are not too many to be written out. */
  private static BigDecimal roundedUp(BigDecimal amount) {
    long digits = (long) amount.precision() - amount.scale();
    if (amount.signum() == 0 || digits > MOST_DIGITS) {
      return amount;
    }
    return digits <= -NANO ? BigDecimal.valueOf(1, NANO) : amount.setScale(NANO, RoundingMode.UP);
  }

  /** The amount. */
  BigDecimal value() {
    return value;
  }

  /** Whether an API server holds it as 64 bits and a power of ten. */
  boolean isSmall() {
    return small;
  }

  /** 1, 0 or -1. */
  int sign() {
    return value.signum();
  }

  /** The integer, where this is one of 64 bits and was written without a fraction. */
  OptionalLong asInteger() {
    if (!small || value.scale() > 0 || !fits(value)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(value.signum() == 0 ? 0 : value.longValueExact());
  }

  private static boolean fits(BigDecimal integer) {
    return integer.signum() == 0
        || ((long) integer.precision() - integer.scale() <= 19
            && integer.setScale(0, RoundingMode.UNNECESSARY).unscaledValue().bitLength() < 64);
  }

  /** About the same, as upstream computes it: the digits, times a power of ten that is rounded. */
  double asApproximateFloat() {
    double digits = value.unscaledValue().doubleValue();
    return value.scale() == 0 ? digits : digits * powerOfTen(-(long) value.scale());
  }

  private static double powerOfTen(long exponent) {
    if (exponent > 308) {
      return Double.POSITIVE_INFINITY;
    }
    if (exponent < -323) {
      return 0;
    }
    int size = (int) Math.abs(exponent);
    double ones = Double.parseDouble("1e" + size % 32);
    return exponent < 0
        ? Double.parseDouble("1e-" + size / 32 * 32) / ones
        : Double.parseDouble("1e" + size / 32 * 32) * ones;
  }

  /**
   * The sum.
   *
   * @throws MalformedException where it would have thousands of digits
   */
  Quantity plus(Quantity other) throws MalformedException {
    if (small && other.small) {
      if (other.sign() == 0) {
        return this;
      }
      if (sign() == 0) {
        return other;
      }
    }
    if (Math.abs((long) value.scale() - other.value.scale()) > MOST_DIGITS) {
      throw new MalformedException(
          "the quantities are too far apart to be added: the result has more than "
              + MOST_DIGITS
              + " digits");
    }
    BigDecimal sum = value.add(other.value);
    return new Quantity(
        sum,
        small
            && other.small
            && isLong(value, sum.scale())
            && isLong(other.value, sum.scale())
            && isLong(sum, sum.scale()));
  }

  private static boolean isLong(BigDecimal number, int scale) {
    return number.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().bitLength() < 64;
  }

  /**
   * The difference.
   *
   * @throws MalformedException where it would have thousands of digits
   */
  Quantity minus(Quantity other) throws MalformedException {
    return plus(new Quantity(other.value.negate(), other.small));
  }

  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }

  /** Equal amounts are equal, whatever they are written like. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Quantity quantity && compareTo(quantity) == 0;
  }

  @Override
  public int hashCode() {
    return value.signum() == 0
        ? 0
        : 31 * value.signum() + Long.hashCode((long) value.precision() - value.scale());
  }

  @Override
  public String toString() {
    return value.toString();
  }

  /**
   * The parts of a text.
   *
   * @param hasDigits whether it has a digit at all; where it has none, upstream takes a zero for
   *     granted unless the suffix is large
   * @param whole the digits before the point without leading zeros, but at least one
   * @param fraction those after it
   */
  record Written(
      boolean negative, boolean hasDigits, String whole, String fraction, String suffix) {
    static Written split(String text) throws MalformedException {
      int sign = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
      int first = sign;
      while (first < text.length() && text.charAt(first) == '0') {
        first++;
      }
      int point = skipDigits(text, first);
      String whole = point == first ? "0" : text.substring(first, point);
      int fraction = point < text.length() && text.charAt(point) == '.' ? point + 1 : point;
      int end = skipDigits(text, fraction);
      // A text of nothing but a sign is a zero too.
      boolean hasDigits = point > sign || end > fraction || text.length() == sign;
      return new Written(
          text.charAt(0) == '-',
          hasDigits,
          whole,
          text.substring(fraction, end),
          suffix(text, end));
    }

    private static int skipDigits(String text, int from) {
      int at = from;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      return at;
    }

    private static String suffix(String text, int from) throws MalformedException {
      int at = from;
      while (at < text.length() && "eEinumkKMGTP".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
        at++;
      }
      if (skipDigits(text, at) < text.length()) {
        throw new MalformedException(FORM);
      }
      return text.substring(from);
    }

    long signed(long number) {
      return negative ? -number : number;
    }
  }

  /** What a suffix multiplies by: a power of two or of ten. */
  record Scale(boolean binary, int exponent) {
    static @Nullable Scale named(String suffix) {
      return switch (suffix) {
        case "" -> new Scale(false, 0);
        case "n" -> new Scale(false, -9);
        case "u" -> new Scale(false, -6);
        case "m" -> new Scale(false, -3);
        case "k" -> new Scale(false, 3);
        case "M" -> new Scale(false, 6);
        case "G" -> new Scale(false, 9);
        case "T" -> new Scale(false, 12);
        case "P" -> new Scale(false, 15);
        case "E" -> new Scale(false, 18);
        case "Ki" -> new Scale(true, 10);
        case "Mi" -> new Scale(true, 20);
        case "Gi" -> new Scale(true, 30);
        case "Ti" -> new Scale(true, 40);
        case "Pi" -> new Scale(true, 50);
        case "Ei" -> new Scale(true, 60);
        default -> exponent(suffix);
      };
    }

    private static @Nullable Scale exponent(String suffix) {
      if (suffix.length() < 2 || (suffix.charAt(0) != 'e' && suffix.charAt(0) != 'E')) {
        return null;
      }
      try {
        // Upstream reads 64 bits and keeps 32 of them.
        return new Scale(false, (int) Long.parseLong(suffix.substring(1)));
      } catch (NumberFormatException e) {
        return null;
      }
    }
  }
}
