package dev.breakwater.advisory.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of a stream, each and all of them bounded. Not safe to share between threads. */
public final class BoundedLines {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final String where;
  private final int longestLine;
  private final long mostBytes;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long bytesRead;
  private long lineNumber;

  /**
   * @param where names the stream in messages
   * @param longestLine bytes in a line, without its end
   * @param mostBytes bytes in all
   */
  public BoundedLines(InputStream in, String where, int longestLine, long mostBytes) {
    this.in = in;
    this.where = where;
    this.longestLine = longestLine;
    this.mostBytes = mostBytes;
  }

  /**
   * The next line, without its {@code \n}; what is not UTF-8 is replaced.
   *
   * @return null at the end
   * @throws ArchiveException where a bound is passed
   */
  public @Nullable String next() throws IOException {
    byte[] held = null;
    while (true) {
      if (position == limit && !fill()) {
        return held == null ? null : text(held, 0, held.length);
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int heldLength = held == null ? 0 : held.length;
      if (heldLength + (end - position) > longestLine) {
        throw new ArchiveException(
            where + " has a line of more than " + longestLine + " bytes, line " + (lineNumber + 1));
      }
      if (end < limit) {
        String line =
            held == null
                ? text(buffer, position, end - position)
                : text(append(held, end), 0, heldLength + (end - position));
        position = end + 1;
        return line;
      }
      held = append(held == null ? new byte[0] : held, end);
      position = end;
    }
  }

  /** The number of the line that {@link #next()} returned last, from 1. */
  public long lineNumber() {
    return lineNumber;
  }

  private String text(byte[] bytes, int from, int length) {
    lineNumber++;
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  private byte[] append(byte[] held, int end) {
    byte[] longer = Arrays.copyOf(held, held.length + end - position);
    System.arraycopy(buffer, position, longer, held.length, end - position);
    return longer;
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    if (read <= 0) {
      return false;
    }
    bytesRead += read;
    if (bytesRead > mostBytes) {
      throw new ArchiveException(where + " unpacks to more than " + mostBytes + " bytes");
    }
    position = 0;
    limit = read;
    return true;
  }
}
