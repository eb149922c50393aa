package dev.breakwater.image.overlay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The file tree that an image shows. Layers are applied to it one after the other, lowest first and
 * member by member, just as a container runtime applies them to a disk; only content is left out.
 *
 * <p>Where the OCI layer specification leaves room this follows containerd's {@code archive.Apply}
 * onto a plain file system:
 *
 * <ul>
 *   <li>The directory part of a path is resolved inside the tree as it is at that moment, as {@code
 *       chroot} would: a member {@code lib/x} lands in {@code usr/lib/x} where a lower layer made
 *       {@code lib} a link and this layer does not make it a directory. Missing directories are
 *       made. (With its overlay snapshotter containerd sees this layer alone and would make a
 *       directory; builders avoid the difference by listing every parent directory.)
 *   <li>The last segment is never followed: a file replaces a link.
 *   <li>A directory over a directory is merged with it; everything else replaces what was there,
 *       with all that is below it.
 *   <li>A file where a directory is needed is replaced by one, as overlayfs shows it; containerd
 *       would give up.
 *   <li>Whiteouts and opaque markers hide what lower layers brought and never what their own layer
 *       does, wherever in the archive they stand.
 *   <li>A hard link shares the content that its target has at that moment; the target's directory
 *       is resolved, its last segment is not.
 *   <li>What lies under a name that begins with {@code .wh..wh.} in the root is metadata of AUFS.
 *       It is not shown, but hard links may point into it.
 * </ul>
 *
 * <p>A node is some 24 bytes and borrows its name from the {@link Listing} it came from, so a
 * million files need 25 MB beside their lists. Removing a directory takes its one node out of the
 * index, which leaves all below it unreachable; an opaque directory remembers the layer below which
 * nothing in it shows. So both take the same time whatever the directory holds. The index is keyed
 * by a secret, because names come from whoever built the image.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">OCI layer
 *     specification</a>
 */
public final class MergedTree {
  /** Told where each member of a layer ended up. */
  public interface Placement {
    /**
     * A file or hard link was placed.
     *
     * @param position of its record
     * @param elsewhere whether links led it to another path than its record's
     */
    void placed(int position, int node, Listing.Kind kind, boolean elsewhere);

    /**
     * A directory was placed.
     *
     * @param record stands on it; must not be moved
     * @param elsewhere whether links led it to another path than its record's
     */
    void directory(Listing.Cursor record, int node, boolean elsewhere);

    /** A member could not be placed. */
    void problem(String path, String what);
  }

  /** No such node. */
  public static final int NONE = -1;

  /** What Linux allows before it says ELOOP. */
  private static final int MAX_LINKS = 40;

  private static final int MAX_LAYERS = 0xffff;
  private static final int ROOT = 0;
  private static final int HIDDEN_ROOT = 1;
  private static final byte[] AUFS = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);

  private static final byte FILE = 0;
  private static final byte DIRECTORY = 1;
  private static final byte SYMLINK = 2;
  private static final byte OTHER = 3;

  private final long secret = ThreadLocalRandom.current().nextLong() | 1;
  private final List<Listing> listings = new ArrayList<>();
  private int layer;

  /** The directory that the node is in; of a node that was removed, its complement. */
  private int[] parent = new int[1024];

  private int[] chain = new int[1024];
  private int[] hash = new int[1024];

  /** Record of the node; for a directory without one, where its name is in {@link #names}. */
  private int[] record = new int[1024];

  private char[] recordLayer = new char[1024];

  /** The last layer that named the node or anything below it. */
  private char[] touched = new char[1024];

  private byte[] kind = new byte[1024];

  /** For hard links whose content is; null while there are none. */
  private int @Nullable [] contentRecord;

  private char @Nullable [] contentLayer;
  private int nodes;
  private int[] index = new int[2048];

  /** Directory to the layer below which nothing in it shows. */
  private final Map<Integer, Integer> floors = new HashMap<>();

  /** Names of directories that no record names, each after its length. */
  private byte[] names = new byte[256];

  private int namesUsed;

  /** Whether the last walk followed a link. */
  private boolean followedLink;

  private static final char NO_RECORD = 0xffff;

  public MergedTree() {
    Arrays.fill(index, NONE);
    for (int root = ROOT; root <= HIDDEN_ROOT; root++) {
      nodes++;
      parent[root] = root;
      kind[root] = DIRECTORY;
      recordLayer[root] = NO_RECORD;
    }
  }

  /** Leaves a layer out, one that could not be read. */
  public void skip() {
    listings.add(new Listing());
    layer++;
  }

  /**
   * Lays a layer over those before. The list must not change from then on.
   *
   * @throws IllegalStateException after 65,535 layers
   */
  public void apply(Listing listing, Placement placement) {
    if (layer == MAX_LAYERS - 1) {
      throw new IllegalStateException("more layers than " + MAX_LAYERS);
    }
    listings.add(listing);
    Listing.Cursor cursor = listing.cursor();
    int directory = NONE;
    int directoryLength = -1;
    boolean elsewhere = false;
    boolean special = false;
    while (cursor.next()) {
      byte[] path = cursor.pathBuffer();
      int length = cursor.pathLength();
      boolean metadata = isAufs(path, length);
      boolean opaque = cursor.kind() == Listing.Kind.OPAQUE;
      boolean whiteout = cursor.kind() == Listing.Kind.WHITEOUT;
      int parentLength = opaque ? length : LayerPath.parentLength(path, length);
      // The directory is looked up anew after a link, because what was just placed may have changed
      // where the link leads; and after a whiteout, which does not make the directories it is in.
      boolean wasSpecial = special;
      special = metadata || opaque || whiteout;
      if (elsewhere || special || wasSpecial || !cursor.inSameDirectory(directoryLength)) {
        directory = walk(metadata ? HIDDEN_ROOT : ROOT, path, parentLength, !whiteout, true);
        directoryLength = parentLength;
        elsewhere = followedLink;
      }
      if (directory < 0 && whiteout) {
        continue; // there is nothing to hide
      }
      if (directory < 0) {
        placement.problem(text(path, length), "more than " + MAX_LINKS + " links lead to it");
        special = true;
        continue;
      }
      place(cursor, directory, path, length, elsewhere, placement);
    }
    layer++;
  }

  private void place(
      Listing.Cursor cursor,
      int directory,
      byte[] path,
      int length,
      boolean elsewhere,
      Placement placement) {
    int from = LayerPath.nameStart(path, length);
    switch (cursor.kind()) {
      case OPAQUE -> floors.put(directory, layer);
      case WHITEOUT -> hide(find(directory, path, from, length));
      case DIRECTORY -> {
        int node = put(directory, path, from, length, cursor.position(), DIRECTORY);
        placement.directory(cursor, node, elsewhere);
      }
      case SYMLINK -> put(directory, path, from, length, cursor.position(), SYMLINK);
      case OTHER -> put(directory, path, from, length, cursor.position(), OTHER);
      case FILE -> {
        int node = put(directory, path, from, length, cursor.position(), FILE);
        placement.placed(cursor.position(), node, Listing.Kind.FILE, elsewhere);
      }
      case HARD_LINK -> {
        byte[] link = LayerPath.normalise(cursor.link());
        int target =
            walk(isAufs(link, link.length) ? HIDDEN_ROOT : ROOT, link, link.length, false, false);
        if (target < 0 || kind[target] == DIRECTORY) {
          placement.problem(
              text(path, length),
              "it is a hard link to "
                  + text(link, link.length)
                  + ", which is "
                  + (target < 0 ? "not there" : "a directory"));
          return;
        }
        int node = putLink(directory, path, from, length, cursor.position(), target);
        if (kind[node] == FILE) {
          placement.placed(cursor.position(), node, Listing.Kind.HARD_LINK, elsewhere);
        }
      }
    }
  }

  private static boolean isAufs(byte[] path, int length) {
    return length > AUFS.length && Arrays.equals(path, 0, AUFS.length, AUFS, 0, AUFS.length);
  }

  private void hide(int node) {
    if (node == NONE) {
      return;
    }
    if (touched[node] < layer) {
      remove(node);
    } else if (kind[node] == DIRECTORY) {
      floors.put(node, layer);
    }
  }

  private int put(int directory, byte[] path, int from, int to, int position, byte newKind) {
    int node = find(directory, path, from, to);
    if (node != NONE && kind[node] != newKind && kind[node] == DIRECTORY) {
      remove(node);
      node = NONE;
    }
    if (node == NONE) {
      node = create(directory, path, from, to);
    }
    kind[node] = newKind;
    touched[node] = (char) layer;
    record[node] = position;
    recordLayer[node] = (char) layer;
    if (contentRecord != null && contentLayer != null) {
      contentRecord[node] = position;
      contentLayer[node] = (char) layer;
    }
    return node;
  }

  private int putLink(int directory, byte[] path, int from, int to, int position, int target) {
    int content = contentRecord(target);
    char contentOf = (char) contentLayer(target);
    byte newKind = kind[target];
    if (contentRecord == null || contentLayer == null) {
      contentRecord = Arrays.copyOf(record, record.length);
      contentLayer = Arrays.copyOf(recordLayer, recordLayer.length);
    }
    int node = put(directory, path, from, to, position, newKind);
    contentRecord[node] = content;
    contentLayer[node] = contentOf;
    return node;
  }

  private int create(int directory, byte[] path, int from, int to) {
    if (nodes == parent.length) {
      grow();
    }
    int node = nodes++;
    parent[node] = directory;
    hash[node] = hash(directory, path, from, to);
    int slot = hash[node] & (index.length - 1);
    chain[node] = index[slot];
    index[slot] = node;
    return node;
  }

  private void grow() {
    int size = parent.length + (parent.length >> 1);
    parent = Arrays.copyOf(parent, size);
    chain = Arrays.copyOf(chain, size);
    hash = Arrays.copyOf(hash, size);
    record = Arrays.copyOf(record, size);
    recordLayer = Arrays.copyOf(recordLayer, size);
    touched = Arrays.copyOf(touched, size);
    kind = Arrays.copyOf(kind, size);
    if (contentRecord != null && contentLayer != null) {
      contentRecord = Arrays.copyOf(contentRecord, size);
      contentLayer = Arrays.copyOf(contentLayer, size);
    }
    if (size > index.length) {
      index = new int[index.length * 2];
      Arrays.fill(index, NONE);
      for (int node = HIDDEN_ROOT + 1; node < nodes; node++) {
        if (parent[node] >= 0) {
          int slot = hash[node] & (index.length - 1);
          chain[node] = index[slot];
          index[slot] = node;
        }
      }
    }
  }

  private int hash(int directory, byte[] path, int from, int to) {
    long value = secret ^ (directory * 0x9e3779b97f4a7c15L);
    for (int i = from; i < to; i++) {
      value = (value ^ path[i]) * 0x100000001b3L;
      value ^= value >>> 29;
    }
    return (int) (value ^ (value >>> 32));
  }

  /** The entry of a directory that shows at this moment, or {@link #NONE}. */
  private int find(int directory, byte[] path, int from, int to) {
    int wanted = hash(directory, path, from, to);
    for (int node = index[wanted & (index.length - 1)]; node != NONE; node = chain[node]) {
      if (hash[node] == wanted && parent[node] == directory && named(node, path, from, to)) {
        if (!floors.isEmpty() && touched[node] < floor(directory)) {
          remove(node);
          return NONE;
        }
        return node;
      }
    }
    return NONE;
  }

  private int floor(int directory) {
    int highest = 0;
    int node = directory;
    while (true) {
      highest = Math.max(highest, floors.getOrDefault(node, 0));
      if (parent[node] == node) {
        return highest;
      }
      node = parent[node];
    }
  }

  private boolean named(int node, byte[] path, int from, int to) {
    if (recordLayer[node] != NO_RECORD) {
      return listings.get(recordLayer[node]).hasName(record[node], path, from, to);
    }
    int at = record[node];
    int length = names[at] & 0xff;
    return Arrays.equals(names, at + 1, at + 1 + length, path, from, to);
  }

  private void remove(int node) {
    int slot = hash[node] & (index.length - 1);
    if (index[slot] == node) {
      index[slot] = chain[node];
    } else {
      int before = index[slot];
      while (chain[before] != node) {
        before = chain[before];
      }
      chain[before] = chain[node];
    }
    parent[node] = ~parent[node]; // negative: it is gone, and its path can still be told
  }

  private int createUnrecorded(int directory, byte[] path, int from, int to) {
    int node = create(directory, path, from, to);
    int length = to - from;
    if (namesUsed + length + 1 > names.length) {
      names = Arrays.copyOf(names, Math.max(names.length * 2, namesUsed + length + 1));
    }
    record[node] = namesUsed;
    recordLayer[node] = NO_RECORD;
    kind[node] = DIRECTORY;
    if (contentLayer != null) {
      contentLayer[node] = NO_RECORD;
    }
    names[namesUsed++] = (byte) length;
    System.arraycopy(path, from, names, namesUsed, length);
    namesUsed += length;
    return node;
  }

  /**
   * Resolves a path inside the tree as {@code chroot} does.
   *
   * @param make whether missing directories are made, and things in their place replaced
   * @param followLast whether the last segment is followed where it is a link
   * @return {@link #NONE} where there is no such thing, or where links lead in a circle
   */
  private int walk(int root, byte[] path, int length, boolean make, boolean followLast) {
    followedLink = false;
    byte[] rest = path;
    int end = length;
    int at = 0;
    int links = 0;
    int node = root;
    while (at < end) {
      int stop = at;
      while (stop < end && rest[stop] != '/') {
        stop++;
      }
      int from = at;
      at = stop + 1;
      if (stop == from || (stop == from + 1 && rest[from] == '.')) {
        continue;
      }
      if (stop == from + 2 && rest[from] == '.' && rest[from + 1] == '.') {
        node = parent[node];
        continue;
      }
      if (kind[node] != DIRECTORY || stop - from > LayerPath.MAX_SEGMENT_BYTES) {
        return NONE;
      }
      int child = find(node, rest, from, stop);
      boolean last = at >= end;
      if (child != NONE && kind[child] == SYMLINK && (!last || followLast)) {
        byte[] link = link(child);
        if (++links > MAX_LINKS) {
          return NONE;
        }
        followedLink = true;
        int left = Math.max(0, end - at);
        byte[] joined = Arrays.copyOf(link, link.length + 1 + left);
        joined[link.length] = '/';
        System.arraycopy(rest, Math.min(at, end), joined, link.length + 1, left);
        node = link.length > 0 && link[0] == '/' ? root : node;
        rest = joined;
        end = joined.length;
        at = 0;
        continue;
      }
      if (make && (child == NONE || kind[child] != DIRECTORY)) {
        if (child != NONE) {
          remove(child);
        }
        child = createUnrecorded(node, rest, from, stop);
      }
      if (child == NONE) {
        return NONE;
      }
      if (make) {
        touched[child] = (char) layer;
      }
      node = child;
    }
    return node;
  }

  private byte[] link(int node) {
    return listings.get(contentLayer(node)).at(contentRecord(node)).link();
  }

  /**
   * The node at a path, links followed inside the tree, the last one too.
   *
   * @return {@link #NONE} where there is none
   */
  public int resolve(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    return walk(ROOT, bytes, bytes.length, false, true);
  }

  /** Whether the image shows the node. */
  public boolean isVisible(int node) {
    int at = node;
    int lowest = Integer.MAX_VALUE;
    while (true) {
      if (at < 0) {
        return false;
      }
      if (!floors.isEmpty() && floors.getOrDefault(at, 0) > lowest) {
        return false;
      }
      if (at == parent[at]) {
        return at == ROOT;
      }
      lowest = Math.min(lowest, touched[at]);
      at = parent[at];
    }
  }

  /** Whether it is a regular file. */
  public boolean isFile(int node) {
    return kind[node] == FILE;
  }

  /** Whether it is a directory. */
  public boolean isDirectory(int node) {
    return kind[node] == DIRECTORY;
  }

  /** The layer that brought the file's name, which may be a hard link. */
  public int layer(int node) {
    return recordLayer[node];
  }

  /** The record that brought the file's name, in the list of {@link #layer}. */
  public int position(int node) {
    return record[node];
  }

  /** The layer that holds the file's content. */
  public int contentLayer(int node) {
    return contentLayer == null ? recordLayer[node] : contentLayer[node];
  }

  /** The record of the file's content, in the list of {@link #contentLayer}. */
  public int contentRecord(int node) {
    return contentRecord == null ? record[node] : contentRecord[node];
  }

  /** What is known of the file's content: length, mode and owner. */
  public Listing.Member content(int node) {
    return listings.get(contentLayer(node)).at(contentRecord(node));
  }

  /** How many nodes there are, visible or not; each is known by a number below this. */
  public int nodes() {
    return nodes;
  }

  /**
   * The path of a node, visible or not, without a leading slash. What is not UTF-8 in it is
   * replaced.
   */
  public String path(int node) {
    List<byte[]> segments = new ArrayList<>();
    int length = -1;
    for (int at = node; parent[at] != at; at = parent[at] < 0 ? ~parent[at] : parent[at]) {
      byte[] name = name(at);
      segments.add(name);
      length += name.length + 1;
    }
    byte[] path = new byte[Math.max(length, 0)];
    int from = 0;
    for (int i = segments.size() - 1; i >= 0; i--) {
      byte[] name = segments.get(i);
      System.arraycopy(name, 0, path, from, name.length);
      from += name.length;
      if (i > 0) {
        path[from++] = '/';
      }
    }
    return text(path, path.length);
  }

  private byte[] name(int node) {
    if (recordLayer[node] != NO_RECORD) {
      return listings.get(recordLayer[node]).at(record[node]).name();
    }
    int at = record[node];
    return Arrays.copyOfRange(names, at + 1, at + 1 + (names[at] & 0xff));
  }

  private static String text(byte[] path, int length) {
    return new String(path, 0, length, StandardCharsets.UTF_8);
  }
}
