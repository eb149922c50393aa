package dev.breakwater.image.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar stream member by member: v7, ustar, star, GNU (long names, base-256 numbers, sparse
 * files) and pax (with the sparse formats 0.0, 0.1 and 1.0).
 *
 * <p>Where the formats leave room it does what Go's {@code archive/tar} does, because containerd
 * and Docker unpack with that, and a reader that sees other files than the runtime can be lied to:
 * the archive ends at the first two zero blocks, whatever follows; a missing end or padding is no
 * error, a missing part of a member is; a GNU long name outranks a pax path; of several pax headers
 * before one member the last counts; global pax headers are checked and otherwise without effect;
 * header checksums are verified, as the sum of unsigned or of signed bytes.
 *
 * <p>Every special header is at most 1 MiB, a sparse map at most {@value SparseMap#MAX_PARTS}
 * parts, and holes cost nothing unless they are read. Not thread-safe. Closing it is closing the
 * stream below, which is left to whoever opened it.
 *
 * @see <a
 *     href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13">POSIX
 *     pax interchange format</a>
 */
public final class TarReader {
  private static final int BLOCK = 512;
  private static final int MAX_SPECIAL_BYTES = 1 << 20;
  private static final byte[] NOTHING = new byte[0];

  private final InputStream in;
  private final byte[] buffer;
  private int at;
  private int limit;

  /** How far into the stream {@code buffer[limit]} is. */
  private long streamed;

  private long remaining;
  private int padding;
  private @Nullable SparseMap sparse;
  private long sparseSize;
  private boolean started;
  private boolean ended;

  /**
   * Reads from a stream. Its {@link InputStream#skip} must not claim to have skipped what is not
   * there; where it returns 0 the bytes are read instead.
   *
   * @param bufferSize in bytes, a multiple of 512
   */
  public TarReader(InputStream in, int bufferSize) {
    if (bufferSize < BLOCK || bufferSize % BLOCK != 0) {
      throw new IllegalArgumentException("not a multiple of " + BLOCK + ": " + bufferSize);
    }
    this.in = in;
    this.buffer = new byte[bufferSize];
  }

  /**
   * Goes to the next member, past what is unread of this one.
   *
   * @return null at the end of the archive
   * @throws TarException where the archive is malformed or ends too early
   * @throws IOException where the stream fails
   */
  public @Nullable TarEntry next() throws IOException {
    if (ended) {
      return null;
    }
    PaxRecords pax = null;
    byte[] longName = NOTHING;
    byte[] longLink = NOTHING;
    while (true) {
      skipMember();
      if (!nextHeader()) {
        ended = true;
        return null;
      }
      int header = at;
      at += BLOCK;
      byte type = buffer[header + 156];
      switch (type) {
        case 'x' -> pax = PaxRecords.read(special(header));
        case 'g' -> PaxRecords.read(special(header));
        case 'L' -> longName = untilZero(special(header));
        case 'K' -> longLink = untilZero(special(header));
        default -> {
          return member(
              Arrays.copyOfRange(buffer, header, header + BLOCK), type, pax, longName, longLink);
        }
      }
    }
  }

  /** Where in the stream the current member's content starts, for reading it again from a file. */
  public long contentOffset() {
    return streamed - (limit - at);
  }

  /**
   * The current member's content with its holes filled; valid until {@link #next()} is called. What
   * is not read of it is skipped.
   */
  public InputStream content() {
    SparseMap map = sparse;
    return map == null ? new Plain() : new Sparse(map);
  }

  private TarEntry member(
      byte[] header, byte flag, @Nullable PaxRecords pax, byte[] longName, byte[] longLink)
      throws IOException {
    byte[] name = headerName(header);
    byte[] link = field(header, 157, 100);
    long size = number(header, 124, 12);
    long uid = number(header, 108, 8);
    long gid = number(header, 116, 8);
    int mode = (int) number(header, 100, 8) & 07777;
    if (pax != null) {
      name = pax.path == null ? name : pax.path;
      link = pax.linkPath == null ? link : pax.linkPath;
      size = pax.size < 0 ? size : pax.size;
      uid = pax.uid < 0 ? uid : pax.uid;
      gid = pax.gid < 0 ? gid : pax.gid;
    }
    name = longName.length > 0 ? longName : name;
    link = longLink.length > 0 ? longLink : link;
    TarEntry.Type type = type(flag, name);
    if (flag >= '1' && flag <= '6') {
      size = 0; // links, devices, directories and FIFOs have no content, whatever they claim
    }
    if (size < 0) {
      throw new TarException("a member has a negative size");
    }
    expect(size);
    if (type == TarEntry.Type.FILE) {
      if (flag == 'S') {
        size = oldSparse(header);
      } else if (pax != null && paxSparse(pax)) {
        name = pax.sparseName == null ? name : pax.sparseName;
        size = pax.sparseSize < 0 ? size : pax.sparseSize;
      }
    }
    if (sparse != null) {
      sparse.check(size, remaining);
      sparseSize = size;
    }
    boolean isLink = type == TarEntry.Type.HARD_LINK || type == TarEntry.Type.SYMLINK;
    return new TarEntry(
        type,
        name,
        isLink ? link : NOTHING,
        type == TarEntry.Type.FILE ? size : 0,
        mode,
        uid,
        gid,
        pax == null || type != TarEntry.Type.FILE ? NOTHING : pax.capabilities(),
        sparse != null);
  }

  private static TarEntry.Type type(byte flag, byte[] name) {
    return switch (flag) {
      case 0 ->
          name.length > 0 && name[name.length - 1] == '/'
              ? TarEntry.Type.DIRECTORY
              : TarEntry.Type.FILE;
      case '0', '7', 'S' -> TarEntry.Type.FILE;
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMLINK;
      case '5' -> TarEntry.Type.DIRECTORY;
      default -> TarEntry.Type.OTHER;
    };
  }

  /** The name field, after the prefix that ustar and star have and GNU does not. */
  private static byte[] headerName(byte[] header) throws TarException {
    byte[] name = field(header, 0, 100);
    int prefixLength = 0;
    if (matches(header, 257, "ustar\0")) {
      prefixLength = matches(header, 508, "tar\0") ? 131 : 155;
    } else if (matches(header, 257, "ustar  \0") && !gnuTimesAreNumbers(header)) {
      // Go before 1.8 wrote a prefix where GNU has times; its own reader still makes up for it.
      prefixLength = 155;
    }
    if (prefixLength == 0 || header[345] == 0) {
      return name;
    }
    byte[] prefix = field(header, 345, prefixLength);
    byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    joined[prefix.length] = '/';
    System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
    return joined;
  }

  private static boolean gnuTimesAreNumbers(byte[] header) {
    try {
      number(header, 345, 12);
      number(header, 357, 12);
      return true;
    } catch (TarException notNumbers) {
      return false;
    }
  }

  private static boolean matches(byte[] header, int from, String magic) {
    for (int i = 0; i < magic.length(); i++) {
      if (header[from + i] != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void expect(long size) {
    remaining = size;
    padding = (int) (-size & (BLOCK - 1));
    sparse = null;
  }

  /** The map in a GNU 'S' header and the blocks that follow it; gives the file's real size. */
  private long oldSparse(byte[] header) throws IOException {
    if (!matches(header, 257, "ustar  \0")) {
      throw new TarException("a sparse file has no GNU header");
    }
    SparseMap map = new SparseMap();
    long realSize = number(header, 483, 12);
    readParts(map, header, 386, 4);
    boolean more = header[482] != 0;
    while (more) {
      // The further blocks of the map come before the content and are not counted in its size.
      if (!available(BLOCK)) {
        throw new TarException("the archive ends in a sparse file's map");
      }
      byte[] block = Arrays.copyOfRange(buffer, at, at + BLOCK);
      at += BLOCK;
      readParts(map, block, 0, 21);
      more = block[504] != 0;
    }
    sparse = map;
    return realSize;
  }

  private static void readParts(SparseMap map, byte[] block, int from, int count)
      throws TarException {
    for (int i = 0; i < count; i++) {
      int part = from + 24 * i;
      if (block[part] == 0) {
        return;
      }
      map.add(number(block, part, 12), number(block, part + 12, 12));
    }
  }

  private boolean paxSparse(PaxRecords pax) throws IOException {
    if (pax.sparseMajor == 1 && pax.sparseMinor == 0) {
      sparse = readMapFromContent();
      return true;
    }
    if (pax.sparseMap != null && pax.sparseMajor <= 0) {
      sparse = pax.sparseMap;
      return true;
    }
    return false;
  }

  /** Format 1.0 keeps its map as decimal lines at the start of the content, in whole blocks. */
  private SparseMap readMapFromContent() throws IOException {
    SparseMap map = new SparseMap();
    MapLines lines = new MapLines();
    long parts = lines.next();
    if (parts > SparseMap.MAX_PARTS) {
      throw new TarException("a sparse file has " + parts + " parts, too many to be one");
    }
    for (long i = 0; i < parts; i++) {
      map.add(lines.next(), lines.next());
    }
    return map;
  }

  private final class MapLines {
    private final byte[] block = new byte[BLOCK];
    private int next = BLOCK;

    long next() throws IOException {
      long number = 0;
      for (int digits = 0; digits <= 18; digits++) {
        if (next == BLOCK) {
          fill();
        }
        byte digit = block[next++];
        if (digit == '\n' && digits > 0) {
          return number;
        }
        if (digit < '0' || digit > '9') {
          break;
        }
        number = number * 10 + (digit - '0');
      }
      throw new TarException("a sparse file's map is malformed");
    }

    private void fill() throws IOException {
      next = 0;
      int filled = 0;
      while (filled < BLOCK) {
        int count = readContent(block, filled, BLOCK - filled);
        if (count < 0) {
          throw new TarException("a sparse file ends within its map");
        }
        filled += count;
      }
    }
  }

  private byte[] special(int header) throws IOException {
    long size = number(buffer, header + 124, 12);
    if (size < 0 || size > MAX_SPECIAL_BYTES) {
      throw new TarException(
          "a special header is "
              + size
              + " bytes long; at most "
              + MAX_SPECIAL_BYTES
              + " are read");
    }
    expect(size);
    byte[] text = new byte[(int) size];
    int filled = 0;
    while (filled < text.length) {
      filled += readContent(text, filled, text.length - filled);
    }
    return text;
  }

  private static byte[] untilZero(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        return Arrays.copyOf(text, i);
      }
    }
    return text;
  }

  private static byte[] field(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(header, from, end);
  }

  /**
   * An octal number in text, or where the first bit is set a big-endian one of two's complement.
   */
  private static long number(byte[] header, int from, int length) throws TarException {
    if ((header[from] & 0x80) != 0) {
      return base256(header, from, length);
    }
    int start = from;
    int end = from + length;
    while (start < end && (header[start] == ' ' || header[start] == 0)) {
      start++;
    }
    while (end > start && (header[end - 1] == ' ' || header[end - 1] == 0)) {
      end--;
    }
    long value = 0;
    for (int i = start; i < end && header[i] != 0; i++) {
      int digit = header[i] - '0';
      if (digit < 0 || digit > 7) {
        throw new TarException("a header holds '" + printable(header[i]) + "' in a number");
      }
      value = (value << 3) | digit;
    }
    return value;
  }

  private static long base256(byte[] header, int from, int length) throws TarException {
    boolean negative = (header[from] & 0x40) != 0;
    long value = 0;
    for (int i = 0; i < length; i++) {
      int octet = (negative ? ~header[from + i] : header[from + i]) & 0xff;
      if (i == 0) {
        octet &= 0x7f;
      }
      if (value >>> 55 != 0) {
        throw new TarException("a header holds a number of more than 63 bits");
      }
      value = (value << 8) | octet;
    }
    return negative ? ~value : value;
  }

  private static char printable(byte octet) {
    return octet >= 0x20 && octet < 0x7f ? (char) octet : '?';
  }

  private void skipMember() throws IOException {
    skip(remaining);
    remaining = 0;
    // Some writers leave the last padding out.
    while (padding > 0) {
      if (at == limit && !refill()) {
        break;
      }
      int count = Math.min(padding, limit - at);
      at += count;
      padding -= count;
    }
    padding = 0;
    sparse = null;
  }

  private void skip(long count) throws IOException {
    long left = count;
    int buffered = (int) Math.min(left, limit - at);
    at += buffered;
    left -= buffered;
    while (left > 0) {
      // A buffer at a time is as quick as a seek, and leaves the next header in the buffer.
      long skipped = left > buffer.length ? in.skip(left - BLOCK) : 0;
      if (skipped > 0) {
        streamed += skipped;
        left -= skipped;
      } else {
        if (!refill()) {
          throw endsEarly();
        }
        int part = (int) Math.min(left, limit);
        at = part;
        left -= part;
      }
    }
  }

  private static TarException endsEarly() {
    return new TarException("the archive ends within a member: it is truncated");
  }

  /** Puts a verified header at {@code at}; false at the end of the archive. */
  private boolean nextHeader() throws IOException {
    if (!available(BLOCK)) {
      return false;
    }
    if (isZero(at)) {
      at += BLOCK;
      if (!available(BLOCK) || isZero(at)) {
        return false;
      }
      throw new TarException("a single zero block stands between members");
    }
    verifyChecksum(at);
    started = true;
    return true;
  }

  private boolean isZero(int from) {
    for (int i = from; i < from + BLOCK; i++) {
      if (buffer[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void verifyChecksum(int header) throws TarException {
    int unsigned = 0;
    int signed = 0;
    for (int i = header; i < header + BLOCK; i++) {
      byte octet = buffer[i];
      unsigned += octet & 0xff;
      signed += octet;
    }
    for (int i = header + 148; i < header + 156; i++) {
      unsigned += ' ' - (buffer[i] & 0xff);
      signed += ' ' - buffer[i];
    }
    long claimed;
    try {
      claimed = number(buffer, header + 148, 8);
    } catch (TarException notANumber) {
      claimed = -1;
    }
    if (claimed != unsigned && claimed != signed) {
      throw new TarException(
          started
              ? "a header's checksum is wrong: the archive is damaged"
              : "it is not a tar archive");
    }
  }

  /** Whether {@code count} more bytes could be put into the buffer; false at a clean end. */
  private boolean available(int count) throws IOException {
    if (limit - at >= count) {
      return true;
    }
    System.arraycopy(buffer, at, buffer, 0, limit - at);
    limit -= at;
    at = 0;
    while (limit < count) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        if (limit == 0) {
          return false;
        }
        throw new TarException(
            started || limit >= BLOCK
                ? "the archive ends within a header: it is truncated"
                : "it is not a tar archive");
      }
      limit += read;
      streamed += read;
    }
    return true;
  }

  private boolean refill() throws IOException {
    at = 0;
    limit = 0;
    int read = in.read(buffer, 0, buffer.length);
    if (read <= 0) {
      return false;
    }
    limit = read;
    streamed += read;
    return true;
  }

  /** Reads stored bytes of the current member; -1 after the last. */
  private int readContent(byte[] target, int offset, int length) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int wanted = (int) Math.min(length, remaining);
    int count;
    if (at < limit) {
      count = Math.min(wanted, limit - at);
      System.arraycopy(buffer, at, target, offset, count);
      at += count;
    } else if (wanted >= buffer.length) {
      count = in.read(target, offset, wanted);
      streamed += Math.max(count, 0);
    } else {
      count = refill() ? Math.min(wanted, limit) : -1;
      if (count > 0) {
        System.arraycopy(buffer, 0, target, offset, count);
        at = count;
      }
    }
    if (count < 0) {
      throw endsEarly();
    }
    remaining -= count;
    return count;
  }

  private final class Plain extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return length == 0 ? 0 : readContent(target, offset, length);
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = Math.max(0, Math.min(count, remaining));
      TarReader.this.skip(skipped);
      remaining -= skipped;
      return skipped;
    }

    @Override
    public int available() {
      return (int) Math.min(remaining, limit - at);
    }
  }

  private final class Sparse extends InputStream {
    private final SparseMap map;
    private long position;
    private int part;

    Sparse(SparseMap map) {
      this.map = map;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (position == sparseSize) {
        return -1;
      }
      while (part < map.parts() && position >= map.offset(part) + map.length(part)) {
        part++;
      }
      long holeEnds = part < map.parts() ? map.offset(part) : sparseSize;
      int count;
      if (position < holeEnds) {
        count = (int) Math.min(length, holeEnds - position);
        Arrays.fill(target, offset, offset + count, (byte) 0);
      } else {
        long partEnds = map.offset(part) + map.length(part);
        count = readContent(target, offset, (int) Math.min(length, partEnds - position));
        if (count < 0) {
          throw endsEarly();
        }
      }
      position += count;
      return count;
    }
  }
}
