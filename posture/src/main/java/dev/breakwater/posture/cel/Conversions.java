package dev.breakwater.posture.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.common.exceptions.CelNumericOverflowException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * What texts become in {@code int(text)}, {@code duration(text)} and so on: what Go takes them for,
 * because an API server is written in it.
 *
 * @see <a href="https://pkg.go.dev/strconv">strconv</a>
 * @see <a href="https://pkg.go.dev/time">time</a>
 */
final class Conversions {
  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;

  private Conversions() {}

  static boolean toBool(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw fault(SimpleType.BOOL);
    };
  }

  static long toInt(String text) {
    requireAscii(text, SimpleType.INT);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw fault(SimpleType.INT);
    }
  }

  static UnsignedLong toUint(String text) {
    requireAscii(text, SimpleType.UINT);
    try {
      if (!text.startsWith("+")) {
        return UnsignedLong.fromLongBits(Long.parseUnsignedLong(text));
      }
    } catch (NumberFormatException _) {
      // As with a sign.
    }
    throw fault(SimpleType.UINT);
  }

  /** Java takes digits of all scripts, Go those of ASCII. */
  private static void requireAscii(String text, CelType type) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        throw fault(type);
      }
    }
  }

  static double toDouble(String text) {
    int sign = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    String unsigned = text.substring(sign);
    if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    // Java knows its own two words, trims, and lets a letter at the end say which type is meant.
    char last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    boolean hexadecimal = unsigned.startsWith("0x") || unsigned.startsWith("0X");
    boolean number = (last >= '0' && last <= '9') || (last == '.' && !hexadecimal);
    char first = unsigned.isEmpty() ? ' ' : unsigned.charAt(0);
    if (!number || !(first == '.' || (first >= '0' && first <= '9'))) {
      throw fault(SimpleType.DOUBLE);
    }
    try {
      double value = Double.parseDouble(text);
      if (!Double.isInfinite(value)) {
        return value;
      }
    } catch (NumberFormatException _) {
      // As what is too large.
    }
    throw fault(SimpleType.DOUBLE);
  }

  /** {@code -1h30m}, {@code 1.5s}: of 64 bits in nanoseconds. */
  static Duration toDuration(String text) {
    int at = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    if (text.substring(at).equals("0")) {
      return Duration.ZERO;
    }
    if (at == text.length()) {
      throw fault(SimpleType.DURATION);
    }
    // Below zero, because there is one number more on that side.
    long nanos = 0;
    try {
      while (at < text.length()) {
        int point = skipDigits(text, at);
        boolean fractional = point < text.length() && text.charAt(point) == '.';
        int end = fractional ? skipDigits(text, point + 1) : point;
        int unit = end;
        while (unit < text.length() && text.charAt(unit) != '.' && !isDigit(text, unit)) {
          unit++;
        }
        long scale = nanos(text.substring(end, unit));
        if (scale == 0 || end - at == (fractional ? 1 : 0)) {
          throw fault(SimpleType.DURATION);
        }
        long whole = point == at ? 0 : Long.parseLong("-" + text.substring(at, point));
        nanos = Math.addExact(nanos, Math.multiplyExact(whole, scale));
        if (fractional) {
          nanos = Math.subtractExact(nanos, part(text, point + 1, end, scale));
        }
        at = unit;
      }
      return Duration.ofNanos(text.startsWith("-") ? nanos : Math.negateExact(nanos));
    } catch (ArithmeticException | NumberFormatException _) {
      throw fault(SimpleType.DURATION);
    }
  }

  /** As many nanoseconds as a fraction of a unit has, which Go computes in this way. */
  private static long part(String text, int from, int to, long scale) {
    long digits = 0;
    double power = 1;
    for (int i = from; i < to && digits <= (Long.MAX_VALUE - 9) / 10; i++) {
      digits = digits * 10 + text.charAt(i) - '0';
      power *= 10;
    }
    return (long) (digits * (scale / power));
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "\u00b5s", "\u03bcs" -> 1_000;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 0;
    };
  }

  /** {@code 2024-02-29T12:30:00.5+01:00}, as RFC 3339 has it, and a little more. */
  static Instant toTimestamp(String text) {
    Cursor cursor = new Cursor(text);
    try {
      int year = cursor.number(4);
      int month = cursor.after('-').number(2);
      int day = cursor.after('-').number(2);
      cursor.after('T');
      int hour = cursor.number(isDigit(text, cursor.at + 1) ? 2 : 1);
      int minute = cursor.after(':').number(2);
      int second = cursor.after(':').number(2);
      int fraction = cursor.fraction();
      LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second);
      long seconds = local.toEpochSecond(ZoneOffset.UTC) - cursor.offset();
      return toTimestamp(seconds).plusNanos(fraction);
    } catch (DateTimeException _) {
      throw fault(SimpleType.TIMESTAMP);
    }
  }

  /** In seconds since 1970, in the years 1 to 9999. */
  static Instant toTimestamp(long seconds) {
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND) {
      throw new CelNumericOverflowException("timestamp overflow");
    }
    return Instant.ofEpochSecond(seconds);
  }

  /** Goes through the text of a moment. */
  private static final class Cursor {
    private final String text;
    private int at;

    Cursor(String text) {
      this.text = text;
    }

    int number(int digits) {
      int number = 0;
      for (int end = at + digits; at < end; at++) {
        require(isDigit(text, at));
        number = number * 10 + text.charAt(at) - '0';
      }
      return number;
    }

    Cursor after(char expected) {
      require(is(expected));
      at++;
      return this;
    }

    /** In nanoseconds; what is smaller is cut off. */
    int fraction() {
      if (!(is('.') || is(',')) || !isDigit(text, at + 1)) {
        return 0;
      }
      int from = at + 1;
      at = skipDigits(text, from);
      int nanos = 0;
      for (int i = from; i < from + 9; i++) {
        nanos = nanos * 10 + (i < at ? text.charAt(i) - '0' : 0);
      }
      return nanos;
    }

    /** In seconds, to the end of the text. */
    int offset() {
      int seconds = 0;
      if (is('Z')) {
        at++;
      } else {
        int sign = is('-') ? -1 : 1;
        require(is('-') || is('+'));
        at++;
        int hours = number(2);
        int minutes = after(':').number(2);
        require(hours <= 24 && minutes <= 60);
        seconds = sign * (hours * 3600 + minutes * 60);
      }
      require(at == text.length());
      return seconds;
    }

    private boolean is(char expected) {
      return at < text.length() && text.charAt(at) == expected;
    }

    private static void require(boolean holds) {
      if (!holds) {
        throw fault(SimpleType.TIMESTAMP);
      }
    }
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static int skipDigits(String text, int from) {
    int at = from;
    while (isDigit(text, at)) {
      at++;
    }
    return at;
  }

  private static CelBadFormatException fault(CelType type) {
    return new CelBadFormatException(
        "type conversion error from 'string' to '" + type.name() + "'");
  }
}
