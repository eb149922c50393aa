package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.BoundedInputStream;
import dev.breakwater.advisory.mirror.Compression;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * The changelog inside a binary package.
 *
 * @see <a href="https://manpages.debian.org/deb.5">deb(5)</a>
 */
final class DebPackage {
  private static final byte[] MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 60;
  private static final int MOST_MEMBERS = 64;

  private DebPackage() {}

  /**
   * The package's Debian changelog, unpacked.
   *
   * @param deb the whole package
   * @param name of the package, which its documentation's directory has, too
   * @param mostBytes that may come out of the package
   * @throws ArchiveException where it has none of its own or is no package
   */
  static InputStream changelog(InputStream deb, String where, String name, long mostBytes)
      throws IOException {
    if (!java.util.Arrays.equals(deb.readNBytes(MAGIC.length), MAGIC)) {
      throw new ArchiveException(where + " is not a Debian package");
    }
    for (int i = 0; i < MOST_MEMBERS; i++) {
      byte[] header = deb.readNBytes(HEADER);
      if (header.length < HEADER) {
        break;
      }
      String member = text(header, 0, 16);
      long size = size(text(header, 48, 10), where);
      String file = member.endsWith("/") ? member.substring(0, member.length() - 1) : member;
      if (file.startsWith("data.tar")) {
        return inside(new Member(deb, size), where, file, name, mostBytes);
      }
      deb.skipNBytes(size + (size & 1));
    }
    throw new ArchiveException(where + " has no files inside");
  }

  private static InputStream inside(
      InputStream member, String where, String file, String name, long mostBytes)
      throws IOException {
    InputStream files =
        new BoundedInputStream(Compression.of(file).unpack(member), where, mostBytes);
    String directory = "usr/share/doc/" + name + "/";
    // Packages of Debian's own making have "changelog.gz" instead; beside a "changelog.Debian.gz",
    // which stands before it in the archive, that is the changelog of others.
    InputStream packed =
        Tarball.find(
            files,
            where,
            path ->
                path.equals(directory + "changelog.Debian.gz")
                    || path.equals(directory + "changelog.gz"),
            "changelog");
    return new GZIPInputStream(packed);
  }

  private static String text(byte[] header, int from, int length) {
    return new String(header, from, length, StandardCharsets.US_ASCII).strip();
  }

  private static long size(String digits, String where) throws ArchiveException {
    try {
      long size = Long.parseLong(digits);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new ArchiveException(where + " is a damaged Debian package", e);
    }
    throw new ArchiveException(where + " is a damaged Debian package");
  }

  /** So many bytes of the package; it is an error if they are not there. */
  private static final class Member extends FilterInputStream {
    private long left;

    Member(InputStream in, long size) {
      super(in);
      this.left = size;
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
      int read = super.read(target, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the package is cut short");
      }
      left -= read;
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
