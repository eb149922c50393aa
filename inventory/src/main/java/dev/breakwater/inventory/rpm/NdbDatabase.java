package dev.breakwater.inventory.rpm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rpm's own format, {@code Packages.db}, which SUSE uses: pages of slots, each of which says where
 * a header lies, and then the headers between a head and a tail. Places are counted in blocks of 16
 * bytes; all numbers are little-endian.
 *
 * <pre>
 *   file:  "RpmP"  version (4)  generation (4)  pages of slots (4)  next package (4)  0 …
 *   slot:  "Slot"  package (4)  first block (4), 0 if free  blocks (4)
 *   head:  "BlbS"  package (4)  time (4)  length (4)
 *   tail:  Adler-32 (4)  length (4)  "BlbE"
 * </pre>
 *
 * <p>A slot or header that is damaged becomes a problem, and the others are read. The checksum is
 * not looked at, as rpm does not when it reads.
 *
 * @see <a
 *     href="https://github.com/rpm-software-management/rpm/blob/rpm-4.18.x/lib/backend/ndb/rpmpkg.c">rpmpkg.c</a>
 */
final class NdbDatabase {
  private static final int FILE_MAGIC = 'R' | 'p' << 8 | 'm' << 16 | 'P' << 24;
  private static final int SLOT_MAGIC = 'S' | 'l' << 8 | 'o' << 16 | 't' << 24;
  private static final int HEAD_MAGIC = 'B' | 'l' << 8 | 'b' << 16 | 'S' << 24;
  private static final int TAIL_MAGIC = 'B' | 'l' << 8 | 'b' << 16 | 'E' << 24;
  private static final int FILE_HEAD = 32;
  private static final int PAGE = 4096;
  private static final int SLOT = 16;
  private static final int BLOCK = 16;
  private static final int HEAD = 16;
  private static final int TAIL = 12;

  private final DatabaseFile file;
  private final RpmPackages packages;
  private final long pages;

  /** A sound file has each block in one header at most. */
  private long blocksLeft;

  private NdbDatabase(DatabaseFile file, RpmPackages packages, long pages) {
    this.file = file;
    this.packages = packages;
    this.pages = pages;
    this.blocksLeft = file.size() / BLOCK;
  }

  /**
   * Reads all headers.
   *
   * @throws IOException where the file is something else
   */
  static void read(DatabaseFile file, RpmPackages into) throws IOException {
    byte[] bytes = new byte[FILE_HEAD];
    file.read(0, bytes, FILE_HEAD);
    ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (head.getInt(0) != FILE_MAGIC || head.getInt(4) != 0) {
      throw new IOException(
          "it is no database of rpm's ndb format, or of a version that is not known; its packages"
              + " are not in the inventory");
    }
    long pages = Integer.toUnsignedLong(head.getInt(12));
    if (pages > file.size() / PAGE) {
      into.complain(
          "the file is cut off: it has "
              + file.size()
              + " bytes, too few for the "
              + pages
              + " pages of its index");
      pages = file.size() / PAGE;
    }
    new NdbDatabase(file, into, pages).readSlots();
  }

  private void readSlots() throws IOException {
    byte[] bytes = new byte[PAGE];
    ByteBuffer page = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (long number = 0; number < pages; number++) {
      file.read(number * PAGE, bytes, PAGE);
      for (int at = number == 0 ? FILE_HEAD : 0; at < PAGE; at += SLOT) {
        if (!readSlot(page, at, number * PAGE + at)) {
          return;
        }
      }
    }
  }

  private boolean readSlot(ByteBuffer page, int at, long position) {
    int block = page.getInt(at + 8);
    if (page.getInt(at) == SLOT_MAGIC && block == 0) {
      return true;
    }
    byte[] header;
    try {
      if (page.getInt(at) != SLOT_MAGIC) {
        throw new IOException("it is none");
      }
      header =
          readHeader(
              page.getInt(at + 4),
              Integer.toUnsignedLong(block),
              Integer.toUnsignedLong(page.getInt(at + 12)));
    } catch (IOException e) {
      return packages.addDamaged(
          "the slot at byte " + position + " of the database is damaged: " + e.getMessage());
    }
    return packages.addHeader(header);
  }

  private byte[] readHeader(int number, long block, long blocks) throws IOException {
    if (number == 0 || block < pages * (PAGE / BLOCK)) {
      throw new IOException("it points into the index");
    }
    if (blocks * BLOCK < HEAD + TAIL || blocks > RpmHeader.MAX_BYTES / BLOCK) {
      throw new IOException("no header has " + blocks + " blocks");
    }
    blocksLeft -= blocks;
    if (blocksLeft < 0) {
      throw new IOException("headers overlap");
    }
    int length = (int) (blocks * BLOCK);
    if ((block + blocks) * BLOCK > file.size()) {
      throw new IOException("its header lies beyond the end of the file");
    }
    byte[] bytes = new byte[length];
    file.read(block * BLOCK, bytes, length);
    ByteBuffer blob = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int used = blob.getInt(12);
    if (blob.getInt(0) != HEAD_MAGIC
        || blob.getInt(4) != number
        || used < 0
        || (HEAD + (long) used + TAIL + BLOCK - 1) / BLOCK != blocks
        || blob.getInt(length - 8) != used
        || blob.getInt(length - 4) != TAIL_MAGIC) {
      throw new IOException("there is no header of package " + number + " where it points");
    }
    byte[] header = new byte[used];
    blob.get(HEAD, header);
    return header;
  }
}
