package dev.breakwater.advisory.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tarball up to one wanted file and stops there: ustar with the GNU and pax extensions that
 * {@code dpkg} and its kin write. Not safe to share between threads.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, basic tar
 *     format</a>
 */
final class Tarball {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 64 << 10;
  private static final int MOST_ENTRIES = 1_000_000;

  private final InputStream in;
  private final String where;
  private final byte[] header = new byte[BLOCK];

  private Tarball(InputStream in, String where) {
    this.in = in;
    this.where = where;
  }

  /**
   * The bytes of the first file that is wanted; reading past its end gives the end of the stream.
   *
   * @param in an unpacked tarball, bounded by the caller
   * @param wanted told each path, without {@code ./} before it
   * @param what the wanted file, for messages
   * @throws ArchiveException where there is none, or it is not a plain file
   */
  static InputStream find(InputStream in, String where, Predicate<String> wanted, String what)
      throws IOException {
    return new Tarball(in, where).find(wanted, what);
  }

  private InputStream find(Predicate<String> wanted, String what) throws IOException {
    String longName = null;
    long paxSize = -1;
    for (int entry = 0; entry < MOST_ENTRIES; entry++) {
      int read = in.readNBytes(header, 0, BLOCK);
      if (read == 0 || (read == BLOCK && isEmptyBlock())) {
        throw new ArchiveException(where + " has no " + what);
      }
      if (read < BLOCK) {
        throw new EOFException(where + " is cut short");
      }
      checkSum();
      long size = number(124, 12);
      char type = (char) (header[156] & 0xff);
      if (type == 'L') {
        longName = cString(small(size), (int) size);
        continue;
      }
      if (type == 'x') {
        Pax pax = Pax.parse(small(size), where);
        longName = pax.path() != null ? pax.path() : longName;
        paxSize = pax.size();
        continue;
      }
      size = paxSize >= 0 ? paxSize : size;
      String name = longName != null ? longName : name();
      longName = null;
      paxSize = -1;
      if (wanted.test(name.startsWith("./") ? name.substring(2) : name)) {
        if (type != '0' && type != 0) {
          throw new ArchiveException(
              where + " has a " + what + " that is a link, which is not followed");
        }
        return new Part(in, size, where);
      }
      boolean hasContent = type == '0' || type == 0 || type == '7' || type == 'g' || type == 'K';
      if (hasContent) {
        skip(size);
      }
    }
    throw new ArchiveException(where + " has more than " + MOST_ENTRIES + " entries");
  }

  private boolean isEmptyBlock() {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private void checkSum() throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != number(148, 8)) {
      throw new ArchiveException(where + " is not a tar archive, or damaged");
    }
  }

  private String name() {
    String name = cString(header, 100);
    boolean ustar =
        header[257] == 'u' && header[258] == 's' && header[259] == 't' && header[262] == 0;
    if (ustar && header[345] != 0) {
      byte[] prefix = new byte[155];
      System.arraycopy(header, 345, prefix, 0, prefix.length);
      return cString(prefix, prefix.length) + "/" + name;
    }
    return name;
  }

  private static String cString(byte[] bytes, int most) {
    int end = 0;
    while (end < most && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  /** An octal number, or a big-endian one where the first bit is set. */
  private long number(int at, int length) throws ArchiveException {
    long value = 0;
    if ((header[at] & 0x80) != 0) {
      for (int i = at + 1; i < at + length; i++) {
        if (value >> 54 != 0) {
          throw damagedNumber();
        }
        value = (value << 8) | (header[i] & 0xff);
      }
      return value;
    }
    for (int i = at; i < at + length; i++) {
      int c = header[i];
      if (c == 0 || c == ' ') {
        if (value > 0) {
          break;
        }
        continue;
      }
      if (c < '0' || c > '7') {
        throw damagedNumber();
      }
      value = (value << 3) | (c - '0');
    }
    return value;
  }

  private ArchiveException damagedNumber() {
    return new ArchiveException(where + " has a damaged number in a tar header");
  }

  private byte[] small(long size) throws IOException {
    if (size > LONGEST_NAME) {
      throw new ArchiveException(where + " has a file name of " + size + " bytes");
    }
    byte[] bytes = in.readNBytes((int) size);
    if (bytes.length < size) {
      throw new EOFException(where + " is cut short");
    }
    in.skipNBytes(padding(size));
    return bytes;
  }

  private void skip(long size) throws IOException {
    in.skipNBytes(size);
    in.skipNBytes(padding(size));
  }

  private static long padding(long size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  /**
   * The two records of a pax header that matter here.
   *
   * @param size -1 where there is none
   */
  private record Pax(@Nullable String path, long size) {
    static Pax parse(byte[] bytes, String where) throws ArchiveException {
      String path = null;
      long size = -1;
      int at = 0;
      while (at < bytes.length) {
        int blank = at;
        int length = 0;
        while (blank < bytes.length && bytes[blank] >= '0' && bytes[blank] <= '9') {
          length = length * 10 + bytes[blank] - '0';
          blank++;
          if (length > bytes.length) {
            throw damaged(where);
          }
        }
        int end = at + length;
        if (blank >= bytes.length
            || bytes[blank] != ' '
            || end > bytes.length
            || end <= blank + 1) {
          throw damaged(where);
        }
        String record = new String(bytes, blank + 1, end - blank - 2, StandardCharsets.UTF_8);
        if (record.startsWith("path=")) {
          path = record.substring(5);
        } else if (record.startsWith("size=")) {
          size = size(record.substring(5), where);
        }
        at = end;
      }
      return new Pax(path, size);
    }

    private static long size(String digits, String where) throws ArchiveException {
      try {
        long size = Long.parseLong(digits);
        if (size >= 0) {
          return size;
        }
      } catch (NumberFormatException e) {
        throw new ArchiveException(where + " has a damaged pax header", e);
      }
      throw damaged(where);
    }

    private static ArchiveException damaged(String where) {
      return new ArchiveException(where + " has a damaged pax header");
    }
  }

  /** So many bytes of a stream; it is an error if they are not there. */
  private static final class Part extends InputStream {
    private final InputStream in;
    private final String where;
    private long left;

    Part(InputStream in, long size, String where) {
      this.in = in;
      this.left = size;
      this.where = where;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(target, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException(where + " is cut short");
      }
      left -= read;
      return read;
    }
  }
}
