package dev.breakwater.inventory.rpm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A hash database of Berkeley DB, {@code Packages}, which rpm used up to version 4.15: buckets of
 * pages that hold keys and values in turn, long values in chains of pages of their own. A key is
 * the number of a package, and the value its header; key 0 holds the number that was given last.
 *
 * <pre>
 *   first page, from byte 12: magic (4)  version (4)  page size (4)  cipher (1)  type (1)  …
 *     from byte 32: last page (4);  from byte 72: last bucket (4);  from byte 96: 32 × spares (4)
 *   page, from byte 8: its number (4)  previous (4)  next (4)  items (2)  used bytes (2)  level (1)
 *     type (1)
 *   bucket page: offsets of items (2 each); an item ends where the one before it starts
 *   item: 1, bytes;  or 3, 0 0 0, first page (4), length (4)
 * </pre>
 *
 * <p>All numbers have the byte order of the machine that made the file. A damaged bucket becomes a
 * problem, and the others are read.
 *
 * @see <a
 *     href="https://github.com/rpm-software-management/rpm/blob/rpm-4.18.x/lib/backend/bdb_ro.c">bdb_ro.c</a>
 */
final class BerkeleyDatabase {
  private static final int MAGIC = 0x061561;
  private static final int OLDEST = 8;
  private static final int NEWEST = 10;
  private static final int MIN_PAGE = 512;
  private static final int MAX_PAGE = 64 << 10;
  private static final int META = 512;
  private static final int SPARES = 96;
  private static final int SPARE_COUNT = 32;

  private static final int PAGE_HEAD = 26;
  private static final int UNSORTED_BUCKET = 2;
  private static final int BUCKET = 13;
  private static final int OVERFLOW = 7;
  private static final int META_PAGE = 8;

  private static final int SHORT_ITEM = 1;
  private static final int LONG_ITEM = 3;
  private static final int LONG_ITEM_BYTES = 12;
  private static final int KEY_BYTES = 4;

  /** Times the length of the file. */
  private static final int MAX_RESERVED = 16;

  private final DatabaseFile file;
  private final RpmPackages packages;
  private final ByteBuffer meta;
  private final byte[] pageBytes;
  private final ByteBuffer page;
  private final byte[] overflowBytes;
  private final ByteBuffer overflow;
  private final long pages;

  /** A sound file has each page in one chain only. */
  private long pagesLeft;

  /** Bytes that may yet be reserved for values; a damaged length or two must not use them up. */
  private long bytesLeft;

  private BerkeleyDatabase(DatabaseFile file, RpmPackages packages, ByteBuffer meta, int pageSize) {
    this.file = file;
    this.packages = packages;
    this.meta = meta;
    this.pageBytes = new byte[pageSize];
    this.page = ByteBuffer.wrap(pageBytes).order(meta.order());
    this.overflowBytes = new byte[pageSize];
    this.overflow = ByteBuffer.wrap(overflowBytes).order(meta.order());
    this.pages = file.size() / pageSize;
    this.pagesLeft = pages;
    this.bytesLeft = MAX_RESERVED * file.size();
  }

  /**
   * Reads all headers.
   *
   * @throws IOException where the file is something else, or encrypted
   */
  static void read(DatabaseFile file, RpmPackages into) throws IOException {
    byte[] bytes = new byte[META];
    file.read(0, bytes, META);
    ByteBuffer meta = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (meta.getInt(12) != MAGIC) {
      meta.order(ByteOrder.BIG_ENDIAN);
    }
    int version = meta.getInt(16);
    int pageSize = meta.getInt(20);
    if (meta.getInt(12) != MAGIC
        || meta.get(25) != META_PAGE
        || version < OLDEST
        || version > NEWEST
        || meta.get(24) != 0) {
      throw new IOException(
          "it is no plain hash database of Berkeley DB, or of a version that is not known; its"
              + " packages are not in the inventory");
    }
    if (pageSize < MIN_PAGE || pageSize > MAX_PAGE || Integer.bitCount(pageSize) != 1) {
      throw new IOException(
          "it is damaged: pages of "
              + Integer.toUnsignedString(pageSize)
              + " bytes do not exist in Berkeley DB; its packages are not in the inventory");
    }
    new BerkeleyDatabase(file, into, meta, pageSize).readBuckets();
  }

  private void readBuckets() {
    long said = Integer.toUnsignedLong(meta.getInt(32)) + 1;
    if (said > pages) {
      packages.complain("the file is cut off: it has " + pages + " of " + said + " pages");
    }
    long buckets = Integer.toUnsignedLong(meta.getInt(72)) + 1;
    if (buckets > pages) {
      packages.complain(
          "it cannot have " + buckets + " buckets in " + pages + " pages; the rest is left out");
      buckets = pages;
    }
    for (int bucket = 0; bucket < buckets; bucket++) {
      try {
        if (!readBucket(bucket)) {
          return;
        }
      } catch (IOException e) {
        packages.complain("bucket " + bucket + " of the database is damaged: " + e.getMessage());
      }
    }
  }

  private boolean readBucket(int bucket) throws IOException {
    long number = firstPage(bucket);
    do {
      readPage(number, pageBytes, page);
      byte type = page.get(25);
      if (type != BUCKET && type != UNSORTED_BUCKET) {
        throw new IOException("page " + number + " is of type " + type);
      }
      int items = page.getChar(20);
      for (int item = 0; item + 1 < items; item += 2) {
        if (!readPair(item)) {
          return false;
        }
      }
      number = Integer.toUnsignedLong(page.getInt(16));
    } while (number != 0);
    return true;
  }

  /** Buckets of one doubling of the table lie together, each doubling moved on by a spare. */
  private long firstPage(int bucket) throws IOException {
    int doubling = Integer.SIZE - Integer.numberOfLeadingZeros(bucket);
    if (doubling >= SPARE_COUNT) {
      throw new IOException("its number is too large");
    }
    return bucket + Integer.toUnsignedLong(meta.getInt(SPARES + 4 * doubling));
  }

  private void readPage(long number, byte[] into, ByteBuffer view) throws IOException {
    if (--pagesLeft < 0) {
      throw new IOException("pages are used twice");
    }
    if (number == 0 || number >= pages) {
      throw new IOException("page " + number + " does not exist");
    }
    file.read(number * into.length, into, into.length);
    if (view.getInt(8) != (int) number) {
      throw new IOException("page " + number + " is not there");
    }
  }

  private boolean readPair(int item) throws IOException {
    int keyStart = start(item);
    int valueStart = start(item + 1);
    int keyEnd = item == 0 ? page.capacity() : start(item - 1);
    if (keyEnd <= keyStart || keyStart <= valueStart) {
      throw new IOException("items overlap");
    }
    if (isCounter(keyStart, keyEnd)) {
      return true;
    }
    byte type = page.get(valueStart);
    if (type == SHORT_ITEM) {
      byte[] header = new byte[keyStart - valueStart - 1];
      page.get(valueStart + 1, header);
      return packages.addHeader(header);
    }
    if (type != LONG_ITEM || keyStart - valueStart != LONG_ITEM_BYTES) {
      throw new IOException("an item is of type " + type);
    }
    return addLongItem(
        Integer.toUnsignedLong(page.getInt(valueStart + 4)),
        Integer.toUnsignedLong(page.getInt(valueStart + 8)));
  }

  private int start(int item) throws IOException {
    int at = PAGE_HEAD + 2 * item;
    if (at + 2 > page.capacity()) {
      throw new IOException("it has more items than fit");
    }
    int start = page.getChar(at);
    if (start <= at || start >= page.capacity()) {
      throw new IOException("an item lies outside its page");
    }
    return start;
  }

  private boolean isCounter(int start, int end) {
    return end - start == 1 + KEY_BYTES
        && page.get(start) == SHORT_ITEM
        && page.getInt(start + 1) == 0;
  }

  private boolean addLongItem(long first, long length) {
    byte[] header;
    try {
      header = readChain(first, length);
    } catch (IOException e) {
      return packages.addDamaged(
          "a header that starts on page " + first + " is damaged: " + e.getMessage());
    }
    return packages.addHeader(header);
  }

  private byte[] readChain(long first, long length) throws IOException {
    if (length > Math.min(RpmHeader.MAX_BYTES, file.size())) {
      throw new IOException("no header has " + length + " bytes");
    }
    bytesLeft -= length;
    if (bytesLeft < 0) {
      throw new IOException("headers are longer than the file has room for");
    }
    byte[] value = new byte[(int) length];
    int done = 0;
    for (long number = first; done < value.length; ) {
      readPage(number, overflowBytes, overflow);
      int used = overflow.getChar(22);
      if (overflow.get(25) != OVERFLOW
          || used == 0
          || used > overflow.capacity() - PAGE_HEAD
          || used > value.length - done) {
        throw new IOException("page " + number + " is no part of one");
      }
      overflow.get(PAGE_HEAD, value, done, used);
      done += used;
      number = Integer.toUnsignedLong(overflow.getInt(16));
    }
    return value;
  }
}
