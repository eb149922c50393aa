package dev.breakwater.posture.source;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * What a scalar of YAML means to Kubernetes, which reads YAML 1.1 with some of 1.2: {@code yes} is
 * true, {@code 0644} and {@code 0o644} are octal, {@code 1_000} is a thousand, a date is a text,
 * and a number without a fraction is a whole one, however it is written. A tag that is not YAML's
 * own, such as CloudFormation's {@code !Ref}, makes a text of what it stands before.
 *
 * @see <a href="https://github.com/kubernetes-sigs/yaml">sigs.k8s.io/yaml</a>
 */
final class YamlScalar {
  private static final String CORE = "tag:yaml.org,2002:";

  private YamlScalar() {}

  /**
   * Reads a scalar as a value.
   *
   * @throws FaultyDocumentException where it is not what its tag says
   */
  static Value read(ScalarEvent scalar, Origin origin) throws FaultyDocumentException {
    Value read = resolve(scalar, origin);
    return read instanceof Value.Real real && real.value() == Math.rint(real.value())
        ? whole(real)
        : read;
  }

  /** What is read becomes JSON before it becomes an object, and there 1.0 is written as 1. */
  private static Value whole(Value.Real real) {
    if (Math.abs(real.value()) >= 0x1p63) {
      return real;
    }
    // The shortest digits that mean this number, which are not all its digits where it is large.
    long digits = new BigDecimal(Double.toString(real.value())).longValueExact();
    return new Value.Whole(real.origin(), digits, real.written());
  }

  /**
   * Reads a scalar as the name of a member.
   *
   * @throws FaultyDocumentException where it can be none
   */
  static String readName(ScalarEvent scalar, Origin origin) throws FaultyDocumentException {
    return switch (resolve(scalar, origin)) {
      case Value.Text text -> text.value();
      case Value.Flag flag -> Boolean.toString(flag.value());
      case Value.Whole whole -> Long.toString(whole.value());
      case Value.Real real -> {
        if (whole(real.written().replace("_", ""), "", origin) != null) {
          throw fault(origin, "the number before the colon is too large for a name");
        }
        yield name((float) real.value());
      }
      case Value.Nothing _, Value.Items _, Value.Fields _ ->
          throw fault(origin, "there is no name before the colon");
    };
  }

  private static FaultyDocumentException fault(Origin origin, String why) {
    return new FaultyDocumentException(origin.line(), origin.column(), why);
  }

  private static Value resolve(ScalarEvent scalar, Origin origin) throws FaultyDocumentException {
    String text = scalar.getValue();
    String tag = scalar.getTag().orElse("");
    if (tag.isEmpty()) {
      return scalar.isPlain() ? plain(text, origin) : new Value.Text(origin, text);
    }
    Value read =
        switch (tag) {
          case CORE + "bool", CORE + "null", CORE + "int", CORE + "float" -> plain(text, origin);
          case CORE + "binary" -> binary(text, origin);
          default -> new Value.Text(origin, text);
        };
    boolean kept =
        switch (tag) {
          case CORE + "bool" -> read instanceof Value.Flag;
          case CORE + "null" -> read instanceof Value.Nothing;
          case CORE + "int" -> read instanceof Value.Whole;
          case CORE + "float" -> read instanceof Value.Whole || read instanceof Value.Real;
          default -> read != null;
        };
    if (!kept || read == null) {
      throw fault(
          origin, "the tag !!" + tag.substring(CORE.length()) + " stands before something else");
    }
    return read;
  }

  /** Null where it is not base64. */
  private static Value.@Nullable Text binary(String text, Origin origin) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replace("\n", "").replace("\r", ""));
      return new Value.Text(origin, new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static Value plain(String text, Origin origin) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> new Value.Nothing(origin);
      case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" ->
          new Value.Flag(origin, true, text);
      case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" ->
          new Value.Flag(origin, false, text);
      case ".nan", ".NaN", ".NAN" -> new Value.Real(origin, Double.NaN, text);
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" ->
          new Value.Real(origin, Double.POSITIVE_INFINITY, text);
      case "-.inf", "-.Inf", "-.INF" -> new Value.Real(origin, Double.NEGATIVE_INFINITY, text);
      default -> number(text, origin);
    };
  }

  private static Value number(String text, Origin origin) {
    char first = text.charAt(0);
    if (first != '.' && first != '+' && first != '-' && (first < '0' || first > '9')) {
      return new Value.Text(origin, text);
    }
    if (first == '.' && !underscoresPartDigits(text)) {
      return new Value.Text(origin, text);
    }
    String digits = text.indexOf('_') < 0 ? text : text.replace("_", "");
    Value whole = whole(digits, text, origin);
    if (whole != null) {
      return whole;
    }
    double real = isDecimal(digits) ? Double.parseDouble(digits) : Double.POSITIVE_INFINITY;
    return Double.isInfinite(real)
        ? new Value.Text(origin, text)
        : new Value.Real(origin, real, text);
  }

  /** What begins with a point is read more strictly than other numbers, which may end in one. */
  private static boolean underscoresPartDigits(String text) {
    for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
      if (digits(text, i - 1) == 0 || digits(text, i + 1) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Null where it is not a whole number, or one that takes more than 64 bits. */
  private static @Nullable Value whole(String digits, String written, Origin origin) {
    if ((digits.startsWith("0b-") || digits.startsWith("0b+")) && digits(digits, 3) > 0) {
      // A sign may stand after 0b, by an accident that others rely on.
      String sign = digits.charAt(2) == '-' ? "-0b" : "0b";
      return whole(sign + digits.substring(3), written, origin);
    }
    boolean signed = !digits.isEmpty() && (digits.charAt(0) == '-' || digits.charAt(0) == '+');
    int at = signed ? 1 : 0;
    int radix = 10;
    if (digits.length() > at + 1 && digits.charAt(at) == '0') {
      char base = digits.length() > at + 2 ? digits.charAt(at + 1) : '0';
      radix =
          switch (base) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
          };
      at += radix != 8 || base == 'o' || base == 'O' ? 2 : 1;
    }
    for (int i = at; i < digits.length(); i++) {
      // Other alphabets have digits too, which Java would read.
      if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), radix) < 0) {
        return null;
      }
    }
    String magnitude = digits.substring(at);
    try {
      boolean negative = signed && digits.charAt(0) == '-';
      long value = Long.parseLong(negative ? "-" + magnitude : magnitude, radix);
      return new Value.Whole(origin, value, written);
    } catch (NumberFormatException tooLarge) {
      return signed || magnitude.isEmpty() ? null : unsigned(magnitude, radix, written, origin);
    }
  }

  private static @Nullable Value unsigned(
      String magnitude, int radix, String written, Origin origin) {
    try {
      long bits = Long.parseUnsignedLong(magnitude, radix);
      return new Value.Real(
          origin, new BigDecimal(Long.toUnsignedString(bits)).doubleValue(), written);
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  /** Whether it has digits, at most one point and, after them, perhaps an exponent. */
  private static boolean isDecimal(String text) {
    int at = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    int whole = digits(text, at);
    int end = at + whole;
    if (end < text.length() && text.charAt(end) == '.') {
      int fraction = digits(text, end + 1);
      whole += fraction;
      end += 1 + fraction;
    }
    if (whole == 0 || end == text.length()) {
      return whole > 0;
    }
    if (text.charAt(end) != 'e' && text.charAt(end) != 'E') {
      return false;
    }
    end++;
    if (end < text.length() && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
      end++;
    }
    int exponent = digits(text, end);
    return exponent > 0 && end + exponent == text.length();
  }

  /** How many digits follow one another. */
  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end - from;
  }

  /** A fraction as Go writes it, in the fewest digits that tell it from another of 32 bits. */
  private static String name(float value) {
    if (!Float.isFinite(value)) {
      return Float.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
    }
    BigDecimal exact = new BigDecimal(Float.toString(value)).stripTrailingZeros();
    int exponent = exact.signum() == 0 ? 0 : exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return (Float.floatToRawIntBits(value) == 0x80000000 ? "-" : "") + exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    String magnitude = Integer.toString(Math.abs(exponent));
    return (exact.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (magnitude.length() < 2 ? "0" + magnitude : magnitude);
  }
}
