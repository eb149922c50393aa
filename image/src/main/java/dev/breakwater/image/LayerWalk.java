package dev.breakwater.image;

import dev.breakwater.image.overlay.LayerPath;
import dev.breakwater.image.overlay.Listing;
import dev.breakwater.image.tar.TarEntry;
import dev.breakwater.image.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Goes through a layer's archive and says what each member means for the image. Two walks over the
 * same bytes number the members alike.
 */
final class LayerWalk {
  private static final byte[] WHITEOUT = ".wh.".getBytes(StandardCharsets.US_ASCII);

  /** What begins so is metadata of AUFS, never shown. */
  static final String METADATA = ".wh..wh.";

  private static final byte[] METADATA_BYTES = METADATA.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OPAQUE = ".wh..wh..opq".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];
  private static final int BUFFER = 128 * 1024;

  private final TarReader tar;
  private final BiConsumer<String, String> problems;
  private int ordinal = -1;
  private Listing.Kind kind = Listing.Kind.OTHER;
  private byte[] path = NOTHING;
  private TarEntry entry = new TarEntry(TarEntry.Type.OTHER, NOTHING, NOTHING, 0, 0, 0, 0, NOTHING, false);

  /**
   * Starts before the first member.
   *
   * @param problems told path and reason of each member that is passed over
   */
  LayerWalk(InputStream layer, BiConsumer<String, String> problems) {
    this.tar = new TarReader(layer, BUFFER);
    this.problems = problems;
  }

  /** Goes to the next member that means something; false at the end. */
  boolean next() throws IOException {
    while (true) {
      TarEntry read = tar.next();
      if (read == null) {
        return false;
      }
      entry = read;
      path = LayerPath.normalise(read.name());
      if (path.length > 0 && classify()) {
        ordinal++;
        return true;
      }
    }
  }

  private boolean classify() {
    if (LayerPath.tooLong(path)) {
      return passOver("its name is longer than any file system allows");
    }
    if (entry.linkName().length > LayerPath.MAX_BYTES) {
      return passOver("it is a link to a name longer than any file system allows");
    }
    int slash = lastSlash();
    boolean metadata = startsWith(path, 0, METADATA_BYTES);
    if (Arrays.equals(path, slash + 1, path.length, OPAQUE, 0, OPAQUE.length)) {
      kind = Listing.Kind.OPAQUE;
      path = Arrays.copyOf(path, Math.max(slash, 0));
    } else if (!metadata && startsWith(path, slash + 1, WHITEOUT)) {
      return whiteout(slash);
    } else {
      kind =
          switch (entry.type()) {
            case FILE -> Listing.Kind.FILE;
            case DIRECTORY -> Listing.Kind.DIRECTORY;
            case SYMLINK -> Listing.Kind.SYMLINK;
            case HARD_LINK -> Listing.Kind.HARD_LINK;
            case OTHER -> Listing.Kind.OTHER;
          };
    }
    return true;
  }

  private boolean whiteout(int slash) {
    int from = slash + 1 + WHITEOUT.length;
    int length = path.length - from;
    boolean dots = length <= 2;
    for (int i = from; i < path.length; i++) {
      dots &= path[i] == '.';
    }
    if (dots) {
      return passOver("it is a whiteout that names no file");
    }
    byte[] hidden = new byte[slash + 1 + length];
    System.arraycopy(path, 0, hidden, 0, slash + 1);
    System.arraycopy(path, from, hidden, slash + 1, length);
    kind = Listing.Kind.WHITEOUT;
    path = hidden;
    return true;
  }

  private boolean passOver(String why) {
    String name = pathText();
    problems.accept(name.length() > 200 ? name.substring(0, 200) + "…" : name, why);
    return false;
  }

  private int lastSlash() {
    int at = path.length - 1;
    while (at >= 0 && path[at] != '/') {
      at--;
    }
    return at;
  }

  private static boolean startsWith(byte[] path, int from, byte[] prefix) {
    return path.length - from >= prefix.length
        && Arrays.equals(path, from, from + prefix.length, prefix, 0, prefix.length);
  }

  /** The member's number, from 0. */
  int ordinal() {
    return ordinal;
  }

  Listing.Kind kind() {
    return kind;
  }

  /** Whether it is a file that the image can show. */
  boolean isShownFile() {
    return kind == Listing.Kind.FILE && !startsWith(path, 0, METADATA_BYTES);
  }

  byte[] path() {
    return path;
  }

  String pathText() {
    return new String(path, StandardCharsets.UTF_8);
  }

  TarEntry entry() {
    return entry;
  }

  InputStream content() {
    return tar.content();
  }
}
