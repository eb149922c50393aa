package dev.breakwater.image.overlay;

import java.util.Arrays;

/** Paths of layers as bytes, because names in Linux need not be text in any encoding. */
public final class LayerPath {
  /** Longest path in bytes; Linux opens none that is longer. */
  public static final int MAX_BYTES = 4096;

  /** Longest segment in bytes; Linux file systems keep none that is longer. */
  public static final int MAX_SEGMENT_BYTES = 255;

  private LayerPath() {}

  /**
   * Makes a path relative to the root: no leading slash and no empty, {@code .} or {@code ..}
   * segments. {@code ..} takes the segment before it away, and is dropped where there is none, so
   * no path leaves the root.
   */
  public static byte[] normalise(byte[] path) {
    if (isNormal(path)) {
      return path;
    }
    byte[] normal = new byte[path.length];
    int length = 0;
    int at = 0;
    while (at < path.length) {
      int end = at;
      while (end < path.length && path[end] != '/') {
        end++;
      }
      int segment = end - at;
      if (segment == 2 && path[at] == '.' && path[at + 1] == '.') {
        length = parentLength(normal, length);
      } else if (segment > 0 && !(segment == 1 && path[at] == '.')) {
        if (length > 0) {
          normal[length++] = '/';
        }
        System.arraycopy(path, at, normal, length, segment);
        length += segment;
      }
      at = end + 1;
    }
    return Arrays.copyOf(normal, length);
  }

  private static boolean isNormal(byte[] path) {
    int segment = 0;
    boolean dots = true;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        if (segment == 0 || (dots && segment <= 2)) {
          return false;
        }
        segment = 0;
        dots = true;
      } else {
        segment++;
        dots &= path[i] == '.';
      }
    }
    return true;
  }

  /** Length of the directory part of a normalised path, without the slash; 0 for the root. */
  static int parentLength(byte[] path, int length) {
    int slash = lastSlash(path, length);
    return Math.max(slash, 0);
  }

  /** Where the last segment of a normalised path begins. */
  static int nameStart(byte[] path, int length) {
    return lastSlash(path, length) + 1;
  }

  private static int lastSlash(byte[] path, int length) {
    int at = length - 1;
    while (at >= 0 && path[at] != '/') {
      at--;
    }
    return at;
  }

  /** Whether a segment is longer than any file system keeps. */
  public static boolean tooLong(byte[] path) {
    if (path.length > MAX_BYTES) {
      return true;
    }
    int segment = 0;
    for (byte octet : path) {
      segment = octet == '/' ? 0 : segment + 1;
      if (segment > MAX_SEGMENT_BYTES) {
        return true;
      }
    }
    return false;
  }
}
