package dev.breakwater.posture.exchange;

import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Writes values as YAML, the way {@code kubectl} does: two spaces, lists at the indentation of
 * their name, names in their order. Every text is read back as the same text by readers of YAML 1.1
 * and 1.2 alike, so whatever looks like a number, a date or a truth to any of them is quoted.
 * Comments, anchors and the way numbers were written are not kept.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2</a>
 */
public final class YamlWriter {
  /** A name that is longer cannot stand before its colon. */
  private static final int LONGEST_SIMPLE_NAME = 1000;

  /** What some reader or other takes for something else than a text, in small letters. */
  private static final Set<String> OTHER_MEANING =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

  private final StringBuilder out;

  private YamlWriter(StringBuilder out) {
    this.out = out;
  }

  /** One document, with a line feed at its end. */
  public static String write(Value document) {
    StringBuilder out = new StringBuilder();
    write(document, out);
    return out.toString();
  }

  /** Several documents, {@code ---} between them. */
  public static String writeAll(List<? extends Value> documents) {
    StringBuilder out = new StringBuilder();
    for (Value document : documents) {
      if (!out.isEmpty()) {
        out.append("---\n");
      }
      write(document, out);
    }
    return out.toString();
  }

  private static void write(Value document, StringBuilder out) {
    YamlWriter writer = new YamlWriter(out);
    if (hasParts(document)) {
      writer.parts(document, 0);
      return;
    }
    if (document instanceof Value.Text text) {
      // A block scalar at the top could hold what looks like the end of the document.
      writer.quoted(text.value());
    } else {
      writer.scalar(document, 0);
    }
    out.append('\n');
  }

  private static boolean hasParts(Value value) {
    return !value.members().isEmpty() || !value.items().isEmpty();
  }

  /** The members or items, the first where the line stands. */
  private void parts(Value value, int indent) {
    boolean first = true;
    for (Map.Entry<String, Value> member : value.members().entrySet()) {
      if (!first) {
        indent(indent);
      }
      first = false;
      name(member.getKey(), indent);
      afterName(member.getValue(), indent);
    }
    for (Value item : value.items()) {
      if (!first) {
        indent(indent);
      }
      first = false;
      out.append("- ");
      if (hasParts(item)) {
        parts(item, indent + 2);
      } else {
        scalar(item, indent + 2);
        out.append('\n');
      }
    }
  }

  private void name(String name, int indent) {
    if (name.length() > LONGEST_SIMPLE_NAME) {
      out.append("? ");
      quoted(name);
      out.append('\n');
      indent(indent);
    } else if (isPlain(name)) {
      out.append(name);
    } else {
      quoted(name);
    }
    out.append(':');
  }

  /** Lists stand at the indentation of their name. */
  private void afterName(Value value, int indent) {
    if (hasParts(value)) {
      int below = value instanceof Value.Items ? indent : indent + 2;
      out.append('\n');
      indent(below);
      parts(value, below);
    } else {
      out.append(' ');
      scalar(value, indent + 2);
      out.append('\n');
    }
  }

  private void indent(int indent) {
    out.repeat(' ', indent);
  }

  /** What has no parts, without the line feed after it. */
  private void scalar(Value value, int indent) {
    switch (value) {
      case Value.Nothing _ -> out.append("null");
      case Value.Flag flag -> out.append(flag.value());
      case Value.Whole whole -> out.append(whole.value());
      case Value.Real real -> out.append(real(real.value()));
      case Value.Items _ -> out.append("[]");
      case Value.Fields _ -> out.append("{}");
      case Value.Text text -> text(text.value(), indent);
    }
  }

  /** With a point and a sign in the exponent, without which readers of YAML 1.1 see a text. */
  private static String real(double value) {
    if (Double.isNaN(value)) {
      return ".nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? ".inf" : "-.inf";
    }
    String text = Double.toString(value);
    return text.contains("E-") ? text.replace("E-", "e-") : text.replace("E", "e+");
  }

  private void text(String text, int indent) {
    if (isPlain(text)) {
      out.append(text);
    } else if (isLiteral(text)) {
      literal(text, indent);
    } else {
      quoted(text);
    }
  }

  private void literal(String text, int indent) {
    out.append('|');
    if (!text.endsWith("\n")) {
      out.append('-');
    } else if (text.endsWith("\n\n")) {
      out.append('+');
    }
    int end = text.endsWith("\n") ? text.length() - 1 : text.length();
    for (int at = 0; at <= end; ) {
      int next = text.indexOf('\n', at);
      int lineEnd = next < 0 || next > end ? end : next;
      out.append('\n');
      if (lineEnd > at) {
        indent(indent);
        out.append(text, at, lineEnd);
      }
      at = lineEnd + 1;
    }
  }

  /** Whether a text of several lines can stand as it is, indented. */
  private static boolean isLiteral(String text) {
    if (text.indexOf('\n') < 0 || text.startsWith("\n") || text.startsWith(" ")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && !isPrintable(c)) {
        return false;
      }
    }
    return true;
  }

  /** No control, no blank but the space, and nothing that a reader may take for a line's end. */
  private static boolean isPrintable(char c) {
    return (c >= ' ' && c < 0x7F)
        || (c > 0xA0 && c < 0x2028)
        || (c > 0x2029 && c < Character.MIN_SURROGATE)
        || (c > Character.MAX_SURROGATE && c < 0xFEFF);
  }

  private static boolean isPlain(String text) {
    if (text.isEmpty() || OTHER_MEANING.contains(text.toLowerCase(Locale.ROOT))) {
      return false;
    }
    char first = text.charAt(0);
    if (first >= '0' && first <= '9') {
      return isPlainAmount(text);
    }
    if (!isLetter(first) && first != '_' && first != '/') {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends = i == text.length() - 1;
      boolean safe =
          switch (c) {
            case ' ' -> !ends && text.charAt(i + 1) != '#';
            case ':' -> !ends && text.charAt(i + 1) != ' ';
            default -> c > ' ' && c < 0x7F;
          };
      if (!safe) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text like {@code 500m} or {@code 64Mi} has a letter that no number or date has. */
  private static boolean isPlainAmount(String text) {
    boolean named = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetter(c) && (c < '0' || c > '9') && c != '.') {
        return false;
      }
      named |= isLetter(c) && "abcdefxotz".indexOf(Character.toLowerCase(c)) < 0;
    }
    return named;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        case '\r' -> out.append("\\r");
        default -> {
          if (isPrintable(c)) {
            out.append(c);
          } else if (Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            out.append(c).append(text.charAt(++i));
          } else {
            // Half a surrogate pair is no character, and no encoding has it.
            escaped(Character.isSurrogate(c) ? '\uFFFD' : c);
          }
        }
      }
    }
    out.append('"');
  }

  private void escaped(char c) {
    String hexadecimal = Integer.toHexString(c).toUpperCase(Locale.ROOT);
    out.append("\\u").repeat('0', 4 - hexadecimal.length()).append(hexadecimal);
  }
}
