package dev.breakwater.advisory.store;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The layout of a store file. All numbers are big-endian; every stretch of bytes that a reader uses
 * carries a CRC-32C of its own, which is checked each time it is used.
 *
 * <pre>
 * header     64 bytes: magic, version, kind, file length, place and CRC of the directory, CRC of
 *            all that follows the header, CRC of the header itself
 * records    advisories in the order in which they came: for each a chunk with what is said once,
 *            then one chunk for each package it names
 * blocks     of each table: sorted keys with shared prefixes left out, each with its payload, and a
 *            CRC
 * directory  provenance; for each table the place and first key of each block
 * </pre>
 *
 * Records come first because they are written as the feed is read; a kill in between leaves a file
 * without a header, which was never renamed into place. A reader reads the header and the directory
 * when it opens a file, and else only what it is asked for.
 */
final class StoreFormat {
  static final long MAGIC = 0x42524b57_53544f52L; // "BRKWSTOR"

  /** To be raised with every change that an older reader would misread. */
  static final int VERSION = 3;

  static final int HEADER_LENGTH = 64;

  /** Longest key of a table, in bytes of UTF-8. */
  static final int MAX_KEY = 2048;

  /** Offsets are ints, and one mapping holds no more. */
  static final long MAX_FILE = Integer.MAX_VALUE;

  /** What a file holds. */
  enum Kind {
    ADVISORIES(1),
    KEV(2),
    EPSS(3),
    ARTIFACTS(4);

    final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  private static final int HEADER_CRC_AT = 60;

  /** The fixed part at the start of a file. */
  record Header(
      int kind, long length, int directoryOffset, int directoryLength, int directoryCrc, int crc) {

    byte[] encode() {
      ByteBuffer out = ByteBuffer.allocate(HEADER_LENGTH);
      out.putLong(MAGIC).putInt(VERSION).putInt(kind).putLong(length);
      out.putInt(directoryOffset).putInt(directoryLength).putInt(directoryCrc).putInt(crc);
      out.putInt(HEADER_CRC_AT, crcOf(out.array(), 0, HEADER_CRC_AT));
      return out.array();
    }

    static Header decode(byte[] bytes, long fileLength) throws DamagedException {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (bytes.length < HEADER_LENGTH || in.getLong() != MAGIC) {
        throw new DamagedException("it is no store file");
      }
      int version = in.getInt();
      if (version != VERSION) {
        throw new OtherFormatException(version);
      }
      if (in.getInt(HEADER_CRC_AT) != crcOf(bytes, 0, HEADER_CRC_AT)) {
        throw new DamagedException("the checksum of its header is wrong");
      }
      Header header =
          new Header(in.getInt(), in.getLong(), in.getInt(), in.getInt(), in.getInt(), in.getInt());
      if (header.length != fileLength) {
        throw new DamagedException(
            "it is " + fileLength + " bytes long and should be " + header.length);
      }
      if (header.directoryOffset < HEADER_LENGTH
          || header.directoryLength < 0
          || (long) header.directoryOffset + header.directoryLength != header.length) {
        throw new DamagedException("its directory lies outside of the file");
      }
      return header;
    }
  }

  static int crcOf(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private StoreFormat() {}
}
