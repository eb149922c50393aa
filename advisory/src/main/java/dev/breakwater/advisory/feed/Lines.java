package dev.breakwater.advisory.feed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a table, packed with gzip or not. */
final class Lines {
  private static final int MAX_LINE = 1000;

  private final InputStream in;
  private final byte[] line = new byte[MAX_LINE];

  Lines(InputStream source) throws IOException {
    BufferedInputStream head = new BufferedInputStream(source, 1 << 16);
    head.mark(2);
    boolean gzip = head.read() == 0x1f && head.read() == 0x8b;
    head.reset();
    this.in = gzip ? new BufferedInputStream(new GZIPInputStream(head, 1 << 16), 1 << 16) : head;
  }

  /**
   * The next line without the blanks around it; null after the last.
   *
   * @throws IOException where it is longer than {@value #MAX_LINE} bytes, or cannot be unpacked
   */
  @Nullable String next() throws IOException {
    int length = 0;
    int b = in.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (length == line.length) {
        throw new IOException("a line is longer than " + MAX_LINE + " bytes");
      }
      line[length++] = (byte) b;
    }
    return new String(line, 0, length, StandardCharsets.UTF_8).strip();
  }
}
