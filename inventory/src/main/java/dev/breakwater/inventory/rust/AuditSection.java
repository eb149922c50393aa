package dev.breakwater.inventory.rust;

import dev.breakwater.inventory.golang.ProgramBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the section {@code .dep-v0} of a program. PE and Mach-O name their sections at the start.
 * ELF names them at the end, behind all that is loaded, and there the section lies too, because it
 * is not loaded.
 *
 * @see <a href="https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html">ELF</a>
 * @see <a href="https://learn.microsoft.com/windows/win32/debug/pe-format">PE</a>
 */
final class AuditSection {
  private static final byte[] NAME = ".dep-v0".getBytes(StandardCharsets.US_ASCII);
  private static final int ELF_MAGIC = 0x7f454c46;
  private static final int PE_MAGIC = 0x4550;
  private static final int MACH_O_64 = 0xfeedfacf;

  private static final int MAX_NAMES_BYTES = 4 << 20;

  /** Compressed lists of a thousand crates take 30 KB. */
  private static final int MAX_SECTION_BYTES = 8 << 20;

  private AuditSection() {}

  /** Whether the head names the section, as that of PE and Mach-O does. */
  static boolean isNamedIn(byte[] head) {
    for (int i = 0; i < head.length; i++) {
      if (head[i] == '.' && isName(head, i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the name stands here, with the zero that follows it. */
  private static boolean isName(byte[] bytes, int at) {
    if (at < 0 || at >= bytes.length - NAME.length) {
      return false;
    }
    for (int i = 0; i < NAME.length; i++) {
      if (bytes[at + i] != NAME[i]) {
        return false;
      }
    }
    return bytes[at + NAME.length] == 0;
  }

  /**
   * The bytes of the section.
   *
   * @return null where there is none
   * @throws IOException where it is there and cannot be read
   */
  static byte @Nullable [] read(byte[] head, ProgramBytes bytes) throws IOException {
    if (head.length < 64) {
      return null;
    }
    if (ByteBuffer.wrap(head).getInt() == ELF_MAGIC) {
      return readElf(head, bytes);
    }
    return head[0] == 'M' && head[1] == 'Z' ? readPe(head, bytes) : readMachO(head, bytes);
  }

  private static byte @Nullable [] readElf(byte[] head, ProgramBytes bytes) throws IOException {
    boolean wide = head[4] == 2;
    ByteOrder order = head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer header = ByteBuffer.wrap(head).order(order);
    long table = wide ? header.getLong(40) : unsigned(header, 32);
    int entryBytes = header.getShort(wide ? 58 : 46) & 0xffff;
    int count = header.getShort(wide ? 60 : 48) & 0xffff;
    int names = header.getShort(wide ? 62 : 50) & 0xffff;
    if (entryBytes != (wide ? 64 : 40) || names >= count || !bytes.canRead(table)) {
      return null;
    }
    byte[] entries = range(bytes, table, (long) entryBytes * count);
    if (entries == null) {
      return null;
    }
    ByteBuffer sections = ByteBuffer.wrap(entries).order(order);
    byte[] texts = names(bytes, sections, names * entryBytes, wide);
    for (int at = 0; texts != null && at < entries.length; at += entryBytes) {
      if (isName(texts, sections.getInt(at))) {
        return section(bytes, offset(sections, at, wide), length(sections, at, wide));
      }
    }
    return null;
  }

  private static byte @Nullable [] names(
      ProgramBytes bytes, ByteBuffer sections, int at, boolean wide) throws IOException {
    long length = length(sections, at, wide);
    return length > MAX_NAMES_BYTES ? null : range(bytes, offset(sections, at, wide), length);
  }

  private static long offset(ByteBuffer sections, int at, boolean wide) {
    return wide ? sections.getLong(at + 24) : unsigned(sections, at + 16);
  }

  private static long length(ByteBuffer sections, int at, boolean wide) {
    return wide ? sections.getLong(at + 32) : unsigned(sections, at + 20);
  }

  private static byte @Nullable [] readPe(byte[] head, ProgramBytes bytes) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    int start = header.getInt(0x3c);
    if (start < 0 || start > head.length - 64 || header.getInt(start) != PE_MAGIC) {
      return null;
    }
    int count = header.getShort(start + 6) & 0xffff;
    int at = start + 24 + (header.getShort(start + 20) & 0xffff);
    for (int i = 0; i < count && at <= head.length - 40; i++, at += 40) {
      if (isName(head, at)) {
        return section(bytes, unsigned(header, at + 20), unsigned(header, at + 16));
      }
    }
    return null;
  }

  private static byte @Nullable [] readMachO(byte[] head, ProgramBytes bytes) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != MACH_O_64) {
      return null; // Rust makes no others any more
    }
    int at = 32;
    for (int i = header.getInt(16); i > 0 && at <= head.length - 72; i--) {
      int length = header.getInt(at + 4);
      if (length < 8 || length > head.length - at) {
        return null;
      }
      if (header.getInt(at) == 0x19) { // LC_SEGMENT_64
        for (int each = at + 72; each <= at + length - 80; each += 80) {
          if (isName(head, each)) {
            return section(bytes, unsigned(header, each + 48), header.getLong(each + 40));
          }
        }
      }
      at += length;
    }
    return null;
  }

  private static byte[] section(ProgramBytes bytes, long offset, long length) throws IOException {
    if (length < 0 || length > MAX_SECTION_BYTES) {
      throw new IOException(
          "the list of crates that cargo-auditable left is "
              + Long.toUnsignedString(length)
              + " bytes long, more than any real one");
    }
    if (!bytes.canRead(offset)) {
      throw new IOException(
          "the list of crates that cargo-auditable left lies in the middle of the program, where it"
              + " can only be read from a directory: unpack the image and scan that");
    }
    byte[] found = range(bytes, offset, length);
    if (found == null) {
      throw new IOException(
          "the program is cut off before the list of crates that cargo-auditable left");
    }
    return found;
  }

  /** The bytes of a part; null where it does not lie in the program, or has gone by. */
  private static byte @Nullable [] range(ProgramBytes bytes, long offset, long length)
      throws IOException {
    boolean sound =
        length >= 0
            && length <= MAX_SECTION_BYTES
            && bytes.canRead(offset)
            && offset <= bytes.size() - length;
    if (!sound) {
      return null;
    }
    byte[] into = new byte[(int) length];
    return bytes.read(offset, into, 0, into.length) < into.length ? null : into;
  }

  private static long unsigned(ByteBuffer buffer, int at) {
    return buffer.getInt(at) & 0xffffffffL;
  }
}
