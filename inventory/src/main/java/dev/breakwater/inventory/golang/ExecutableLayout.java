package dev.breakwater.inventory.golang;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a program are loaded where: as much of ELF, PE and Mach-O as it takes to find a
 * variable. Universal Mach-O files are not read: no image holds them.
 *
 * @param segments with bytes in the file, sorted by offset
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html">ELF</a>
 * @see <a href="https://learn.microsoft.com/windows/win32/debug/pe-format">PE</a>
 */
record ExecutableLayout(List<Segment> segments) {
  /** How much of a program's beginning is asked for: its headers and build id lie there. */
  static final int HEAD_BYTES = 32 * 1024;

  /** No linker makes more; the rest is ignored. */
  private static final int MAX_SEGMENTS = 4096;

  /** How many bytes of a table that lies elsewhere than in the head are read. */
  private static final int MAX_TABLE_BYTES = 1 << 20;

  private static final int ELF_MAGIC = 0x7f454c46;
  private static final int MACH_O_32 = 0xfeedface;
  private static final int MACH_O_64 = 0xfeedfacf;
  private static final byte[] TEXT_BUILD_ID = {
    (byte) 0xff, ' ', 'G', 'o', ' ', 'b', 'u', 'i', 'l', 'd', ' ', 'I', 'D', ':'
  };

  /**
   * A part of the file that is loaded.
   *
   * @param address unsigned
   * @param offset in the file, not negative
   * @param length of the bytes in the file, positive
   */
  record Segment(long address, long offset, long length, boolean writable) {
    long end() {
      return offset + length;
    }

    boolean holds(long wanted) {
      return Long.compareUnsigned(wanted - address, length) < 0;
    }
  }

  ExecutableLayout {
    segments = segments.stream().sorted(Comparator.comparingLong(Segment::offset)).toList();
  }

  /** Whether a file that begins so is a program of a kind read here. */
  static boolean isProgram(byte[] head) {
    if (head.length < 64) {
      return false;
    }
    int magic = ByteBuffer.wrap(head).getInt();
    return magic == ELF_MAGIC || isMachO(magic) || (head[0] == 'M' && head[1] == 'Z');
  }

  private static boolean isMachO(int magic) {
    int swapped = Integer.reverseBytes(magic);
    return magic == MACH_O_32 || magic == MACH_O_64 || swapped == MACH_O_32 || swapped == MACH_O_64;
  }

  /**
   * Whether the head carries the build id that Go's linker writes unless told not to: as a note in
   * ELF, at the start of the code elsewhere. Its absence proves nothing.
   */
  static boolean hasGoBuildId(byte[] head) {
    for (int i = 0; i + 16 <= head.length; i++) {
      if (head[i] == 'G' && head[i + 1] == 'o' && head[i + 2] == 0 && head[i + 3] == 0) {
        // Before the owner's name: its length, the length of the id, and the note's type, 4.
        if (i >= 12 && isFour(head, i - 12) && isFour(head, i - 4)) {
          return true;
        }
      } else if (head[i] == (byte) 0xff && startsWith(head, i, TEXT_BUILD_ID)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFour(byte[] head, int at) {
    int middle = head[at + 1] | head[at + 2];
    return middle == 0 && head[at] + head[at + 3] == 4 && head[at] * head[at + 3] == 0;
  }

  static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
    if (at + prefix.length > bytes.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[at + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the program was packed by UPX, which hides all that it holds. */
  static boolean isPacked(byte[] head) {
    int end = Math.min(head.length, 1024) - 4;
    for (int i = 0; i <= end; i++) {
      if (head[i] == 'U' && head[i + 1] == 'P' && head[i + 2] == 'X' && head[i + 3] == '!') {
        return true;
      }
    }
    return false;
  }

  /** Whether the table of segments lies beyond the head, as patching tools leave it. */
  static boolean tableLiesBeyond(byte[] head) {
    Table table = elfTable(head);
    return table != null && !table.liesIn(head);
  }

  /**
   * Where the part of an ELF program begins that is not loaded: symbols, remarks, and the table of
   * sections.
   *
   * @param size of the program
   * @return {@code size} where that cannot be told
   */
  static long endOfLoaded(byte[] head, long size) {
    Table table = elfTable(head);
    if (table == null || !table.liesIn(head)) {
      return size;
    }
    long end = 0;
    for (Segment segment : readElf(table, ByteBuffer.wrap(head)).segments()) {
      end = Math.max(end, segment.end());
    }
    return end == 0 ? size : Math.min(end, size);
  }

  /**
   * Whether the head shows that the build information holds its texts itself, as it has since Go
   * 1.18, so that nothing before it is needed. Go's own linker puts the section headers into the
   * head, and the build information first among the variables; before Go 1.18 that section was no
   * more than the 32 bytes of its header.
   */
  static boolean infoHoldsItsTexts(byte[] head) {
    Table segments = elfTable(head);
    if (segments == null || !segments.liesIn(head)) {
      return false;
    }
    ByteBuffer header = ByteBuffer.wrap(head).order(segments.order());
    boolean wide = segments.wide();
    long offset = wide ? header.getLong(40) : unsigned(header, 32);
    int entryBytes = header.getShort(wide ? 58 : 46) & 0xffff;
    int count = header.getShort(wide ? 60 : 48) & 0xffff;
    Table sections = new Table(offset, entryBytes, count, wide, segments.order());
    if (offset < 0
        || entryBytes < (wide ? 64 : 40)
        || count > MAX_SEGMENTS
        || !sections.liesIn(head)) {
      return false;
    }
    List<Segment> loaded = readElf(segments, header).segments();
    for (int i = 0; i < count; i++) {
      int at = (int) offset + i * entryBytes;
      long address = wide ? header.getLong(at + 16) : unsigned(header, at + 12);
      long length = wide ? header.getLong(at + 32) : unsigned(header, at + 20);
      boolean hasBytes = header.getInt(at + 4) == 1; // SHT_PROGBITS
      if (hasBytes && startsVariables(address, loaded)) {
        return length > 32;
      }
    }
    return false;
  }

  private static boolean startsVariables(long address, List<Segment> loaded) {
    for (Segment segment : loaded) {
      if (segment.writable()) {
        return segment.address() == address;
      }
    }
    return false;
  }

  /**
   * Reads the layout.
   *
   * @param head the first {@link #HEAD_BYTES} bytes
   * @param bytes for a table that lies beyond the head
   * @return null where the headers make no sense
   */
  static @Nullable ExecutableLayout read(byte[] head, ProgramBytes bytes) throws IOException {
    if (!isProgram(head)) {
      return null;
    }
    int magic = ByteBuffer.wrap(head).getInt();
    if (magic == ELF_MAGIC) {
      return readElf(head, bytes);
    }
    return isMachO(magic) ? readMachO(head, magic) : readPe(head);
  }

  /** Where ELF's program headers lie. */
  private record Table(long offset, int entryBytes, int count, boolean wide, ByteOrder order) {
    int bytes() {
      return entryBytes * count;
    }

    boolean liesIn(byte[] head) {
      return offset <= head.length - bytes();
    }
  }

  private static @Nullable Table elfTable(byte[] head) {
    if (head.length < 64 || ByteBuffer.wrap(head).getInt() != ELF_MAGIC) {
      return null;
    }
    boolean wide = head[4] == 2;
    ByteOrder order = head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer header = ByteBuffer.wrap(head).order(order);
    long offset = wide ? header.getLong(32) : header.getInt(28) & 0xffffffffL;
    int entryBytes = header.getShort(wide ? 54 : 42) & 0xffff;
    int count = header.getShort(wide ? 56 : 44) & 0xffff;
    if (offset < 0 || entryBytes < (wide ? 56 : 32) || count == 0 || count > MAX_SEGMENTS) {
      return null;
    }
    return entryBytes * count > MAX_TABLE_BYTES
        ? null
        : new Table(offset, entryBytes, count, wide, order);
  }

  private static @Nullable ExecutableLayout readElf(byte[] head, ProgramBytes bytes)
      throws IOException {
    Table table = elfTable(head);
    if (table == null) {
      return null;
    }
    if (table.liesIn(head)) {
      return readElf(table, ByteBuffer.wrap(head));
    }
    byte[] read = new byte[table.bytes()];
    if (!bytes.anywhere() || bytes.read(table.offset(), read, 0, read.length) < read.length) {
      return null;
    }
    Table moved = new Table(0, table.entryBytes(), table.count(), table.wide(), table.order());
    return readElf(moved, ByteBuffer.wrap(read));
  }

  private static ExecutableLayout readElf(Table table, ByteBuffer buffer) {
    buffer.order(table.order());
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < table.count(); i++) {
      int at = (int) table.offset() + i * table.entryBytes();
      if (buffer.getInt(at) != 1) { // PT_LOAD
        continue;
      }
      if (table.wide()) {
        boolean writable = (buffer.getInt(at + 4) & 2) != 0;
        add(
            segments,
            buffer.getLong(at + 16),
            buffer.getLong(at + 8),
            buffer.getLong(at + 32),
            writable);
      } else {
        boolean writable = (buffer.getInt(at + 24) & 2) != 0;
        add(
            segments,
            unsigned(buffer, at + 8),
            unsigned(buffer, at + 4),
            unsigned(buffer, at + 16),
            writable);
      }
    }
    return new ExecutableLayout(segments);
  }

  private static ExecutableLayout readMachO(byte[] head, int magic) {
    boolean big = magic == MACH_O_32 || magic == MACH_O_64;
    ByteBuffer buffer =
        ByteBuffer.wrap(head).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    boolean wide = (big ? magic : Integer.reverseBytes(magic)) == MACH_O_64;
    int count = Math.min(buffer.getInt(16) & 0x7fffffff, MAX_SEGMENTS);
    List<Segment> segments = new ArrayList<>();
    int at = wide ? 32 : 28;
    for (int i = 0; i < count && at <= head.length - 8; i++) {
      int command = buffer.getInt(at);
      int length = buffer.getInt(at + 4);
      if (length < 8 || length > head.length - at) {
        break;
      }
      if (command == 0x19 && length >= 72) { // LC_SEGMENT_64
        boolean writable = (buffer.getInt(at + 60) & 2) != 0;
        add(
            segments,
            buffer.getLong(at + 24),
            buffer.getLong(at + 40),
            buffer.getLong(at + 48),
            writable);
      } else if (command == 0x1 && length >= 56) { // LC_SEGMENT
        boolean writable = (buffer.getInt(at + 44) & 2) != 0;
        add(
            segments,
            unsigned(buffer, at + 24),
            unsigned(buffer, at + 32),
            unsigned(buffer, at + 36),
            writable);
      }
      at += length;
    }
    return new ExecutableLayout(segments);
  }

  private static @Nullable ExecutableLayout readPe(byte[] head) {
    ByteBuffer buffer = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    int header = buffer.getInt(0x3c);
    if (header < 0 || header > head.length - 64 || buffer.getInt(header) != 0x4550) { // "PE\0\0"
      return null;
    }
    int count = Math.min(buffer.getShort(header + 6) & 0xffff, MAX_SEGMENTS);
    int optionalBytes = buffer.getShort(header + 20) & 0xffff;
    boolean wide = buffer.getShort(header + 24) == 0x20b;
    long base = wide ? buffer.getLong(header + 48) : unsigned(buffer, header + 52);
    List<Segment> segments = new ArrayList<>();
    int at = header + 24 + optionalBytes;
    for (int i = 0; i < count && at <= head.length - 40; i++, at += 40) {
      boolean writable = (buffer.getInt(at + 36) & 0x80000000) != 0;
      long address = base + unsigned(buffer, at + 12);
      add(segments, address, unsigned(buffer, at + 20), unsigned(buffer, at + 16), writable);
    }
    return new ExecutableLayout(segments);
  }

  private static long unsigned(ByteBuffer buffer, int at) {
    return buffer.getInt(at) & 0xffffffffL;
  }

  private static void add(
      List<Segment> segments, long address, long offset, long length, boolean writable) {
    if (offset >= 0 && length > 0 && offset <= Long.MAX_VALUE - length) {
      segments.add(new Segment(address, offset, length, writable));
    }
  }
}
