package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.store.ArtifactWriter;
import dev.breakwater.core.BreakwaterException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

/**
 * Reads an index of published Java artifacts: lines of a SHA-1 in hexadecimal digits, a tab and
 * {@code group:artifact:version}, sorted by the SHA-1; packed with gzip or not. Lines that begin
 * with {@code #} are comments.
 */
final class ArtifactIndexReader {
  private static final int MAX_ROWS = 50_000_000;
  private static final int DIGITS = 40;

  private ArtifactIndexReader() {}

  /**
   * Reads it into a store.
   *
   * @return how many lines it has, broken ones included
   * @throws IOException where it breaks a bound or is not sorted; the message is for people
   */
  static int read(InputStream source, ArtifactWriter writer, Problems problems)
      throws IOException, BreakwaterException {
    Lines lines = new Lines(source);
    int rows = 0;
    for (String text = lines.next(); text != null; text = lines.next()) {
      if (text.isEmpty() || text.charAt(0) == '#') {
        continue;
      }
      if (++rows > MAX_ROWS) {
        throw new IOException("it has more than " + MAX_ROWS + " lines");
      }
      if (!isRow(text)) {
        problems.broken("line " + rows, "it is no SHA-1, tab and group:artifact:version");
        continue;
      }
      try {
        byte[] sha1 = HexFormat.of().parseHex(text, 0, DIGITS);
        writer.add(sha1, text.substring(DIGITS + 1));
      } catch (IllegalArgumentException e) {
        throw new IOException("line " + rows + ": " + e.getMessage(), e);
      }
    }
    return rows;
  }

  private static boolean isRow(String text) {
    if (text.length() < DIGITS + 6 || text.charAt(DIGITS) != '\t') {
      return false;
    }
    for (int i = 0; i < DIGITS; i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    int colons = 0;
    int part = 0;
    for (int i = DIGITS + 1; i <= text.length(); i++) {
      char c = i == text.length() ? ':' : text.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
      if (c == ':') {
        if (part == 0) {
          return false;
        }
        colons++;
        part = 0;
      } else {
        part++;
      }
    }
    return colons == 3;
  }
}
