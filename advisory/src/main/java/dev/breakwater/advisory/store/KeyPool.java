package dev.breakwater.advisory.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The index of a file that is being written: keys with the places they stand for, packed into pages
 * of bytes, because millions of {@code String} objects and map nodes would take several times the
 * memory. An entry is addressed by an int, page and offset in one.
 */
final class KeyPool {
  private static final int PAGE_BITS = 16;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int OVERHEAD = 2 + 2 + 4 + 4;

  private final List<byte[]> pages = new ArrayList<>();
  private int used = PAGE;
  private int[] entries = new int[1024];
  private int size;

  int size() {
    return size;
  }

  /**
   * Adds an entry.
   *
   * @param key what is looked up, at most {@link StoreFormat#MAX_KEY} bytes
   * @param rank orders the entries of one key, at most as long
   */
  void add(byte[] key, byte[] rank, int first, int second) {
    int length = OVERHEAD + key.length + rank.length;
    if (used + length > PAGE) {
      pages.add(new byte[PAGE]);
      used = 0;
    }
    byte[] page = pages.getLast();
    int at = used;
    putShort(page, at, key.length);
    putShort(page, at + 2, rank.length);
    putInt(page, at + 4, first);
    putInt(page, at + 8, second);
    System.arraycopy(key, 0, page, at + OVERHEAD, key.length);
    System.arraycopy(rank, 0, page, at + OVERHEAD + key.length, rank.length);
    used += length;
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, size * 2);
    }
    entries[size++] = (pages.size() - 1) << PAGE_BITS | at;
  }

  /** The entry on which the walk stands. */
  interface Walk {
    /** Starts a key; its bytes are valid during the call. */
    void key(byte[] page, int offset, int length);

    /** One entry of the key. */
    void entry(int first, int second);

    /** All entries of the key have been given. */
    void endOfKey() throws java.io.IOException;
  }

  /** Sorts all entries by key and rank, those with the same in the order they came in. */
  void walkSorted(Walk walk) throws java.io.IOException {
    int[] sorted = Arrays.copyOf(entries, size);
    sort(sorted, Arrays.copyOf(sorted, size), 0, size);
    int previous = -1;
    for (int i = 0; i < size; i++) {
      int address = sorted[i];
      byte[] page = pages.get(address >>> PAGE_BITS);
      int at = address & (PAGE - 1);
      if (i == 0 || compareKeys(previous, address) != 0) {
        if (i > 0) {
          walk.endOfKey();
        }
        walk.key(page, at + OVERHEAD, shortAt(page, at));
      }
      walk.entry(ByteSource.intAt(page, at + 4), ByteSource.intAt(page, at + 8));
      previous = address;
    }
    if (size > 0) {
      walk.endOfKey();
    }
  }

  /** Merge sort of {@code into[from, to)}; {@code scratch} holds the same values. */
  private void sort(int[] into, int[] scratch, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(scratch, into, from, middle);
    sort(scratch, into, middle, to);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      if (right >= to || (left < middle && compare(scratch[left], scratch[right]) <= 0)) {
        into[i] = scratch[left++];
      } else {
        into[i] = scratch[right++];
      }
    }
  }

  private int compare(int left, int right) {
    int byKey = compareKeys(left, right);
    if (byKey != 0) {
      return byKey;
    }
    byte[] leftPage = pages.get(left >>> PAGE_BITS);
    byte[] rightPage = pages.get(right >>> PAGE_BITS);
    int leftAt = left & (PAGE - 1);
    int rightAt = right & (PAGE - 1);
    int leftRank = leftAt + OVERHEAD + shortAt(leftPage, leftAt);
    int rightRank = rightAt + OVERHEAD + shortAt(rightPage, rightAt);
    return Arrays.compareUnsigned(
        leftPage,
        leftRank,
        leftRank + shortAt(leftPage, leftAt + 2),
        rightPage,
        rightRank,
        rightRank + shortAt(rightPage, rightAt + 2));
  }

  private int compareKeys(int left, int right) {
    byte[] leftPage = pages.get(left >>> PAGE_BITS);
    byte[] rightPage = pages.get(right >>> PAGE_BITS);
    int leftAt = left & (PAGE - 1);
    int rightAt = right & (PAGE - 1);
    return Arrays.compareUnsigned(
        leftPage,
        leftAt + OVERHEAD,
        leftAt + OVERHEAD + shortAt(leftPage, leftAt),
        rightPage,
        rightAt + OVERHEAD,
        rightAt + OVERHEAD + shortAt(rightPage, rightAt));
  }

  private static void putShort(byte[] page, int at, int value) {
    page[at] = (byte) (value >>> 8);
    page[at + 1] = (byte) value;
  }

  private static int shortAt(byte[] page, int at) {
    return (page[at] & 0xff) << 8 | (page[at + 1] & 0xff);
  }

  private static void putInt(byte[] page, int at, int value) {
    page[at] = (byte) (value >>> 24);
    page[at + 1] = (byte) (value >>> 16);
    page[at + 2] = (byte) (value >>> 8);
    page[at + 3] = (byte) value;
  }
}
