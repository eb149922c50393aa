package dev.breakwater.content.secret;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A file in memory, as the bytes that it has. Expressions see each byte as one character, so that
 * bytes that are no UTF-8 do no harm and positions stay positions of bytes. For one thread.
 */
final class Text {
  private final byte[] bytes;
  private final int length;
  private long effort;

  Text(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /** Not copied; of these, {@link #length} are the text. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** How many bytes were looked at closely, each time that they were. */
  long effort() {
    return effort;
  }

  /** Counts bytes that were looked at one by one. */
  void spend(int count) {
    effort += count;
  }

  /** The byte at a position; 0, which no text has, outside of the file. */
  int at(int position) {
    return position >= 0 && position < length ? bytes[position] & 0xff : 0;
  }

  /** A part, cut off where the file ends. */
  String window(int from, int to) {
    int start = Math.max(0, from);
    int count = Math.max(0, Math.min(to, length) - start);
    effort += count;
    return new String(bytes, start, count, StandardCharsets.ISO_8859_1);
  }

  /** Whether an ASCII text is at a position. */
  boolean has(int position, String text) {
    if (position < 0 || position + text.length() > length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[position + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text is near a place, in any case. */
  boolean hasNear(int from, int to, String lowerCase) {
    return window(from - SecretRule.NEAR, to + SecretRule.NEAR)
        .toLowerCase(Locale.ROOT)
        .contains(lowerCase);
  }

  /**
   * Whether a word begins here: the byte before is no part of a name, or it is the last of an
   * escape such as {@code \n} or {@code %3D}, or what Telegram puts before tokens in addresses.
   */
  boolean isStart(int position) {
    int before = at(position - 1);
    return !isName(before)
        || (at(position - 2) == '\\' && (before == 'n' || before == 't' || before == 'r'))
        || (at(position - 3) == '%' && isHex(before) && isHex(at(position - 2)))
        || has(position - 4, "/bot");
  }

  /** Whether a word ends before this position. */
  boolean isEnd(int position) {
    int after = at(position);
    return !isLetterOrDigit(after) && after != '_';
  }

  static boolean isName(int c) {
    return isLetterOrDigit(c) || c == '_' || c == '-';
  }

  static boolean isLetterOrDigit(int c) {
    return isLetter(c) || isDigit(c);
  }

  static boolean isLetter(int c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(int c) {
    return isDigit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
  }

  /** Characters of base64, in both alphabets. */
  static boolean isBase64(int c) {
    return isLetterOrDigit(c) || c == '+' || c == '/' || c == '-' || c == '_';
  }
}
