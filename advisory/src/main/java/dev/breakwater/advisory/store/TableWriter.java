package dev.breakwater.advisory.store;

import java.io.IOException;
import java.util.Arrays;

/**
 * Writes a sorted table: keys must come in ascending order of their bytes. A block holds keys with
 * the prefix they share with the one before left out; the directory keeps each block's first key.
 */
final class TableWriter {
  private final PendingFile file;
  private final int blockSize;
  private final ByteSink block = new ByteSink();
  private final ByteSink places = new ByteSink();
  private final ByteSink fences = new ByteSink();
  private byte[] previous = {};
  private int blocks;

  TableWriter(PendingFile file, int blockSize) {
    this.file = file;
    this.blockSize = blockSize;
  }

  void add(byte[] key, ByteSink payload) throws IOException {
    int shared = 0;
    if (block.length() == 0) {
      places.fixedInt(fences.length());
      fences.raw(key, 0, key.length);
    } else {
      shared = Math.max(0, Arrays.mismatch(previous, key));
    }
    block.count(shared);
    block.count(key.length - shared);
    block.raw(key, shared, key.length - shared);
    block.count(payload.length());
    block.raw(payload.array(), 0, payload.length());
    previous = key;
    if (block.length() >= blockSize) {
      endBlock();
    }
  }

  /** Ends the last block and describes the table in the directory. */
  void finish(ByteSink directory) throws IOException {
    if (block.length() > 0) {
      endBlock();
    }
    directory.count(blocks);
    directory.count(fences.length());
    directory.raw(places.array(), 0, places.length());
    directory.raw(fences.array(), 0, fences.length());
  }

  private void endBlock() throws IOException {
    places.fixedInt((int) file.position());
    places.fixedInt(block.length());
    file.chunk(block);
    block.clear();
    blocks++;
  }
}
