package dev.breakwater.posture.cel;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.UnsignedLong;
import dev.breakwater.core.cel.Meter;
import dev.breakwater.posture.cel.library.Quoted;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
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

  private final Meter meter = Meter.CURRENT.get();
  private final StringBuilder text = new StringBuilder();

  private Formatting() {}

  /** How an argument is written. */
  enum Verb {
    TEXT(
        "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists,"
            + " types, durations, and timestamps",
        CelKind.STRING,
        CelKind.BOOL,
        CelKind.BYTES,
        CelKind.INT,
        CelKind.UINT,
        CelKind.DOUBLE,
        CelKind.MAP,
        CelKind.LIST,
        CelKind.TYPE,
        CelKind.DURATION,
        CelKind.TIMESTAMP,
        CelKind.NULL_TYPE),
    DECIMAL("decimal clause can only be used on integers", CelKind.INT, CelKind.UINT),
    FIXED("fixed-point clause can only be used on doubles", CelKind.DOUBLE, CelKind.STRING),
    SCIENTIFIC("scientific clause can only be used on doubles", CelKind.DOUBLE, CelKind.STRING),
    BINARY(
        "only integers and bools can be formatted as binary",
        CelKind.INT,
        CelKind.UINT,
        CelKind.BOOL),
    OCTAL("octal clause can only be used on integers", CelKind.INT, CelKind.UINT),
    HEXADECIMAL(
        "only integers, byte buffers, and strings can be formatted as hex",
        CelKind.INT,
        CelKind.UINT,
        CelKind.BYTES,
        CelKind.STRING),
    UPPER_HEXADECIMAL(HEXADECIMAL.rule, HEXADECIMAL.kinds.toArray(CelKind[]::new));

    private final String rule;
    private final ImmutableSet<CelKind> kinds;

    Verb(String rule, CelKind... kinds) {
      this.rule = rule;
      this.kinds = ImmutableSet.copyOf(kinds);
    }

    /** Whether it can be told that it writes what is of this type. */
    boolean takes(CelType type) {
      return kinds.contains(type.kind());
    }

    /** What is said where it does not. */
    String fault(String typeName) {
      return "error during formatting: " + rule + ", was given " + typeName;
    }

    private static Verb of(char letter) {
      return switch (letter) {
        case 's' -> TEXT;
        case 'd' -> DECIMAL;
        case 'f' -> FIXED;
        case 'e' -> SCIENTIFIC;
        case 'b' -> BINARY;
        case 'o' -> OCTAL;
        case 'x' -> HEXADECIMAL;
        case 'X' -> UPPER_HEXADECIMAL;
        default -> throw clauseFault("unrecognized formatting clause \"" + letter + "\"");
      };
    }
  }

  /**
   * An argument of a format.
   *
   * @param before the text between the argument before it and this one
   * @param verb null for the end, which is no argument
   */
  record Part(String before, @Nullable Verb verb, int precision) {}

  /**
   * What a format is made of, the end included.
   *
   * @param arguments how many there are
   * @throws CelInvalidArgumentException where it is malformed, or asks for more
   */
  static List<Part> parts(String format, int arguments) {
    List<Part> parts = new ArrayList<>();
    StringBuilder before = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        before.append(c);
      } else if (at < format.length() && format.charAt(at) == '%') {
        before.append('%');
        at++;
      } else if (parts.size() == arguments) {
        throw fault("index " + arguments + " out of range");
      } else if (at == format.length()) {
        throw fault("unexpected end of string");
      } else {
        int precision = PRECISION;
        if (format.charAt(at) == '.') {
          int from = at + 1;
          at = from;
          while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
            at++;
          }
          precision = precision(format, from, at);
        }
        parts.add(new Part(before.toString(), Verb.of(format.charAt(at++)), precision));
        before.setLength(0);
      }
    }
    parts.add(new Part(before.toString(), null, 0));
    return parts;
  }

  private static int precision(String format, int from, int to) {
    String digits = format.substring(from, to);
    if (to == format.length()) {
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
    return clauseFault("error while parsing precision: " + what);
  }

  private static CelInvalidArgumentException clauseFault(String what) {
    return fault("could not parse formatting clause: " + what);
  }

  static String format(String format, List<?> arguments) {
    return new Formatting().formatted(format, arguments);
  }

  private String formatted(String format, List<?> arguments) {
    meter.chargeText(format.length());
    int next = 0;
    for (Part part : parts(format, arguments.size())) {
      append(part.before);
      if (part.verb != null) {
        write(part.verb, part.precision, Values.of(arguments.get(next++)));
      }
    }
    meter.chargeText(text.length());
    return text.toString();
  }

  private void write(Verb verb, int precision, Object argument) {
    require(verb, argument);
    switch (verb) {
      case TEXT -> write(argument);
      case DECIMAL -> append(argument.toString());
      case FIXED -> append(fixed(real(verb, argument), precision));
      case SCIENTIFIC -> append(scientific(real(verb, argument), precision));
      case BINARY ->
          append(argument instanceof Boolean flag ? flag ? "1" : "0" : digits(argument, 2));
      case OCTAL -> append(digits(argument, 8));
      case HEXADECIMAL -> append(hexadecimal(argument));
      case UPPER_HEXADECIMAL -> append(hexadecimal(argument).toUpperCase(Locale.ROOT));
    }
  }

  private static void require(Verb verb, Object argument) {
    if (!verb.takes(Types.of(argument))) {
      throw fault(verb.fault(Types.name(argument)));
    }
  }

  private void append(String part) {
    meter.chargeText((long) text.length() + part.length());
    text.append(part);
  }

  /** {@code %s}: anything, lists and maps too, whose parts are written as CEL writes them. */
  private void write(Object argument) {
    switch (argument) {
      case List<?> list -> writeList(list);
      case Map<?, ?> map -> writeMap(map);
      default -> append(scalar(argument));
    }
  }

  private static String scalar(Object argument) {
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
      default -> throw fault(Verb.TEXT.fault(Types.name(argument)));
    };
  }

  private void writeList(List<?> list) {
    append("[");
    boolean first = true;
    for (Object element : list) {
      append(first ? "" : ", ");
      writePart(Values.of(element));
      first = false;
    }
    append("]");
  }

  private void writeMap(Map<?, ?> map) {
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

  private void writePart(Object part) {
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
    return Quoted.text(string);
  }

  /** Some numbers are written as texts, because there are no literals for them. */
  private static double real(Verb verb, Object argument) {
    return switch (argument) {
      case Double number -> number;
      case String special when special.equals("NaN") -> Double.NaN;
      case String special when special.equals("Infinity") -> Double.POSITIVE_INFINITY;
      case String special when special.equals("-Infinity") -> Double.NEGATIVE_INFINITY;
      default -> throw fault(verb.fault(Types.name(argument)));
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

  private static String hexadecimal(Object argument) {
    return switch (argument) {
      case String string -> HexFormat.of().formatHex(string.getBytes(StandardCharsets.UTF_8));
      case CelByteString bytes -> HexFormat.of().formatHex(bytes.toByteArray());
      default -> digits(argument, 16);
    };
  }

  private static String digits(Object whole, int radix) {
    return whole instanceof UnsignedLong unsigned
        ? unsigned.toString(radix)
        : Long.toString((Long) whole, radix);
  }

  private static CelInvalidArgumentException fault(String message) {
    return new CelInvalidArgumentException(message);
  }
}
