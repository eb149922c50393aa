package dev.breakwater.inventory.detection;

import dev.breakwater.image.FileContent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file's bytes, and an error instead of more of them than a detector is willing to read. */
public final class BoundedContent extends FilterInputStream {
  private final long limit;
  private long left;

  private BoundedContent(InputStream in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
  }

  /**
   * Opens a file.
   *
   * @param limit bytes that may be read
   * @throws IOException at once where the file says that it is longer; or later, where it turns out
   *     to be
   */
  public static InputStream open(FileContent content, long limit) throws IOException {
    if (content.size() > limit) {
      throw tooLong(limit);
    }
    return new BoundedContent(content.open(), limit);
  }

  private static IOException tooLong(long limit) {
    return new IOException(
        "the file is longer than "
            + limit
            + " bytes, more than any real one; it was left out of the inventory");
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      count(1);
    }
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(Math.min(count, left + 1));
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long read) throws IOException {
    left -= read;
    if (left < 0) {
      throw tooLong(limit);
    }
  }
}
