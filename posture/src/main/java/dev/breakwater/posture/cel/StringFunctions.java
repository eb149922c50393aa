package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.FunctionSet.global;
import static dev.breakwater.posture.cel.FunctionSet.member;
import static dev.cel.common.types.SimpleType.DYN;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import dev.breakwater.core.cel.Meter;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.ListType;
import java.util.ArrayList;
import java.util.List;

/**
 * Functions over texts, whose indices count code points.
 *
 * @see <a href="https://github.com/google/cel-go/blob/master/ext/README.md#strings">cel-go's
 *     strings, version 2</a>
 */
final class StringFunctions {
  private static final ListType TEXTS = ListType.create(STRING);

  private StringFunctions() {}

  static FunctionSet functions() {
    return new FunctionSet()
        .with(
            "charAt",
            member("string_char_at_int", STRING, STRING, INT),
            String.class,
            Long.class,
            StringFunctions::charAt)
        .with(
            "indexOf",
            member("string_index_of_string", INT, STRING, STRING),
            String.class,
            String.class,
            (text, part) -> indexOf(text, part, 0))
        .with(
            "indexOf",
            member("string_index_of_string_int", INT, STRING, STRING, INT),
            List.of(String.class, String.class, Long.class),
            arguments -> indexOf((String) arguments[0], (String) arguments[1], (Long) arguments[2]))
        .with(
            "lastIndexOf",
            member("string_last_index_of_string", INT, STRING, STRING),
            String.class,
            String.class,
            StringFunctions::lastIndexOf)
        .with(
            "lastIndexOf",
            member("string_last_index_of_string_int", INT, STRING, STRING, INT),
            List.of(String.class, String.class, Long.class),
            arguments ->
                lastIndexOf((String) arguments[0], (String) arguments[1], (Long) arguments[2]))
        .with(
            "lowerAscii",
            member("string_lower_ascii", STRING, STRING),
            String.class,
            text -> ascii(text, 'A', 'Z', 'a' - 'A'))
        .with(
            "upperAscii",
            member("string_upper_ascii", STRING, STRING),
            String.class,
            text -> ascii(text, 'a', 'z', 'A' - 'a'))
        .with(
            "replace",
            member("string_replace_string_string", STRING, STRING, STRING, STRING),
            List.of(String.class, String.class, String.class),
            arguments ->
                replace((String) arguments[0], (String) arguments[1], (String) arguments[2], -1))
        .with(
            "replace",
            member("string_replace_string_string_int", STRING, STRING, STRING, STRING, INT),
            List.of(String.class, String.class, String.class, Long.class),
            arguments ->
                replace(
                    (String) arguments[0],
                    (String) arguments[1],
                    (String) arguments[2],
                    (Long) arguments[3]))
        .with(
            "split",
            member("string_split_string", TEXTS, STRING, STRING),
            String.class,
            String.class,
            (text, separator) -> split(text, separator, -1))
        .with(
            "split",
            member("string_split_string_int", TEXTS, STRING, STRING, INT),
            List.of(String.class, String.class, Long.class),
            arguments -> split((String) arguments[0], (String) arguments[1], (Long) arguments[2]))
        .with(
            "substring",
            member("string_substring_int", STRING, STRING, INT),
            String.class,
            Long.class,
            StringFunctions::substring)
        .with(
            "substring",
            member("string_substring_int_int", STRING, STRING, INT, INT),
            List.of(String.class, Long.class, Long.class),
            arguments -> substring((String) arguments[0], (Long) arguments[1], (Long) arguments[2]))
        .with("trim", member("string_trim", STRING, STRING), String.class, StringFunctions::trim)
        .with("join", member("list_join", STRING, TEXTS), List.class, list -> join(list, ""))
        .with(
            "join",
            member("list_join_string", STRING, TEXTS, STRING),
            List.class,
            String.class,
            StringFunctions::join)
        .with(
            "strings.quote",
            global("strings_quote", STRING, STRING),
            String.class,
            StringFunctions::quote)
        .with(
            "format",
            member("string_format", STRING, STRING, ListType.create(DYN)),
            String.class,
            List.class,
            Formatting::format);
  }

  private static String charAt(String text, long index) {
    int length = length(text);
    if (index < 0 || index > length) {
      throw outOfRange(index);
    }
    return index == length
        ? ""
        : Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) index)));
  }

  private static long indexOf(String text, String part, long from) {
    if (part.isEmpty()) {
      return from;
    }
    if (text.isEmpty() && from == 0) {
      return -1;
    }
    int length = length(text);
    if (from < 0 || from >= length) {
      throw outOfRange(from);
    }
    search(text, part);
    int found = text.indexOf(part, text.offsetByCodePoints(0, (int) from));
    return found < 0 ? -1 : text.codePointCount(0, found);
  }

  private static long lastIndexOf(String text, String part) {
    int length = length(text);
    if (part.isEmpty()) {
      return length;
    }
    return length == 0 ? -1 : lastIndexOf(text, part, length - 1L);
  }

  private static long lastIndexOf(String text, String part, long to) {
    if (part.isEmpty()) {
      return to;
    }
    if (to < 0 || to >= length(text)) {
      throw outOfRange(to);
    }
    search(text, part);
    int found = text.lastIndexOf(part, text.offsetByCodePoints(0, (int) to));
    return found < 0 ? -1 : text.codePointCount(0, found);
  }

  private static String ascii(String text, char first, char last, int difference) {
    Meter.CURRENT.get().chargeText(text.length());
    StringBuilder changed = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      changed.append(c >= first && c <= last ? (char) (c + difference) : c);
    }
    return changed.toString();
  }

  /** What replaces may make a text of any length, so it is counted while it grows. */
  private static String replace(String text, String part, String by, long limit) {
    Meter meter = Meter.CURRENT.get();
    search(text, part);
    if (limit == 0) {
      return text;
    }
    StringBuilder replaced = new StringBuilder();
    long done = 0;
    int from = 0;
    int found = text.indexOf(part);
    while (found >= 0 && (limit < 0 || done < limit)) {
      meter.chargeText((long) replaced.length() + (found - from) + by.length());
      replaced.append(text, from, found).append(by);
      from = found + part.length();
      done++;
      if (!part.isEmpty()) {
        found = text.indexOf(part, from);
      } else if (found < text.length()) {
        found += Character.charCount(text.codePointAt(found));
      } else {
        found = -1;
      }
    }
    meter.chargeText((long) replaced.length() + (text.length() - from));
    return replaced.append(text, from, text.length()).toString();
  }

  private static ListValue split(String text, String separator, long limit) {
    search(text, separator);
    List<Object> parts = new ArrayList<>();
    if (limit == 0) {
      return new ListValue(parts);
    }
    int from = 0;
    while (limit < 0 || parts.size() < limit - 1) {
      int found =
          !separator.isEmpty()
              ? text.indexOf(separator, from)
              : from < text.length() ? from + Character.charCount(text.codePointAt(from)) : -1;
      if (found < 0 || (separator.isEmpty() && found >= text.length())) {
        break;
      }
      parts.add(text.substring(from, found));
      from = found + separator.length();
    }
    if (!separator.isEmpty() || from < text.length()) {
      parts.add(text.substring(from));
    }
    Meter.CURRENT.get().chargeList(parts.size());
    return new ListValue(parts);
  }

  private static String substring(String text, long from) {
    int length = length(text);
    if (from < 0 || from > length) {
      throw outOfRange(from);
    }
    return text.substring(text.offsetByCodePoints(0, (int) from));
  }

  private static String substring(String text, long from, long to) {
    int length = length(text);
    if (from > to) {
      throw new CelInvalidArgumentException(
          "invalid substring range. start: " + from + ", end: " + to);
    }
    if (from < 0 || from > length) {
      throw outOfRange(from);
    }
    if (to > length) {
      throw outOfRange(to);
    }
    int start = text.offsetByCodePoints(0, (int) from);
    return text.substring(start, text.offsetByCodePoints(start, (int) (to - from)));
  }

  private static String trim(String text) {
    Meter.CURRENT.get().charge(text.length());
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** White space as Unicode has it. */
  private static boolean isSpace(char c) {
    return (c >= '\t' && c <= '\r') || c == '\u0085' || Character.isSpaceChar(c);
  }

  private static String join(List<?> list, String separator) {
    Meter meter = Meter.CURRENT.get();
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (Object element : list) {
      if (!(element instanceof String text)) {
        throw new CelInvalidArgumentException(
            "unsupported native conversion from " + Types.name(element) + " to 'string'");
      }
      meter.chargeText((long) joined.length() + separator.length() + text.length());
      joined.append(first ? "" : separator).append(text);
      first = false;
    }
    return joined.toString();
  }

  /** In quotes, with what CEL has escapes for escaped. */
  static String quote(String text) {
    Meter.CURRENT.get().chargeText(2L * text.length());
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(c -> {
          int escape = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(c);
          if (escape >= 0) {
            quoted.append('\\').append("abfnrtv\\\"".charAt(escape));
          } else {
            boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            quoted.appendCodePoint(half ? 0xFFFD : c);
          }
        });
    return quoted.append('"').toString();
  }

  private static int length(String text) {
    Meter.CURRENT.get().charge(text.length() / 16);
    return text.codePointCount(0, text.length());
  }

  /** The worst texts, such as of one letter only, are gone through for each of their characters. */
  private static void search(String text, String part) {
    Meter.CURRENT.get().charge((long) text.length() * (1 + part.length() / 16) / 16);
  }

  private static CelInvalidArgumentException outOfRange(long index) {
    return new CelInvalidArgumentException("index out of range: " + index);
  }
}
