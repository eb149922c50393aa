package dev.breakwater.image.overlay;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a layer holds, member by member in the order of the archive, without the content.
 *
 * <p>A million small files make a list of some 30 MB: each record says how many bytes of the path
 * before it to keep, up to a slash, and what follows them. Because the cut is always at a slash the
 * whole file name is in its own record, and {@link MergedTree} needs no names of its own. Records
 * lie in chunks, none across two, and are known by their position.
 */
public final class Listing {
  /** What a record stands for. */
  public enum Kind {
    FILE(0),
    DIRECTORY(1),
    SYMLINK(2),
    HARD_LINK(3),
    /** A device, FIFO or socket. */
    OTHER(4),
    /** The path is hidden in the layers below. */
    WHITEOUT(5),
    /** What the directory holds in the layers below is hidden. */
    OPAQUE(6);

    /** Stands for it in records, which outlive this process; also its index among the kinds. */
    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }
  }

  private static final Kind[] KINDS = Kind.values();
  private static final int CHUNK_BITS = 18;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int FIRST_CHUNK = 4096;
  private static final int MAX_CHUNKS = 2048;

  /** Set in a record's mode, beside its permissions, where capabilities follow the owner. */
  private static final int HAS_CAPABILITIES = 010000;

  /** Path, link and at most ten varints of ten bytes. */
  private static final int MAX_RECORD = 2 * LayerPath.MAX_BYTES + 128;

  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] chunk = new byte[0];
  private int used;

  /** Bytes used of each chunk before the last. */
  private final List<Integer> lengths = new ArrayList<>();

  private byte[] previous = new byte[0];
  private int count;

  /**
   * Adds a record.
   *
   * @param path normalised, at most {@link LayerPath#MAX_BYTES}
   * @param mode permission bits with setuid, setgid and sticky, no others
   * @param capabilities that a file grants to whoever runs it, one bit each
   * @param link what a link says, at most {@link LayerPath#MAX_BYTES}; empty for all else
   * @return its position, greater than those before
   * @throws IOException where the list has grown beyond 512 MB
   */
  public int add(
      Kind kind,
      byte[] path,
      long size,
      int mode,
      long uid,
      long gid,
      long capabilities,
      byte[] link)
      throws IOException {
    makeRoom();
    int position = ((chunks.size() - 1) << CHUNK_BITS) | used;
    int shared = shared(path);
    varint(shared);
    varint(path.length - shared);
    System.arraycopy(path, shared, chunk, used, path.length - shared);
    used += path.length - shared;
    chunk[used++] = (byte) kind.code;
    varint(size);
    varint(capabilities == 0 ? mode : mode | HAS_CAPABILITIES);
    varint(uid);
    varint(gid);
    if (capabilities != 0) {
      varint(capabilities);
    }
    if (kind == Kind.SYMLINK || kind == Kind.HARD_LINK) {
      varint(link.length);
      System.arraycopy(link, 0, chunk, used, link.length);
      used += link.length;
    }
    previous = path;
    count++;
    return position;
  }

  private int shared(byte[] path) {
    int slash = 0;
    int most = Math.min(path.length, previous.length);
    for (int i = 0; i < most && path[i] == previous[i]; i++) {
      if (path[i] == '/') {
        slash = i + 1;
      }
    }
    return slash;
  }

  private void makeRoom() throws IOException {
    if (!chunks.isEmpty() && chunk.length - used >= MAX_RECORD) {
      return;
    }
    if (chunks.size() == 1 && chunk.length < CHUNK) {
      chunk = Arrays.copyOf(chunk, Math.min(CHUNK, chunk.length * 4));
      chunks.set(0, chunk);
      if (chunk.length - used >= MAX_RECORD) {
        return;
      }
    }
    if (chunks.size() == MAX_CHUNKS) {
      throw new IOException(
          "it lists more files than the "
              + count
              + " that fit into "
              + (((long) MAX_CHUNKS * CHUNK) >> 20)
              + " MB");
    }
    if (!chunks.isEmpty()) {
      lengths.add(used);
    }
    chunk = new byte[chunks.isEmpty() ? FIRST_CHUNK * 4 : CHUNK];
    chunks.add(chunk);
    used = 0;
  }

  private void varint(long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      chunk[used++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    chunk[used++] = (byte) left;
  }

  /** How many records there are. */
  public int count() {
    return count;
  }

  /** Bytes of memory that the records take. */
  public long bytes() {
    return chunks.isEmpty() ? 0 : (long) (chunks.size() - 1) * CHUNK + chunk.length;
  }

  /** Goes through all records in order. */
  public Cursor cursor() {
    return new Cursor();
  }

  /** A record known by its position; its path is not known, only its name. */
  public Member at(int position) {
    return new Member(position);
  }

  /** The file name of a record, compared with a segment without copying either. */
  boolean hasName(int position, byte[] segment, int from, int to) {
    byte[] bytes = chunks.get(position >>> CHUNK_BITS);
    int at = position & (CHUNK - 1);
    while (bytes[at++] < 0) {}
    int length = 0;
    int shift = 0;
    byte octet;
    do {
      octet = bytes[at++];
      length |= (octet & 0x7f) << shift;
      shift += 7;
    } while (octet < 0);
    int end = at + length;
    int start = end - (to - from);
    return start >= at
        && (start == at || bytes[start - 1] == '/')
        && Arrays.equals(bytes, start, end, segment, from, to);
  }

  /** Writes all records. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(count);
    out.writeInt(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      int length = i == chunks.size() - 1 ? used : lengths.get(i);
      out.writeInt(length);
      out.write(chunks.get(i), 0, length);
    }
  }

  /**
   * Reads what {@link #write} wrote. Nothing may be added to it.
   *
   * @throws IOException where it is something else
   */
  public static Listing read(DataInput in) throws IOException {
    Listing listing = new Listing();
    listing.count = in.readInt();
    int chunkCount = in.readInt();
    if (chunkCount < 0 || chunkCount > MAX_CHUNKS) {
      throw new IOException("a list of files with " + chunkCount + " chunks");
    }
    for (int i = 0; i < chunkCount; i++) {
      int length = in.readInt();
      if (length < 0 || length > CHUNK) {
        throw new IOException("a list of files with a chunk of " + length + " bytes");
      }
      byte[] bytes = new byte[length];
      in.readFully(bytes);
      listing.chunks.add(bytes);
      if (i == chunkCount - 1) {
        listing.chunk = bytes;
        listing.used = length;
      } else {
        listing.lengths.add(length);
      }
    }
    return listing;
  }

  /** One record. */
  public class Member {
    byte[] bytes = new byte[0];
    int at;
    int suffixStart;
    int suffixLength;
    int shared;
    Kind kind = Kind.OTHER;
    long size;
    int mode;
    long uid;
    long gid;
    long capabilities;
    byte[] link = new byte[0];

    Member() {}

    Member(int position) {
      bytes = chunks.get(position >>> CHUNK_BITS);
      at = position & (CHUNK - 1);
      readRecord();
    }

    final void readRecord() {
      shared = (int) readVarint();
      suffixLength = (int) readVarint();
      suffixStart = at;
      at += suffixLength;
      kind = KINDS[bytes[at++]];
      size = readVarint();
      mode = (int) readVarint();
      uid = readVarint();
      gid = readVarint();
      capabilities = 0;
      if ((mode & HAS_CAPABILITIES) != 0) {
        mode -= HAS_CAPABILITIES;
        capabilities = readVarint();
      }
      if (kind == Kind.SYMLINK || kind == Kind.HARD_LINK) {
        int length = (int) readVarint();
        link = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
      }
    }

    private long readVarint() {
      long value = 0;
      int shift = 0;
      byte octet;
      do {
        octet = bytes[at++];
        value |= (octet & 0x7fL) << shift;
        shift += 7;
      } while (octet < 0);
      return value;
    }

    public Kind kind() {
      return kind;
    }

    /** Length of a file in bytes. */
    public long size() {
      return size;
    }

    public int mode() {
      return mode;
    }

    public long uid() {
      return uid;
    }

    public long gid() {
      return gid;
    }

    /** What a file grants to whoever runs it, one bit for each capability. */
    public long capabilities() {
      return capabilities;
    }

    /** What a link says; not to be changed. */
    public byte[] link() {
      return link;
    }

    /** The last segment of the path. */
    byte[] name() {
      byte[] suffix = Arrays.copyOfRange(bytes, suffixStart, suffixStart + suffixLength);
      return Arrays.copyOfRange(suffix, LayerPath.nameStart(suffix, suffix.length), suffix.length);
    }
  }

  /** Goes through the records; before the first {@link #next} it stands on none. */
  public final class Cursor extends Member {
    private byte[] path = new byte[256];
    private int pathLength;
    private int nextChunk;
    private int end;
    private int position;
    private int ordinal = -1;

    /** Goes to the next record; false after the last. */
    public boolean next() {
      while (at == end) {
        if (nextChunk == chunks.size()) {
          return false;
        }
        bytes = chunks.get(nextChunk);
        end = nextChunk == chunks.size() - 1 ? used : lengths.get(nextChunk);
        at = 0;
        nextChunk++;
      }
      position = ((nextChunk - 1) << CHUNK_BITS) | at;
      ordinal++;
      readRecord();
      pathLength = shared + suffixLength;
      if (pathLength > path.length) {
        path = Arrays.copyOf(path, Math.max(pathLength, path.length * 2));
      }
      System.arraycopy(bytes, suffixStart, path, shared, suffixLength);
      return true;
    }

    /** The record's position. */
    public int position() {
      return position;
    }

    /** The record's number, from 0. */
    public int ordinal() {
      return ordinal;
    }

    /** A copy of the path. */
    public byte[] path() {
      return Arrays.copyOf(path, pathLength);
    }

    byte[] pathBuffer() {
      return path;
    }

    int pathLength() {
      return pathLength;
    }

    /** Whether the path lies in the same directory as the one before, as written. */
    boolean inSameDirectory(int previousParentLength) {
      return shared == (previousParentLength == 0 ? 0 : previousParentLength + 1)
          && LayerPath.parentLength(path, pathLength) == previousParentLength;
    }
  }
}
