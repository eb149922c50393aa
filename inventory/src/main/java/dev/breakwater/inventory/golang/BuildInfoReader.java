package dev.breakwater.inventory.golang;

import dev.breakwater.inventory.golang.ExecutableLayout.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the build information in a program, as Go's own {@code debug/buildinfo} does.
 *
 * <p>The linker puts a header, aligned to 16 bytes, among the initialised variables: 14 bytes of
 * magic, the size of a pointer, and flags. Since Go 1.18 (flag 2) two texts follow 32 bytes after
 * the magic, each preceded by its length as a varint: the version of Go, and the modules. Before,
 * the header held two pointers to Go strings, in the byte order that flag 1 tells, which can lie
 * anywhere in the program. Sections are not consulted, because stripping may remove them: all
 * writable segments are searched. A program may hold the magic as data of its own (Go's own tools
 * do), so a header that leads to no sensible version is passed over.
 *
 * <p>Reads forward once and holds 64 KiB, or as much as the texts take. Used by one thread.
 */
final class BuildInfoReader {
  private static final byte[] MAGIC = {
    (byte) 0xff, ' ', 'G', 'o', ' ', 'b', 'u', 'i', 'l', 'd', 'i', 'n', 'f', ':'
  };
  private static final int ALIGNMENT = 16;
  private static final int HEADER_BYTES = 32;
  private static final int FLAG_BIG_ENDIAN = 1;
  private static final int FLAG_INLINE = 2;

  private static final int WINDOW_BYTES = 64 * 1024;
  private static final int MAX_VERSION_BYTES = 256;

  /** The modules of the largest programs take some 100 KB. */
  private static final int MAX_MODULES_BYTES = 4 << 20;

  /** How much is searched of one program; none comes near. */
  private static final long MAX_SEARCHED_BYTES = 2L << 30;

  /** Headers that lead nowhere, after which a program is no Go program. */
  private static final int MAX_FALSE_HEADERS = 16;

  /** What encloses the modules' text, so that it can be told from other strings. */
  private static final int MARKER_BYTES = 16;

  private final ProgramBytes bytes;
  private final ExecutableLayout layout;

  private byte[] window = new byte[WINDOW_BYTES];
  private int windowLength;
  private long windowStart;
  private long keptFrom;
  private int falseHeaders;

  BuildInfoReader(ProgramBytes bytes, ExecutableLayout layout) {
    this.bytes = bytes;
    this.layout = layout;
  }

  /**
   * Reads the build information.
   *
   * @return null where there is none
   * @throws IOException where it is there and cannot be read, or the program cannot
   */
  @Nullable BuildInfo read() throws IOException {
    long searched = 0;
    long done = 0;
    for (Segment segment : layout.segments()) {
      long from = Math.max(segment.offset(), done);
      long to = Math.min(segment.end(), bytes.size());
      if (!segment.writable() || from >= to) {
        continue;
      }
      searched += to - from;
      if (searched > MAX_SEARCHED_BYTES) {
        throw new IOException(
            "the program has more than "
                + (MAX_SEARCHED_BYTES >> 20)
                + " MiB of initialised variables; it was not searched for Go build information");
      }
      long misaligned = (segment.address() + from - segment.offset()) & (ALIGNMENT - 1);
      BuildInfo found = search(misaligned == 0 ? from : from + ALIGNMENT - misaligned, to);
      if (found != null) {
        return found;
      }
      if (falseHeaders >= MAX_FALSE_HEADERS) {
        return null;
      }
      done = to;
    }
    return null;
  }

  private @Nullable BuildInfo search(long from, long to) throws IOException {
    long at = from;
    while (at <= to - HEADER_BYTES) {
      keptFrom = at;
      if (!fill(at, HEADER_BYTES)) {
        return null;
      }
      int index = (int) (at - windowStart);
      int last = windowLength - HEADER_BYTES;
      while (index <= last && !isHeader(index)) {
        index += ALIGNMENT;
      }
      at = windowStart + index;
      if (index > last || at > to - HEADER_BYTES) {
        continue;
      }
      keptFrom = at;
      BuildInfo found = readAt(at);
      if (found != null || ++falseHeaders >= MAX_FALSE_HEADERS) {
        return found;
      }
      at += ALIGNMENT;
    }
    return null;
  }

  private boolean isHeader(int index) {
    byte[] data = window;
    return data[index] == (byte) 0xff
        && Arrays.equals(data, index, index + MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private @Nullable BuildInfo readAt(long header) throws IOException {
    int index = (int) (header - windowStart);
    int pointerBytes = window[index + 14];
    int flags = window[index + 15];
    if ((flags & FLAG_INLINE) != 0) {
      return readInline(header);
    }
    if ((pointerBytes != 4 && pointerBytes != 8) || (flags & ~FLAG_BIG_ENDIAN) != 0) {
      return null;
    }
    if (!bytes.anywhere()) {
      throw new IOException(
          "a program made by Go older than 1.18 with its build id removed; its modules can only be"
              + " read from a directory: unpack the image and scan that");
    }
    ByteBuffer data =
        ByteBuffer.wrap(window)
            .order((flags & FLAG_BIG_ENDIAN) != 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    byte[] version =
        readPointed(pointer(data, index + 16, pointerBytes), data.order(), pointerBytes);
    byte[] modules =
        readPointed(
            pointer(data, index + 16 + pointerBytes, pointerBytes), data.order(), pointerBytes);
    return buildInfo(version, modules);
  }

  private static long pointer(ByteBuffer data, int at, int pointerBytes) {
    return pointerBytes == 4 ? data.getInt(at) & 0xffffffffL : data.getLong(at);
  }

  private @Nullable BuildInfo readInline(long header) throws IOException {
    byte[] version = readText(header + HEADER_BYTES, MAX_VERSION_BYTES);
    if (version == null) {
      return null;
    }
    long next = header + HEADER_BYTES + lengthBytes(version.length) + version.length;
    byte[] modules = readText(next, MAX_MODULES_BYTES);
    return modules == null ? null : buildInfo(version, modules);
  }

  private static int lengthBytes(int length) {
    return length < 1 << 7 ? 1 : 2; // a version's length has no more than two
  }

  /** A text preceded by its length; null where the length cannot be one. */
  private byte @Nullable [] readText(long position, int maxBytes) throws IOException {
    long length = 0;
    int shift = 0;
    long at = position;
    while (true) {
      if (shift > 28) {
        return null;
      }
      require(at, 1);
      byte part = window[(int) (at++ - windowStart)];
      length |= (part & 0x7fL) << shift;
      shift += 7;
      if (part >= 0) {
        break;
      }
    }
    // The longer forms of a short length are none that the linker writes.
    if (length > maxBytes || (shift > 7 && length < 1L << (shift - 7))) {
      return null;
    }
    require(at, (int) length);
    int index = (int) (at - windowStart);
    return Arrays.copyOfRange(window, index, index + (int) length);
  }

  private void require(long position, int count) throws IOException {
    if (!fill(position, count)) {
      throw new IOException(
          "the program is cut off in the middle of its Go build information; its modules are not"
              + " known");
    }
  }

  /**
   * Makes the window hold the bytes at a position, and all from {@link #keptFrom} on: a header that
   * proves false is searched on from its next 16 bytes, and a stream does not go back.
   *
   * @return whether there are so many bytes
   */
  private boolean fill(long position, int count) throws IOException {
    long end = position + count;
    long windowEnd = windowStart + windowLength;
    if (end <= windowEnd && keptFrom >= windowStart) {
      return true;
    }
    int kept = keptFrom < windowEnd ? (int) (windowEnd - keptFrom) : 0;
    int needed = (int) (end - keptFrom);
    byte[] target = needed <= window.length ? window : new byte[needed];
    System.arraycopy(window, windowLength - kept, target, 0, kept);
    window = target;
    windowStart = keptFrom;
    windowLength = kept + bytes.read(keptFrom + kept, window, kept, window.length - kept);
    return windowLength >= needed;
  }

  /** The bytes of a Go string: a pointer to them and their length. Empty where there is none. */
  private byte[] readPointed(long address, ByteOrder order, int pointerBytes) throws IOException {
    byte[] header = readLoaded(address, 2 * pointerBytes);
    if (header.length == 0) {
      return header;
    }
    ByteBuffer data = ByteBuffer.wrap(header).order(order);
    long length = pointer(data, pointerBytes, pointerBytes);
    if (length < 0 || length > MAX_MODULES_BYTES) {
      return new byte[0];
    }
    return readLoaded(pointer(data, 0, pointerBytes), (int) length);
  }

  private byte[] readLoaded(long address, int length) throws IOException {
    for (Segment segment : layout.segments()) {
      if (segment.holds(address)) {
        long within = address - segment.address();
        if (length > segment.length() - within) {
          return new byte[0];
        }
        byte[] read = new byte[length];
        int count = bytes.read(segment.offset() + within, read, 0, length);
        return count == length ? read : new byte[0];
      }
    }
    return new byte[0];
  }

  private static @Nullable BuildInfo buildInfo(byte[] version, byte[] modules) {
    if (version.length == 0 || version.length > MAX_VERSION_BYTES) {
      return null;
    }
    for (byte character : version) {
      if (character < ' ' || character > '~') {
        return null;
      }
    }
    // Without the markers it is some other string: Go, too, then says that there are no modules.
    boolean marked =
        modules.length > 2 * MARKER_BYTES && modules[modules.length - MARKER_BYTES - 1] == '\n';
    String text =
        marked
            ? new String(
                modules, MARKER_BYTES, modules.length - 2 * MARKER_BYTES, StandardCharsets.UTF_8)
            : "";
    return BuildInfo.parse(new String(version, StandardCharsets.US_ASCII), text);
  }
}
