package dev.breakwater.image.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The records of a pax extended header that bear on what we read. Times, owners' names and other
 * extended attributes than capabilities are passed over.
 */
final class PaxRecords {
  private static final byte[] NOTHING = new byte[0];

  byte @Nullable [] path;
  byte @Nullable [] linkPath;
  long size = -1;
  long uid = -1;
  long gid = -1;

  /** Major and minor version of the sparse format; -1 where not given. */
  long sparseMajor = -1;

  long sparseMinor = -1;
  long sparseSize = -1;
  byte @Nullable [] sparseName;

  /** The map of the formats 0.0 and 0.1. */
  @Nullable SparseMap sparseMap;

  /** As GNU tar, Go's writers and libarchive put it: bytes as they are. */
  private byte @Nullable [] capabilities;

  /** As libarchive puts it beside that: in base 64. */
  private byte @Nullable [] encodedCapabilities;

  private long sparseParts = -1;
  private long pendingOffset = -1;

  /** Reads {@code "LENGTH KEY=VALUE\n"} records; Go refuses the archive where one is malformed. */
  static PaxRecords read(byte[] text) throws TarException {
    PaxRecords records = new PaxRecords();
    int at = 0;
    while (at < text.length) {
      int space = indexOf(text, ' ', at, text.length);
      if (space < 0) {
        throw malformed();
      }
      long length = decimal(text, at, space);
      if (length < 5 || length > text.length - at || space + 1 >= at + length) {
        throw malformed();
      }
      int end = (int) (at + length) - 1;
      int equals = indexOf(text, '=', space + 1, end);
      if (equals <= space + 1 || text[end] != '\n') {
        throw malformed();
      }
      records.put(
          new String(text, space + 1, equals - space - 1, StandardCharsets.ISO_8859_1),
          Arrays.copyOfRange(text, equals + 1, end));
      at = end + 1;
    }
    if (records.pendingOffset >= 0
        || (records.sparseParts >= 0
            && records.sparseMap != null
            && records.sparseMap.parts() != records.sparseParts)) {
      throw new TarException("a sparse file's map is incomplete");
    }
    return records;
  }

  private void put(String key, byte[] value) throws TarException {
    switch (key) {
      case "path" -> path = name(value);
      case "linkpath" -> linkPath = name(value);
      case "size" -> size = number(value);
      case "uid" -> uid = number(value);
      case "gid" -> gid = number(value);
      case "GNU.sparse.major" -> sparseMajor = number(value);
      case "GNU.sparse.minor" -> sparseMinor = number(value);
      case "GNU.sparse.name" -> sparseName = name(value);
      case "GNU.sparse.size", "GNU.sparse.realsize" -> sparseSize = number(value);
      case "GNU.sparse.numblocks" -> sparseParts = number(value);
      case "GNU.sparse.offset" -> {
        if (pendingOffset >= 0) {
          throw new TarException("a sparse file's map has an offset without a length");
        }
        pendingOffset = number(value);
      }
      case "GNU.sparse.numbytes" -> {
        if (pendingOffset < 0) {
          throw new TarException("a sparse file's map has a length without an offset");
        }
        map().add(pendingOffset, number(value));
        pendingOffset = -1;
      }
      case "GNU.sparse.map" -> readMap(value);
      case "SCHILY.xattr.security.capability" -> capabilities = value;
      case "LIBARCHIVE.xattr.security.capability" -> encodedCapabilities = value;
      default -> {
        // Nothing that bears on what we read.
      }
    }
  }

  private void readMap(byte[] value) throws TarException {
    SparseMap map = map();
    int at = 0;
    long offset = -1;
    while (at < value.length) {
      int comma = indexOf(value, ',', at, value.length);
      int end = comma < 0 ? value.length : comma;
      long number = decimal(value, at, end);
      if (offset < 0) {
        offset = number;
      } else {
        map.add(offset, number);
        offset = -1;
      }
      at = end + 1;
    }
    if (offset >= 0) {
      throw new TarException("a sparse file's map has an offset without a length");
    }
  }

  private SparseMap map() {
    if (sparseMap == null) {
      sparseMap = new SparseMap();
    }
    return sparseMap;
  }

  /**
   * The value of the extended attribute {@code security.capability}; empty where there is none, or
   * none that can be read. Container runtimes know the plain record alone, so it comes first.
   */
  byte[] capabilities() {
    if (capabilities != null) {
      return capabilities;
    }
    if (encodedCapabilities == null) {
      return NOTHING;
    }
    try {
      return Base64.getDecoder().decode(encodedCapabilities);
    } catch (IllegalArgumentException notBase64) {
      return NOTHING;
    }
  }

  /** An empty value takes the record back, so that the plain header counts. */
  private static byte @Nullable [] name(byte[] value) throws TarException {
    if (indexOf(value, '\0', 0, value.length) >= 0) {
      throw new TarException("a pax record holds a path with a zero byte");
    }
    return value.length == 0 ? null : value;
  }

  private static long number(byte[] value) throws TarException {
    return value.length == 0 ? -1 : decimal(value, 0, value.length);
  }

  static long decimal(byte[] text, int from, int to) throws TarException {
    long number = 0;
    if (to <= from || to - from > 18) {
      throw malformed();
    }
    for (int i = from; i < to; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        throw malformed();
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static TarException malformed() {
    return new TarException("a pax header is malformed");
  }

  private static int indexOf(byte[] text, char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
