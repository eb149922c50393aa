package dev.breakwater.inventory.detection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a hostile text: however long a line is, no more than its first {@value #MAX_LINE}
 * bytes are kept. Lines end with LF or CRLF; the last may end with the text. Not for use by several
 * threads.
 */
public final class TextLines {
  /** Longer lines are cut: no field that names a package or a path is as long. */
  public static final int MAX_LINE = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private int position;
  private int end;

  private byte[] line = new byte[256];
  private int length;
  private int number;
  private boolean cut;

  public TextLines(InputStream in) {
    this.in = in;
  }

  /**
   * Goes to the next line.
   *
   * @return false where there is none
   */
  public boolean next() throws IOException {
    length = 0;
    cut = false;
    if (position == end && !fill()) {
      return false;
    }
    number++;
    do {
      int start = position;
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      keep(start, position - start);
      if (position < end) {
        position++;
        break;
      }
    } while (fill());
    if (!cut && length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return true;
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private void keep(int start, int count) {
    int kept = Math.min(count, MAX_LINE - length);
    cut |= kept < count;
    if (length + kept > line.length) {
      line = Arrays.copyOf(line, Math.min(MAX_LINE, Math.max(length + kept, 2 * line.length)));
    }
    System.arraycopy(buffer, start, line, length, kept);
    length += kept;
  }

  /** Number of the current line, from 1. */
  public int number() {
    return number;
  }

  /** Length of the current line in bytes, without its end. */
  public int length() {
    return length;
  }

  /** Whether the current line was longer than {@link #MAX_LINE}. */
  public boolean cut() {
    return cut;
  }

  /** A byte of the current line; 0 past its end. */
  public byte at(int index) {
    return index < length ? line[index] : 0;
  }

  /** Index of the first {@code wanted} byte of the current line from {@code from}; -1 if none. */
  public int indexOf(char wanted, int from) {
    for (int i = from; i < length; i++) {
      if (line[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the current line has nothing but blanks and tabs. */
  public boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes up to {@code end} spell {@code word}, which is in lower-case ASCII. */
  public boolean startsIgnoringCase(String word, int end) {
    if (end != word.length() || end > length) {
      return false;
    }
    for (int i = 0; i < end; i++) {
      int c = line[i];
      if (c >= 'A' && c <= 'Z') {
        c += 'a' - 'A';
      }
      if (c != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a character could make a terminal show something other than what is there: control
   * characters, and invisible ones such as those that turn the direction of writing.
   */
  public static boolean isTreacherous(char c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }

  /** Whether a text has any {@linkplain #isTreacherous(char) treacherous} character. */
  public static boolean isTreacherous(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isTreacherous(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** The current line from {@code from} on, as UTF-8; what is not UTF-8 is replaced. */
  public String text(int from) {
    return from >= length ? "" : new String(line, from, length - from, StandardCharsets.UTF_8);
  }
}
