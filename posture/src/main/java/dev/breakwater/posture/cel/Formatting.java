package dev.breakwater.posture.cel;

import com.google.common.primitives.UnsignedLong;
import dev.breakwater.core.cel.Meter;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code 'text %s'.format([value])}.
 *
 * @see <a href="https://github.com/google/cel-go/blob/master/ext/formatting.go">cel-go's
 *     formatting, as versions of its strings before 4 have it</a>
 */
final class Formatting {
  private static final int PRECISION = 6;
  private static final int MAX_PRECISION = 1000;
  private static final String SUPERSCRIPTS =
      "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";

  private final String format;
  private final List<?> arguments;
  private final Meter meter = Meter.CURRENT.get();
  private final StringBuilder text = new StringBuilder();
  private int at;
  private int next;

  private Formatting(String format, List<?> arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  static String format(String format, List<?> arguments) {
    return new Formatting(format, arguments).formatted();
  }

  private String formatted() {
    meter.chargeText(format.length());
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        text.append(c);
      } else if (at < format.length() && format.charAt(at) == '%') {
        text.append('%');
        at++;
      } else {
        clause();
      }
      meter.chargeText(text.length() / 16);
    }
    meter.chargeText(text.length());
    return text.toString();
  }

  private void clause() {
    if (next >= arguments.size()) {
      throw fault("index " + next + " out of range");
    }
    Object argument = Values.of(arguments.get(next++));
    if (at >= format.length()) {
      throw fault("unexpected end of string");
    }
    int precision = precision();
    char verb = format.charAt(at++);
    try {
      switch (verb) {
        case 's' -> write(argument);
        case 'd' -> append(decimal(argument));
        case 'f' -> append(fixed(real(argument, "fixed-point"), precision));
        case 'e' -> append(scientific(real(argument, "scientific"), precision));
        case 'b' -> append(binary(argument));
        case 'o' -> append(octal(argument));
        case 'x' -> append(hexadecimal(argument));
        case 'X' -> append(hexadecimal(argument).toUpperCase(Locale.ROOT));
        default ->
            throw fault(
                "could not parse formatting clause: unrecognized formatting clause \""
                    + verb
                    + "\"");
      }
    } catch (Unsuitable e) {
      throw fault("error during formatting: " + e.getMessage());
    }
  }

  private int precision() {
    if (format.charAt(at) != '.') {
      return PRECISION;
    }
    int from = ++at;
    while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      at++;
    }
    String digits = format.substring(from, at);
    if (at >= format.length()) {
      throw precisionFault("could not find end of precision specifier");
    }
    if (digits.isEmpty()) {
      throw precisionFault("error while converting precision to integer: no digits");
    }
    if (digits.length() > 4 || Integer.parseInt(digits) > MAX_PRECISION) {
      throw precisionFault("a precision of more than " + MAX_PRECISION + " digits");
    }
    return Integer.parseInt(digits);
  }

  private static CelInvalidArgumentException precisionFault(String what) {
    return fault("could not parse formatting clause: error while parsing precision: " + what);
  }

  private void append(String part) {
    meter.chargeText((long) text.length() + part.length());
    text.append(part);
  }

  /** {@code %s}: anything, lists and maps too, whose parts are written as CEL writes them. */
  private void write(Object argument) throws Unsuitable {
    switch (argument) {
      case List<?> list -> writeList(list);
      case Map<?, ?> map -> writeMap(map);
      default -> append(scalar(argument));
    }
  }

  private static String scalar(Object argument) throws Unsuitable {
    return switch (argument) {
      case String string -> string;
      case Boolean flag -> flag.toString();
      case Long number -> number.toString();
      case UnsignedLong number -> number.toString();
      case Double number -> Texts.of(number);
      case Duration duration -> Texts.of(duration);
      case Instant moment -> Texts.of(moment);
      case NullValue _ -> "null";
      case TypeType type -> type.containingTypeName();
      case CelByteString bytes -> new String(bytes.toByteArray(), StandardCharsets.UTF_8);
      default ->
          throw new Unsuitable(
              "string clause can only be used on strings, bools, bytes, ints, doubles, maps,"
                  + " lists, types, durations, and timestamps, was given "
                  + Types.name(argument));
    };
  }

  private void writeList(List<?> list) throws Unsuitable {
    append("[");
    boolean first = true;
    for (Object element : list) {
      append(first ? "" : ", ");
      writePart(Values.of(element));
      first = false;
    }
    append("]");
  }

  private void writeMap(Map<?, ?> map) throws Unsuitable {
    record Pair(String key, Object value) {}
    List<Pair> pairs = new ArrayList<>(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      pairs.add(
          new Pair(key instanceof String name ? quoted(name) : scalar(key), entry.getValue()));
    }
    pairs.sort((left, right) -> left.key.compareTo(right.key));
    append("{");
    boolean first = true;
    for (Pair pair : pairs) {
      append(first ? "" : ", ");
      append(pair.key);
      append(":");
      writePart(Values.of(pair.value));
      first = false;
    }
    append("}");
  }

  private void writePart(Object part) throws Unsuitable {
    meter.charge(1);
    switch (part) {
      case List<?> list -> writeList(list);
      case Map<?, ?> map -> writeMap(map);
      case String string -> append(quoted(string));
      case CelByteString bytes -> append("b" + quoted(scalar(bytes)));
      case Duration duration -> append("duration(\"" + Texts.of(duration) + "\")");
      case Instant moment -> append("timestamp(\"" + Texts.of(moment) + "\")");
      case Double number when number.isNaN() -> append("\"NaN\"");
      case Double number when number.isInfinite() -> append(number > 0 ? "\"+Inf\"" : "\"-Inf\"");
      case Double number -> append(plain(number, PRECISION));
      default -> append(scalar(part));
    }
  }

  private static String quoted(String string) {
    return StringFunctions.quote(string);
  }

  private static String decimal(Object argument) throws Unsuitable {
    if (argument instanceof Long || argument instanceof UnsignedLong) {
      return argument.toString();
    }
    throw new Unsuitable(
        "decimal clause can only be used on integers, was given " + Types.name(argument));
  }

  private static double real(Object argument, String clause) throws Unsuitable {
    return switch (argument) {
      case Double number -> number;
      case String special when special.equals("NaN") -> Double.NaN;
      case String special when special.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case String special when special.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      default ->
          throw new Unsuitable(
              clause + " clause can only be used on doubles, was given " + Types.name(argument));
    };
  }

  /** As people in the United States write numbers, which is what an API server does. */
  private static String fixed(double number, int precision) {
    String special = special(number);
    if (special != null) {
      return special;
    }
    String plain = plain(number, precision);
    int end = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
    int begin = plain.charAt(0) == '-' ? 1 : 0;
    StringBuilder grouped = new StringBuilder(plain);
    for (int i = end - 3; i > begin; i -= 3) {
      grouped.insert(i, ',');
    }
    return grouped.toString();
  }

  private static String plain(double number, int precision) {
    String digits =
        new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    boolean negative = number < 0 || (number == 0 && 1 / number < 0);
    return negative && digits.charAt(0) != '-' ? "-" + digits : digits;
  }

  private static String scientific(double number, int precision) {
    String special = special(number);
    if (special != null) {
      return special;
    }
    BigDecimal exact = new BigDecimal(number);
    int exponent = exact.signum() == 0 ? 0 : exact.precision() - exact.scale() - 1;
    BigDecimal mantissa = exact.movePointLeft(exponent).setScale(precision, RoundingMode.HALF_EVEN);
    if (mantissa.abs().compareTo(BigDecimal.TEN) >= 0) {
      exponent++;
      mantissa = exact.movePointLeft(exponent).setScale(precision, RoundingMode.HALF_EVEN);
    }
    StringBuilder power = new StringBuilder(exponent < 0 ? "\u207b" : "");
    String digits = Integer.toString(Math.abs(exponent));
    for (char digit : (digits.length() < 2 ? "0" + digits : digits).toCharArray()) {
      power.append(SUPERSCRIPTS.charAt(digit - '0'));
    }
    return mantissa.toPlainString() + "\u202f\u00d7\u202f10" + power;
  }

  private static @Nullable String special(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    return Double.isInfinite(number) ? number > 0 ? "\u221e" : "-\u221e" : null;
  }

  private static String binary(Object argument) throws Unsuitable {
    return switch (argument) {
      case Boolean flag -> flag ? "1" : "0";
      case Long _, UnsignedLong _ -> whole(argument).toString(2);
      default ->
          throw new Unsuitable(
              "only integers and bools can be formatted as binary, was given "
                  + Types.name(argument));
    };
  }

  private static String octal(Object argument) throws Unsuitable {
    if (argument instanceof Long || argument instanceof UnsignedLong) {
      return whole(argument).toString(8);
    }
    throw new Unsuitable(
        "octal clause can only be used on integers, was given " + Types.name(argument));
  }

  private static String hexadecimal(Object argument) throws Unsuitable {
    return switch (argument) {
      case String string -> HexFormat.of().formatHex(string.getBytes(StandardCharsets.UTF_8));
      case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
      case Long _, UnsignedLong _ -> whole(argument).toString(16);
      default ->
          throw new Unsuitable(
              "only integers, byte buffers, and strings can be formatted as hex, was given "
                  + Types.name(argument));
    };
  }

  private static BigInteger whole(Object number) {
    return number instanceof UnsignedLong unsigned
        ? unsigned.bigIntegerValue()
        : BigInteger.valueOf(((Number) number).longValue());
  }

  private static CelInvalidArgumentException fault(String message) {
    return new CelInvalidArgumentException(message);
  }

  /** An argument that a clause cannot take. */
  private static final class Unsuitable extends Exception {
    private static final long serialVersionUID = 1L;

    Unsuitable(String message) {
      super(message, null, false, false);
    }
  }
}
