package dev.breakwater.inventory.rpm;

import dev.breakwater.inventory.detection.OwnedPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What rpm keeps of a package: an index of tags, and the store that holds their values. All numbers
 * are big-endian.
 *
 * <pre>
 *   entries (4)  bytes of the store (4)
 *   entry: tag (4)  type (4)  offset in the store (4)  count (4)
 *   …
 *   store
 * </pre>
 *
 * <p>Entries that rpm added when it installed the package follow those that were signed, and
 * replace them where both have the same tag; so the last one counts.
 *
 * @see <a href="https://rpm.org/docs/4.20.x/manual/hregions.html">header regions</a>
 * @see <a href="https://rpm.org/docs/4.20.x/manual/tags.html">tags</a>
 */
final class RpmHeader {
  /** Rpm's own bound is four times as much; the largest real header has 300,000 files. */
  static final int MAX_BYTES = 64 << 20;

  private static final int INTRO = 8;
  private static final int ENTRY = 16;

  /** Rpm's own bound. */
  private static final int MAX_ENTRIES = 0xffff;

  private static final int MAX_DIRECTORIES = 1 << 18;

  /** Longer than any name, version or label. */
  private static final int MAX_TEXT = 4096;

  /** The kernel's bound. */
  private static final int MAX_PATH = 4096;

  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int EPOCH = 1003;
  private static final int VENDOR = 1011;
  private static final int ARCHITECTURE = 1022;
  private static final int OLD_FILE_NAMES = 1027;
  private static final int SOURCE_RPM = 1044;
  private static final int DIRECTORY_INDEXES = 1116;
  private static final int BASE_NAMES = 1117;
  private static final int DIRECTORY_NAMES = 1118;
  private static final int MODULARITY_LABEL = 5096;

  private static final int INT32 = 4;
  private static final int STRING = 6;
  private static final int STRING_ARRAY = 8;
  private static final int TRANSLATED_STRING = 9;

  private final byte[] blob;
  private final ByteBuffer bytes;
  private final int store;

  private RpmHeader(byte[] blob, int entries) {
    this.blob = blob;
    this.bytes = ByteBuffer.wrap(blob);
    this.store = INTRO + entries * ENTRY;
  }

  /**
   * Reads the index.
   *
   * @param blob the header without the magic number that it has in a package file
   * @throws IOException where its length is not what it says, which rpm refuses too
   */
  static RpmHeader of(byte[] blob) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(blob);
    if (blob.length < INTRO) {
      throw new IOException("it has " + blob.length + " bytes only");
    }
    int entries = bytes.getInt(0);
    int storeBytes = bytes.getInt(4);
    if (entries < 1
        || entries > MAX_ENTRIES
        || storeBytes < 0
        || storeBytes != blob.length - INTRO - (long) entries * ENTRY) {
      throw new IOException(
          "it has "
              + blob.length
              + " bytes, which is not what it says: "
              + Integer.toUnsignedString(entries)
              + " entries and "
              + Integer.toUnsignedString(storeBytes)
              + " bytes of values");
    }
    return new RpmHeader(blob, entries);
  }

  /**
   * The package.
   *
   * @throws IOException where it has no name, version or release, or a value lies outside
   */
  RpmPackage asPackage() throws IOException {
    String name = text(NAME);
    String version = text(VERSION);
    String release = text(RELEASE);
    if (name == null || version == null || release == null) {
      throw new IOException(
          "it has no " + (name == null ? "name" : version == null ? "version" : "release"));
    }
    return new RpmPackage(
        name,
        version + "-" + release,
        number(EPOCH),
        text(ARCHITECTURE),
        text(SOURCE_RPM),
        text(VENDOR),
        text(MODULARITY_LABEL));
  }

  /** Where the last entry of a tag is; -1 where there is none. */
  private int find(int tag) {
    for (int entry = store - ENTRY; entry >= INTRO; entry -= ENTRY) {
      if (bytes.getInt(entry) == tag) {
        return entry;
      }
    }
    return -1;
  }

  /** Where an entry's values start. */
  private int values(int entry) throws IOException {
    int offset = bytes.getInt(entry + 8);
    if (offset < 0 || offset >= bytes.limit() - store || count(entry) < 1) {
      throw outside(entry);
    }
    return store + offset;
  }

  private int count(int entry) {
    return bytes.getInt(entry + 12);
  }

  private IOException outside(int entry) {
    return new IOException(
        "the value of tag "
            + Integer.toUnsignedString(bytes.getInt(entry))
            + " lies outside or has the wrong type");
  }

  private boolean isText(int entry) {
    int type = bytes.getInt(entry + 4);
    return type == STRING || type == STRING_ARRAY || type == TRANSLATED_STRING;
  }

  /** Where a text that starts at a position ends, which is at a zero byte. */
  private int endOfText(int entry, int start) throws IOException {
    for (int i = start; i < bytes.limit(); i++) {
      if (bytes.get(i) == 0) {
        return i;
      }
    }
    throw outside(entry);
  }

  private String text(int start, int end) {
    return new String(blob, start, end - start, StandardCharsets.UTF_8);
  }

  /** The first or only text of a tag. */
  private @Nullable String text(int tag) throws IOException {
    int entry = find(tag);
    if (entry < 0) {
      return null;
    }
    if (!isText(entry)) {
      throw outside(entry);
    }
    int start = values(entry);
    int end = endOfText(entry, start);
    if (end - start > MAX_TEXT) {
      throw new IOException("the value of tag " + tag + " is too long to be real");
    }
    return text(start, end);
  }

  private @Nullable String number(int tag) throws IOException {
    int entry = find(tag);
    return entry < 0 ? null : Integer.toUnsignedString(bytes.getInt(numbers(entry)));
  }

  /** Where the numbers of an entry start, all of which are there. */
  private int numbers(int entry) throws IOException {
    int start = values(entry);
    if (bytes.getInt(entry + 4) != INT32 || count(entry) > (bytes.limit() - start) / 4) {
      throw outside(entry);
    }
    return start;
  }

  /** How many files the package says that it owns; not negative. */
  int fileCount() {
    int names = find(BASE_NAMES);
    int entry = names >= 0 ? names : find(OLD_FILE_NAMES);
    return entry < 0 ? 0 : Math.max(0, count(entry));
  }

  /**
   * The files that the package owns and that {@link OwnedPath#matters} keeps, without the leading
   * slash.
   *
   * @param into takes them, as far as it has room
   * @throws IOException where the lists do not fit each other
   */
  void addOwnedPaths(OwnedPaths into) throws IOException {
    int names = find(BASE_NAMES);
    int old = find(OLD_FILE_NAMES);
    if (names >= 0) {
      addPaths(names, into);
    } else if (old >= 0) {
      addOldPaths(old, into);
    }
  }

  private void addPaths(int names, OwnedPaths into) throws IOException {
    int indexes = find(DIRECTORY_INDEXES);
    int directoryEntry = find(DIRECTORY_NAMES);
    if (indexes < 0 || directoryEntry < 0 || count(indexes) != count(names) || !isText(names)) {
      throw new IOException("the lists of names and directories do not fit each other");
    }
    String[] directories = directories(directoryEntry);
    int index = numbers(indexes);
    int start = values(names);
    for (int i = 0; i < count(names) && !into.isFull(); i++, index += 4) {
      int end = endOfText(names, start);
      int directory = bytes.getInt(index);
      if (directory < 0 || directory >= directories.length) {
        throw outside(indexes);
      }
      if (directories[directory].length() + end - start <= MAX_PATH) {
        add(directories[directory].concat(text(start, end)), into);
      }
      start = end + 1;
    }
  }

  private String[] directories(int entry) throws IOException {
    int start = values(entry);
    if (!isText(entry) || count(entry) > MAX_DIRECTORIES) {
      throw outside(entry);
    }
    String[] directories = new String[count(entry)];
    for (int i = 0; i < directories.length; i++) {
      int end = endOfText(entry, start);
      directories[i] = text(start, end);
      start = end + 1;
    }
    return directories;
  }

  /** Whole paths, as packages had them before rpm 4. */
  private void addOldPaths(int entry, OwnedPaths into) throws IOException {
    int start = values(entry);
    if (!isText(entry)) {
      throw outside(entry);
    }
    for (int i = 0; i < count(entry) && !into.isFull(); i++) {
      int end = endOfText(entry, start);
      if (end - start <= MAX_PATH) {
        add(text(start, end), into);
      }
      start = end + 1;
    }
  }

  private static void add(String path, OwnedPaths into) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    if (!relative.isEmpty() && OwnedPath.matters(relative)) {
      into.add(relative);
    }
  }
}
