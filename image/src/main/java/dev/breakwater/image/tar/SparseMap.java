package dev.breakwater.image.tar;

import java.util.Arrays;

/** Which parts of a sparse file the archive holds; what lies between them is zero. */
final class SparseMap {
  /** Go refuses more too; a hostile archive could otherwise make us hold gigabytes of map. */
  static final int MAX_PARTS = 1 << 20;

  private long[] offsets = new long[4];
  private long[] lengths = new long[4];
  private int parts;

  void add(long offset, long length) throws TarException {
    if (parts == MAX_PARTS) {
      throw new TarException("a sparse file has more than " + MAX_PARTS + " parts");
    }
    if (parts == offsets.length) {
      offsets = Arrays.copyOf(offsets, parts * 2);
      lengths = Arrays.copyOf(lengths, parts * 2);
    }
    offsets[parts] = offset;
    lengths[parts] = length;
    parts++;
  }

  int parts() {
    return parts;
  }

  long offset(int part) {
    return offsets[part];
  }

  long length(int part) {
    return lengths[part];
  }

  /**
   * Checks that the parts are in order, do not overlap, lie in the file and are as long together as
   * what the archive stores.
   */
  void check(long size, long stored) throws TarException {
    long end = 0;
    long total = 0;
    for (int i = 0; i < parts; i++) {
      if (offsets[i] < end || lengths[i] < 0 || lengths[i] > size - offsets[i]) {
        throw new TarException("a sparse file's parts overlap or lie outside of it");
      }
      end = offsets[i] + lengths[i];
      total += lengths[i];
    }
    if (size < 0 || total > stored) {
      throw new TarException("a sparse file's parts are longer than what is stored of it");
    }
  }
}
