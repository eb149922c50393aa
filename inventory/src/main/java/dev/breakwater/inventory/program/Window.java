package dev.breakwater.inventory.program;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream's bytes in windows that overlap, so that what is searched for lies in one of them whole.
 * For one thread.
 */
final class Window {
  /** What is searched for is no longer, in bytes. */
  static final int OVERLAP = 256;

  private static final int BYTES = 128 * 1024;

  private final InputStream in;
  private final byte[] bytes = new byte[BYTES];
  private long left;
  private int length;
  private boolean ended;

  /**
   * @param limit how many bytes are read at most
   */
  Window(InputStream in, long limit) {
    this.in = in;
    this.left = limit;
  }

  /**
   * Goes on to the next window.
   *
   * @return false at the end
   */
  boolean next() throws IOException {
    if (ended) {
      return false;
    }
    int kept = Math.min(OVERLAP, length);
    System.arraycopy(bytes, length - kept, bytes, 0, kept);
    int wanted = (int) Math.min(BYTES - kept, left);
    int read = in.readNBytes(bytes, kept, wanted);
    left -= read;
    length = kept + read;
    ended = read < BYTES - kept;
    return read > 0;
  }

  byte[] bytes() {
    return bytes;
  }

  /** How many of the bytes count. */
  int length() {
    return length;
  }

  /** Where things may start that this window is to find; later ones are the next window's. */
  int limit() {
    return ended ? length : length - OVERLAP;
  }
}
