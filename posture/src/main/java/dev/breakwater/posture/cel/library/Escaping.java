package dev.breakwater.posture.cel.library;

import org.jspecify.annotations.Nullable;

/**
 * What is escaped in the parts of a URL. Texts are of bytes: one character for each.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/rfc3986">RFC 3986</a>
 * @see <a href="https://pkg.go.dev/net/url">net/url</a>
 */
enum Escaping {
  /** Escapes a question mark, and what no URL has. */
  PATH("$&+,/:;=@"),
  HOST("$&+,:;=!'()*[]<>\""),
  /** The zone of an IPv6 address. */
  ZONE("$&+,:;=!'()*[]<>\""),
  USER("$&+,;="),
  /** A space is a plus here. */
  QUERY(""),
  FRAGMENT("$&+,/:;=?@!()*");

  private static final String HEX = "0123456789ABCDEF";

  private final String left;

  Escaping(String left) {
    this.left = left;
  }

  /** Whether a byte is escaped. */
  boolean escapes(char c) {
    boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return !plain && "-_.~".indexOf(c) < 0 && left.indexOf(c) < 0;
  }

  /** The text with everything escaped that must be. */
  String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!escapes(c)) {
        escaped.append(c);
      } else if (c == ' ' && this == QUERY) {
        escaped.append('+');
      } else {
        escaped.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return escaped.toString();
  }

  /** The text with nothing escaped. */
  String unescape(String text) throws MalformedException {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        plain.append(unescaped(text, i));
        i += 2;
      } else if (c == '+' && this == QUERY) {
        plain.append(' ');
      } else if ((this == HOST || this == ZONE) && c < 0x80 && escapes(c)) {
        throw new MalformedException(
            "invalid character " + Quoted.bytes(String.valueOf(c)) + " in host name");
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private char unescaped(String text, int at) throws MalformedException {
    String written = text.substring(at, Math.min(at + 3, text.length()));
    int value = written.length() < 3 ? -1 : hex(written);
    if (value < 0 || isRefused(written, (char) value)) {
      throw new MalformedException("invalid URL escape " + Quoted.bytes(written));
    }
    return (char) value;
  }

  /**
   * Hosts escape only bytes that they could not have otherwise, and zones only those they could.
   */
  private boolean isRefused(String written, char value) {
    if (written.equals("%25")) {
      return false;
    }
    return (this == HOST && value < 0x80) || (this == ZONE && value != ' ' && HOST.escapes(value));
  }

  private static int hex(String written) {
    int high = HEX.indexOf(Character.toUpperCase(written.charAt(1)));
    int low = HEX.indexOf(Character.toUpperCase(written.charAt(2)));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** What {@link #unescape} gives; null where it fails. */
  @Nullable String unescapeOrNull(String text) {
    try {
      return unescape(text);
    } catch (MalformedException _) {
      return null;
    }
  }
}
