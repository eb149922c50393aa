package dev.breakwater.posture.cel.library;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.breakwater.core.report.Screen;

/**
 * Texts as the API server quotes them in its messages: as literals of Go. Texts of bytes have one
 * character for each byte of their UTF-8 form.
 *
 * @see <a href="https://pkg.go.dev/strconv#Quote">strconv.Quote</a>
 */
public final class Quoted {
  private static final String HEX = "0123456789abcdef";

  private Quoted() {}

  /** A text in quotes. */
  public static String text(String text) {
    return bytes(toBytes(text));
  }

  /** The text of bytes of a text. */
  static String toBytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  /** The text that bytes stand for; U+FFFD for what is no UTF-8. */
  static String fromBytes(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  /** A text of bytes in quotes. */
  static String bytes(String bytes) {
    StringBuilder quoted = new StringBuilder(bytes.length() + 2).append('"');
    int at = 0;
    while (at < bytes.length()) {
      int length = sequence(bytes, at);
      if (length == 0) {
        hex(quoted.append("\\x"), bytes.charAt(at), 2);
        at++;
      } else {
        escape(quoted, fromBytes(bytes.substring(at, at + length)).codePointAt(0));
        at += length;
      }
    }
    return quoted.append('"').toString();
  }

  /** How many bytes the character at a place has; 0 where there is none. */
  private static int sequence(String bytes, int at) {
    int lead = bytes.charAt(at);
    int length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead > 0xF4 || at + length > bytes.length()) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes.charAt(at + i) & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = length < 3 ? 0 : bytes.charAt(at + 1);
    boolean outside =
        (lead == 0xE0 && second < 0xA0)
            || (lead == 0xED && second > 0x9F)
            || (lead == 0xF0 && second < 0x90)
            || (lead == 0xF4 && second > 0x8F);
    return outside ? 0 : length;
  }

  private static void escape(StringBuilder quoted, int character) {
    int letter = "\u0007\b\f\n\r\t\u000b\"\\".indexOf(character);
    if (letter >= 0) {
      quoted.append('\\').append("abfnrtv\"\\".charAt(letter));
    } else if (isPrintable(character)) {
      quoted.appendCodePoint(character);
    } else if (character < 0x20 || character == 0x7F) {
      hex(quoted.append("\\x"), character, 2);
    } else if (character < 0x10000) {
      hex(quoted.append("\\u"), character, 4);
    } else {
      hex(quoted.append("\\U"), character, 8);
    }
  }

  private static void hex(StringBuilder quoted, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      quoted.append(HEX.charAt((value >> shift) & 0xF));
    }
  }

  private static boolean isPrintable(int character) {
    return character == ' '
        || (!Screen.isUnsafe(character)
            && Character.getType(character) != Character.SPACE_SEPARATOR);
  }
}
