package dev.breakwater.image.containerd;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A database of bbolt, read while its owner may write to it. Used by one thread.
 *
 * <p>The owner's lock is left alone: it holds it for as long as it runs. A transaction never writes
 * over pages of the state before it, but over those of the state before that. So what was read
 * belongs together as long as the newest state is still the one that reading began with; {@link
 * #hasChanged} tells, and the caller reads once more.
 *
 * <p>A database is a tree of pages. Keys of a bucket are in order; a value may itself be a bucket,
 * with a tree of its own or, while it is small, with its only page inside the value. Nothing that a
 * page says is believed: every offset is checked, and so are the depth and the number of pages.
 *
 * @see <a href="https://github.com/etcd-io/bbolt">bbolt, "Caveats &amp; Limitations" and the file
 *     format in its sources</a>
 */
final class BoltFile implements Closeable {
  private static final int MAGIC = 0xED0CDAED;
  private static final int VERSION = 2;
  private static final int PAGE_HEADER = 16;
  private static final int ELEMENT = 16;
  private static final int BUCKET = 16;
  private static final int META_BYTES = 64;
  private static final int CHECKSUM_AT = 56;

  private static final int BRANCH = 1;
  private static final int LEAF = 2;
  private static final int VALUE_IS_BUCKET = 1;

  private static final int MIN_PAGE = 512;
  private static final int MAX_PAGE = 64 * 1024;
  private static final int MAX_PAGE_BYTES = 16 << 20;
  private static final int MAX_DEPTH = 32;
  private static final int MAX_PAGES = 200_000;

  /** Entries may overlap, so that a small page could be read for ever. */
  private static final long MAX_ENTRY_BYTES = 1L << 30;

  private final FileChannel file;
  private final Meta meta;
  private int pagesRead;
  private long entryBytes;

  private BoltFile(FileChannel file, Meta meta) {
    this.file = file;
    this.meta = meta;
  }

  /** Which state of the database is the newest. */
  private record Meta(int pageSize, long root, long pages, long transaction) {}

  /**
   * Opens a database at its newest state.
   *
   * @throws IOException where it is none; the message is for people
   */
  static BoltFile open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return new BoltFile(file, newest(file));
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** Whether a newer state has been written, so that what was read may be of several. */
  boolean hasChanged() throws IOException {
    return newest(file).transaction() != meta.transaction();
  }

  private static Meta newest(FileChannel file) throws IOException {
    Meta first = meta(file, 0);
    Meta second = null;
    if (first != null) {
      second = meta(file, first.pageSize());
    } else {
      // The first is damaged or half written; the second lies one page on, whatever a page is.
      for (int size = MIN_PAGE; second == null && size <= MAX_PAGE; size *= 2) {
        second = meta(file, size);
      }
    }
    if (first == null) {
      if (second == null) {
        throw new IOException("it is not a bbolt database");
      }
      return second;
    }
    if (second == null) {
      return first;
    }
    return first.transaction() >= second.transaction() ? first : second;
  }

  private static @Nullable Meta meta(FileChannel file, long at) throws IOException {
    ByteBuffer bytes;
    try {
      bytes = read(file, at + PAGE_HEADER, META_BYTES);
    } catch (EOFException tooShort) {
      return null;
    }
    int pageSize = bytes.getInt(8);
    if (bytes.getInt(0) != MAGIC
        || bytes.getInt(4) != VERSION
        || bytes.getLong(CHECKSUM_AT) != checksum(bytes)
        || pageSize < MIN_PAGE
        || pageSize > MAX_PAGE
        || Integer.bitCount(pageSize) != 1) {
      return null;
    }
    return new Meta(pageSize, bytes.getLong(16), bytes.getLong(40), bytes.getLong(48));
  }

  /** FNV-1a of 64 bits. */
  private static long checksum(ByteBuffer meta) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < CHECKSUM_AT; i++) {
      hash = (hash ^ (meta.get(i) & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Numbers are in the order of the machine that wrote them, which is this one. */
  private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("it is cut short");
      }
    }
    return bytes.flip();
  }

  private Page page(long number) throws IOException {
    // The first page may say any number of pages; there are no more than fit into a file.
    if (number < 2 || number >= Math.min(meta.pages(), Long.MAX_VALUE / meta.pageSize())) {
      throw new IOException("it is damaged: it has no page " + number);
    }
    if (++pagesRead > MAX_PAGES) {
      throw new IOException("it is too large: more than " + MAX_PAGES + " pages");
    }
    long at = number * meta.pageSize();
    long pages = 1L + Integer.toUnsignedLong(read(file, at, PAGE_HEADER).getInt(12));
    if (pages * meta.pageSize() > MAX_PAGE_BYTES) {
      throw new IOException("it is damaged: page " + number + " is impossibly long");
    }
    return new Page(read(file, at, (int) pages * meta.pageSize()));
  }

  /** The outermost bucket. */
  Bucket root() throws IOException {
    return new Bucket(page(meta.root()));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static IOException damaged() {
    return new IOException("it is damaged: a page is not what it should be");
  }

  /** A page, with every position in it checked. */
  private final class Page {
    private final ByteBuffer bytes;
    private final int count;
    private final boolean leaf;

    Page(ByteBuffer bytes) throws IOException {
      this.bytes = bytes;
      if (bytes.limit() < PAGE_HEADER) {
        throw damaged();
      }
      this.count = bytes.getShort(10) & 0xffff;
      int flags = bytes.getShort(8);
      this.leaf = flags == LEAF;
      if ((flags != LEAF && flags != BRANCH) || PAGE_HEADER + count * ELEMENT > bytes.limit()) {
        throw damaged();
      }
    }

    private int element(int index) {
      return PAGE_HEADER + index * ELEMENT;
    }

    /** A leaf begins with flags, a branch does not. */
    private int field(int index, int number) {
      return bytes.getInt(element(index) + 4 * (leaf ? number + 1 : number));
    }

    private byte[] part(int index, long skip, int length) throws IOException {
      long from = element(index) + Integer.toUnsignedLong(field(index, 0)) + skip;
      if (length < 0 || from + length > bytes.limit()) {
        throw damaged();
      }
      entryBytes += length;
      if (entryBytes > MAX_ENTRY_BYTES) {
        throw new IOException("it is too large: more than " + MAX_ENTRY_BYTES + " bytes");
      }
      byte[] part = new byte[length];
      bytes.get((int) from, part);
      return part;
    }

    byte[] key(int index) throws IOException {
      return part(index, 0, field(index, 1));
    }

    byte[] value(int index) throws IOException {
      return part(index, Integer.toUnsignedLong(field(index, 1)), field(index, 2));
    }

    boolean isBucket(int index) {
      return (bytes.getInt(element(index)) & VALUE_IS_BUCKET) != 0;
    }

    long child(int index) {
      return bytes.getLong(element(index) + 8);
    }
  }

  /** Told of the entries of a bucket. */
  interface Visitor {
    void entry(String key, byte @Nullable [] value, @Nullable Bucket bucket) throws IOException;
  }

  /** Keys and their values, some of which are buckets themselves. */
  final class Bucket {
    private final Page root;

    private Bucket(Page root) {
      this.root = root;
    }

    /** The bucket of that name; null where there is none. */
    @Nullable Bucket bucket(String name) throws IOException {
      return find(name) instanceof Bucket bucket ? bucket : null;
    }

    /** The value of that name as text; null where there is none. */
    @Nullable String text(String name) throws IOException {
      return find(name) instanceof byte[] value ? new String(value, StandardCharsets.UTF_8) : null;
    }

    /** The number that Go's {@code binary.PutVarint} wrote; -1 where there is none. */
    long number(String name) throws IOException {
      if (!(find(name) instanceof byte[] value)) {
        return -1;
      }
      long number = 0;
      for (int i = 0; i < value.length && i < 10; i++) {
        number |= (value[i] & 0x7fL) << (7 * i);
        if (value[i] >= 0) {
          return (number >>> 1) ^ -(number & 1);
        }
      }
      return -1;
    }

    /** Goes through all entries in the order of their keys. */
    void forEach(Visitor visitor) throws IOException {
      walk(root, visitor, 0);
    }

    private void walk(Page page, Visitor visitor, int depth) throws IOException {
      if (depth > MAX_DEPTH) {
        throw new IOException("it is damaged: its pages go deeper than " + MAX_DEPTH);
      }
      for (int i = 0; i < page.count; i++) {
        if (!page.leaf) {
          walk(page(page.child(i)), visitor, depth + 1);
        } else {
          String key = new String(page.key(i), StandardCharsets.UTF_8);
          if (page.isBucket(i)) {
            visitor.entry(key, null, opened(page.value(i)));
          } else {
            visitor.entry(key, page.value(i), null);
          }
        }
      }
    }

    private @Nullable Object find(String name) throws IOException {
      byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
      Page page = root;
      for (int depth = 0; depth <= MAX_DEPTH; depth++) {
        int index = floor(page, wanted);
        if (page.leaf) {
          if (index < 0 || !Arrays.equals(page.key(index), wanted)) {
            return null;
          }
          return page.isBucket(index) ? opened(page.value(index)) : page.value(index);
        }
        page = page(page.child(Math.max(index, 0)));
      }
      throw new IOException("it is damaged: its pages go deeper than " + MAX_DEPTH);
    }

    /** The last key that is not greater; -1 where all are. */
    private static int floor(Page page, byte[] wanted) throws IOException {
      int low = 0;
      int high = page.count - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        if (Arrays.compareUnsigned(page.key(middle), wanted) <= 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return high;
    }

    private Bucket opened(byte[] value) throws IOException {
      ByteBuffer header = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
      if (value.length < BUCKET) {
        throw damaged();
      }
      long number = header.getLong(0);
      if (number != 0) {
        return new Bucket(page(number));
      }
      return new Bucket(
          new Page(header.slice(BUCKET, value.length - BUCKET).order(ByteOrder.nativeOrder())));
    }
  }
}
