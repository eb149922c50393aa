package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Unpacks LZ4 frames, which apt keeps its lists in where it was told to keep them compressed. Its
 * checksums are skipped: what comes out is checked against a signed digest. Memory is bounded by
 * one block (4 MB) and the window. Not safe to share between threads.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">LZ4 frame format</a>
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">LZ4 block format</a>
 */
final class Lz4FrameInputStream extends InputStream {
  private static final int MAGIC = 0x184D2204;
  private static final int SKIPPABLE = 0x184D2A50;
  private static final int WINDOW = 64 << 10;

  private final InputStream in;
  private byte[] packed = new byte[0];

  /** The window of the last 64 KB, then the block that is being handed out. */
  private byte[] unpacked = new byte[0];

  private int largestBlock;
  private int start;
  private int end;
  private boolean inFrame;
  private boolean blockChecksums;
  private boolean contentChecksum;
  private boolean linked;
  private boolean atEnd;

  Lz4FrameInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (start == end) {
      if (atEnd || !nextBlock()) {
        atEnd = true;
        return -1;
      }
    }
    int count = Math.min(length, end - start);
    System.arraycopy(unpacked, start, target, offset, count);
    start += count;
    return count;
  }

  private boolean nextBlock() throws IOException {
    if (!inFrame && !readFrameHeader()) {
      return false;
    }
    int word = number();
    if (word == 0) {
      inFrame = false;
      if (contentChecksum) {
        number();
      }
      return true;
    }
    boolean stored = word < 0;
    int size = word & 0x7fffffff;
    if (size > largestBlock) {
      throw new ArchiveException("LZ4 block of " + size + " bytes in a frame of smaller blocks");
    }
    if (in.readNBytes(packed, 0, size) < size) {
      throw new EOFException("LZ4 block is cut short");
    }
    if (blockChecksums) {
      number();
    }
    int window = linked ? keepWindow() : 0;
    start = window;
    end = stored ? copyStored(window, size) : unpack(window, size);
    return true;
  }

  /** Moves the end of the last block to the front, where the next one may refer to it. */
  private int keepWindow() {
    int window = Math.min(WINDOW, end);
    System.arraycopy(unpacked, end - window, unpacked, 0, window);
    return window;
  }

  private int copyStored(int at, int size) {
    System.arraycopy(packed, 0, unpacked, at, size);
    return at + size;
  }

  private boolean readFrameHeader() throws IOException {
    int magic;
    while (true) {
      int first = in.read();
      if (first < 0) {
        return false;
      }
      magic = first | (octet() << 8) | (octet() << 16) | (octet() << 24);
      if ((magic & 0xfffffff0) != SKIPPABLE) {
        break;
      }
      in.skipNBytes(number() & 0xffffffffL);
    }
    if (magic != MAGIC) {
      throw new ArchiveException("not an LZ4 frame");
    }
    int flags = octet();
    int blocks = octet();
    if (flags >> 6 != 1) {
      throw new ArchiveException("LZ4 frame of an unknown version");
    }
    if ((flags & 1) != 0) {
      throw new ArchiveException("LZ4 frame that needs a dictionary");
    }
    linked = (flags & 0x20) == 0;
    blockChecksums = (flags & 0x10) != 0;
    contentChecksum = (flags & 0x04) != 0;
    int sizeCode = (blocks >> 4) & 7;
    if (sizeCode < 4) {
      throw new ArchiveException("LZ4 frame with an impossible block size");
    }
    in.skipNBytes(((flags & 0x08) != 0 ? 8 : 0) + 1);
    largestBlock = 1 << (8 + 2 * sizeCode);
    packed = new byte[largestBlock];
    unpacked = new byte[WINDOW + largestBlock];
    start = 0;
    end = 0;
    inFrame = true;
    return true;
  }

  private int unpack(int at, int size) throws ArchiveException {
    int limit = at + largestBlock;
    int source = 0;
    int target = at;
    while (source < size) {
      int token = packed[source++] & 0xff;
      int literals = token >> 4;
      if (literals == 15) {
        int more;
        do {
          more = packedOctet(source++, size);
          literals += more;
        } while (more == 255);
      }
      if (literals > size - source || literals > limit - target) {
        throw damaged();
      }
      System.arraycopy(packed, source, unpacked, target, literals);
      source += literals;
      target += literals;
      if (source == size) {
        return target;
      }
      int offset = packedOctet(source, size) | (packedOctet(source + 1, size) << 8);
      source += 2;
      int length = (token & 15) + 4;
      if ((token & 15) == 15) {
        int more;
        do {
          more = packedOctet(source++, size);
          length += more;
        } while (more == 255);
      }
      if (offset == 0 || offset > target || length > limit - target) {
        throw damaged();
      }
      // Byte by byte: a match may overlap what it is making.
      for (int i = 0; i < length; i++, target++) {
        unpacked[target] = unpacked[target - offset];
      }
    }
    throw damaged();
  }

  private int packedOctet(int at, int size) throws ArchiveException {
    if (at >= size) {
      throw damaged();
    }
    return packed[at] & 0xff;
  }

  private static ArchiveException damaged() {
    return new ArchiveException("damaged LZ4 block");
  }

  private int number() throws IOException {
    return octet() | (octet() << 8) | (octet() << 16) | (octet() << 24);
  }

  private int octet() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("LZ4 frame is cut short");
    }
    return octet;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
