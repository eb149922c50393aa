package dev.breakwater.core.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A filter that sees every byte: it is read many bytes at a time, and skips none, so that whoever
 * wants to skip reads instead.
 */
public abstract class BulkFilterStream extends FilterInputStream {
  /** Filters a stream, which is closed with this one. */
  protected BulkFilterStream(InputStream in) {
    super(in);
  }

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] target, int offset, int length) throws IOException;

  @Override
  public long skip(long count) throws IOException {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
