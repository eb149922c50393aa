package dev.breakwater.advisory.store;

import java.nio.ByteBuffer;

/**
 * A mapped file as stretches of bytes with a checksum. Each is copied out before it is looked at:
 * on a cold start, while code is interpreted, an array is read much faster than a buffer.
 */
final class Chunks {
  /** Length and CRC before each record chunk. */
  static final int PREFIX = 8;

  private final ByteBuffer file;

  Chunks(ByteBuffer file) {
    this.file = file;
  }

  /** The chunk at {@code offset}, whose length is written before it. */
  byte[] read(int offset) throws DamagedException {
    return read(offset, lengthAt(offset));
  }

  /** The chunk at {@code offset}, which should be {@code length} bytes long. */
  byte[] read(int offset, int length) throws DamagedException {
    if (length != lengthAt(offset)) {
      throw new DamagedException("the block at byte " + offset + " has another length");
    }
    if (length < 0 || length > file.limit() - offset - PREFIX) {
      throw new DamagedException("the block at byte " + offset + " runs over the file's end");
    }
    byte[] bytes = new byte[length];
    try {
      file.get(offset + PREFIX, bytes);
      if (StoreFormat.crcOf(bytes, 0, length) != file.getInt(offset + 4)) {
        throw new DamagedException("the checksum of the block at byte " + offset + " is wrong");
      }
    } catch (InternalError truncatedWhileMapped) {
      throw new DamagedException("it cannot be read at byte " + offset);
    }
    return bytes;
  }

  private int lengthAt(int offset) throws DamagedException {
    if (offset < StoreFormat.HEADER_LENGTH || offset > file.limit() - PREFIX) {
      throw new DamagedException("a block lies outside of the file");
    }
    try {
      return file.getInt(offset);
    } catch (InternalError truncatedWhileMapped) {
      throw new DamagedException("it cannot be read at byte " + offset);
    }
  }
}
