package dev.breakwater.advisory.mirror;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses to hand out more than so many bytes; what unpacks without end comes to an end here. */
public final class BoundedInputStream extends FilterInputStream {
  private final String where;
  private final long most;
  private long count;

  public BoundedInputStream(InputStream in, String where, long most) {
    super(in);
    this.where = where;
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    if (octet >= 0) {
      count(1);
    }
    return octet;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = super.skip(wanted);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) throws ArchiveException {
    count += bytes;
    if (count > most) {
      throw new ArchiveException(where + " unpacks to more than " + most + " bytes");
    }
  }
}
