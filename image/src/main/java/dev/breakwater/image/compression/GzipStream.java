package dev.breakwater.image.compression;

import dev.breakwater.core.io.BulkInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/**
 * Reads gzip files of any number of members and verifies each member's checksum and length.
 *
 * <p>What follows the last member and is not another is read and left out, as {@code gzip} does:
 * some builders pad, and the digest of the content tells whether anything is missing.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>
 */
final class GzipStream extends BulkInputStream {
  private static final int BUFFER = 64 * 1024;

  /** Kept before the buffer, because a decoder may give back a few bytes of what it had before. */
  private static final int CARRY = 8;

  /** Longest header: names and comments have no bound in the format. */
  private static final int MAX_HEADER = 128 * 1024;

  private final InputStream in;
  private final DeflateDecoder decoder;
  private final byte[] buffer = new byte[CARRY + BUFFER];
  private final CRC32 crc = new CRC32();
  private int at = CARRY;
  private int limit = CARRY;
  private long length;
  private boolean inMember;
  private boolean membersSeen;
  private boolean ended;
  private boolean closed;

  GzipStream(InputStream in, DeflateDecoder decoder) {
    this.in = in;
    this.decoder = decoder;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    while (!ended) {
      if (!inMember && !startMember()) {
        ended = true;
        break;
      }
      int written = decoder.decode(target, offset, count);
      if (written > 0) {
        crc.update(target, offset, written);
        length += written;
        return written;
      }
      if (decoder.finished()) {
        finishMember();
      } else if (!refill()) {
        throw truncated();
      } else {
        decoder.input(buffer, at, limit - at);
      }
    }
    return -1;
  }

  private boolean startMember() throws IOException {
    boolean first = length == 0 && !membersSeen;
    if (at == limit && !refill()) {
      if (first) {
        throw truncated();
      }
      return false;
    }
    int magic = next();
    if (magic != 0x1f || peek() != 0x8b) {
      if (first) {
        throw new IOException("it is not gzip data");
      }
      drain();
      return false;
    }
    next();
    readHeader();
    membersSeen = true;
    inMember = true;
    crc.reset();
    length = 0;
    decoder.reset();
    decoder.input(buffer, at, limit - at);
    return true;
  }

  private void readHeader() throws IOException {
    if (next() != 8) {
      throw new IOException("the gzip data is compressed by an unknown method");
    }
    int flags = next();
    for (int i = 0; i < 6; i++) {
      next();
    }
    if ((flags & 4) != 0) {
      int extra = next() | (next() << 8);
      for (int i = 0; i < extra; i++) {
        next();
      }
    }
    if ((flags & 8) != 0) {
      skipText();
    }
    if ((flags & 16) != 0) {
      skipText();
    }
    if ((flags & 2) != 0) {
      next();
      next();
    }
  }

  private void skipText() throws IOException {
    for (int i = 0; i < MAX_HEADER; i++) {
      if (next() == 0) {
        return;
      }
    }
    throw new IOException("the gzip header is longer than " + MAX_HEADER + " bytes");
  }

  private void finishMember() throws IOException {
    at = limit - decoder.unused();
    long wantedCrc = nextInt();
    long wantedLength = nextInt();
    if (wantedCrc != crc.getValue() || wantedLength != (length & 0xffffffffL)) {
      throw new IOException("the gzip checksum is wrong: the data is damaged");
    }
    inMember = false;
  }

  private long nextInt() throws IOException {
    return next() | (next() << 8) | (next() << 16) | ((long) next() << 24);
  }

  private int peek() throws IOException {
    return at < limit || refill() ? buffer[at] & 0xff : -1;
  }

  private int next() throws IOException {
    if (at == limit && !refill()) {
      throw truncated();
    }
    return buffer[at++] & 0xff;
  }

  private boolean refill() throws IOException {
    System.arraycopy(buffer, limit - CARRY, buffer, 0, CARRY);
    at = CARRY;
    limit = CARRY;
    int count = in.read(buffer, CARRY, BUFFER);
    if (count <= 0) {
      return false;
    }
    limit = CARRY + count;
    return true;
  }

  /** Reads the rest, so that whoever counts or hashes the blob sees all of it. */
  private void drain() throws IOException {
    while (refill()) {
      at = limit;
    }
  }

  private static EOFException truncated() {
    return new EOFException("the compressed data ends too early: it is truncated");
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      decoder.close();
      in.close();
    }
  }
}
