package dev.breakwater.advisory.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds a key in a table that {@link TableWriter} wrote. */
final class Table {
  private static final int PLACE = 12;

  private final Chunks chunks;
  private final byte[] directory;
  private final int places;
  private final int fences;
  private final int fencesEnd;
  private final int blocks;

  /** Reads the table's description, and leaves {@code source} after it. */
  Table(Chunks chunks, byte[] directory, ByteSource source) throws DamagedException {
    this.chunks = chunks;
    this.directory = directory;
    this.blocks = source.count();
    int fenceBytes = source.count();
    if (blocks > source.remaining() / PLACE) {
      throw new DamagedException("its directory is too short");
    }
    this.places = source.skip(blocks * PLACE);
    this.fences = source.skip(fenceBytes);
    this.fencesEnd = fences + fenceBytes;
  }

  /** The payload of a key; null where the table does not have it. */
  @Nullable ByteSource find(byte[] key) throws DamagedException {
    int block = blockOf(key);
    if (block < 0) {
      return null;
    }
    int place = places + block * PLACE;
    byte[] content =
        chunks.read(ByteSource.intAt(directory, place + 4), ByteSource.intAt(directory, place + 8));
    return findIn(content, key);
  }

  /** The last block whose first key is not above {@code key}; -1 where there is none. */
  private int blockOf(byte[] key) throws DamagedException {
    int low = 0;
    int high = blocks - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int start = fenceStart(middle);
      int end = middle + 1 < blocks ? fenceStart(middle + 1) : fencesEnd;
      if (start > end) {
        throw new DamagedException("its directory is not in order");
      }
      if (Arrays.compareUnsigned(directory, start, end, key, 0, key.length) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private int fenceStart(int block) throws DamagedException {
    int offset = ByteSource.intAt(directory, places + block * PLACE);
    if (offset < 0 || offset > fencesEnd - fences) {
      throw new DamagedException("its directory points outside of itself");
    }
    return fences + offset;
  }

  /**
   * Walks the keys of a block without building them: {@code matched} bytes of the wanted key equal
   * the key before, which is below it. Where the next key shares more with the one before than
   * that, it differs from the wanted key in the same place; where it shares less, it is above it.
   */
  private static @Nullable ByteSource findIn(byte[] block, byte[] key) throws DamagedException {
    ByteSource source = new ByteSource(block, 0, block.length);
    int matched = 0;
    while (source.remaining() > 0) {
      int shared = source.count();
      int length = source.count();
      int start = source.skip(length);
      int payload = source.count();
      int payloadStart = source.skip(payload);
      if (shared < matched) {
        return null;
      }
      if (shared > matched) {
        continue;
      }
      int wanted = key.length - matched;
      int mismatch = Arrays.mismatch(block, start, start + length, key, matched, matched + wanted);
      if (mismatch < 0) {
        return new ByteSource(block, payloadStart, payloadStart + payload);
      }
      if (mismatch == wanted) {
        return null; // the wanted key is a prefix of this one, so this one is above it
      }
      if (mismatch < length
          && (block[start + mismatch] & 0xff) > (key[matched + mismatch] & 0xff)) {
        return null;
      }
      matched += mismatch;
    }
    return null;
  }
}
