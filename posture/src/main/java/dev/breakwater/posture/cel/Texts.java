package dev.breakwater.posture.cel;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;

/** Values as texts, as an API server writes them. */
final class Texts {
  private Texts() {}

  /** A number with as few digits as tell it from all others, as Go's {@code %g} writes it. */
  static String of(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "+Inf" : "-Inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0" : "0";
    }
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return digits.toPlainString();
    }
    String unscaled = digits.unscaledValue().abs().toString();
    return (number < 0 ? "-" : "")
        + unscaled.charAt(0)
        + (unscaled.length() > 1 ? "." + unscaled.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  /** Seconds, with as many decimals as it takes: {@code 6347s}, {@code 0.5s}. */
  static String of(Duration duration) {
    // Made of two floats, toward zero, as Go makes it; what they lose is lost.
    Duration size = duration.abs();
    double seconds = (size.getSeconds() + size.getNano() / 1e9) * (duration.isNegative() ? -1 : 1);
    return seconds == 0
        ? "0s"
        : new BigDecimal(Double.toString(seconds)).stripTrailingZeros().toPlainString() + "s";
  }

  /** As RFC 3339 has it, in UTC, with as many decimals as it takes. */
  static String of(Instant moment) {
    String whole =
        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment.atOffset(ZoneOffset.UTC).withNano(0));
    String seconds = whole.length() == 16 ? whole + ":00" : whole;
    int nanos = moment.get(ChronoField.NANO_OF_SECOND);
    if (nanos == 0) {
      return seconds + "Z";
    }
    String decimals = BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    return seconds + decimals.substring(1) + "Z";
  }
}
