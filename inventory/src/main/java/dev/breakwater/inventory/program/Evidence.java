package dev.breakwater.inventory.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.breakwater.inventory.detection.VersionBytes;
import org.jspecify.annotations.Nullable;

/** What tells a program's version among its bytes. */
sealed interface Evidence {
  /** The program's name in its purl. */
  String product();

  /**
   * A version between two texts, which are ASCII; in each, {@code #} stands for any digit.
   *
   * @param before stands right before it; not empty
   * @param start how it starts; empty where any digit will do
   * @param numbers how many numbers, separated by dots, it has at least
   * @param after stands right behind it; empty where anything may
   */
  record Mark(String product, String before, String start, int numbers, String after)
      implements Evidence {
    /** No version is longer, in bytes. */
    static final int MAX_VERSION = 64;

    /** Three numbers between two texts. */
    static Mark of(String product, String before, String after) {
      return new Mark(product, before, "", 3, after);
    }

    /**
     * Reads a version.
     *
     * @param at where the text before it starts
     * @param length how many of the bytes count
     * @return null where it is not there
     */
    @Nullable String versionAt(int at, byte[] bytes, int length) {
      int from = at + before.length();
      if (!holds(before, at, bytes, length) || !holds(start, from, bytes, length)) {
        return null;
      }
      int end = endOfNumbers(from, numbers, bytes, length);
      if (end >= 0 && (after.isEmpty() || !holds(after, end, bytes, length))) {
        // Looking further than a version reaches would cost a hostile file's length each time.
        end = endOfSuffix(end, bytes, Math.min(length, from + MAX_VERSION + 1));
      }
      return end < 0 || end - from > MAX_VERSION || !holds(after, end, bytes, length)
          ? null
          : new String(bytes, from, end - from, ISO_8859_1);
    }

    /** The end of numbers with dots between them; -1 where they are fewer than {@code least}. */
    static int endOfNumbers(int from, int least, byte[] bytes, int length) {
      int at = from;
      for (int count = 1; ; count++) {
        int first = at;
        while (at < length && isDigit(bytes[at])) {
          at++;
        }
        if (at == first) {
          return -1;
        }
        if (at + 1 >= length || bytes[at] != '.' || !isDigit(bytes[at + 1])) {
          return count < least ? -1 : at;
        }
        at++;
      }
    }

    private static int endOfSuffix(int from, byte[] bytes, int length) {
      int end = from;
      while (end < length && VersionBytes.isPart(bytes[end])) {
        end++;
      }
      while (end > from && bytes[end - 1] == '.') {
        end--; // of the sentence
      }
      return end;
    }

    private static boolean holds(String text, int at, byte[] bytes, int length) {
      if (at + text.length() > length) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        char wanted = text.charAt(i);
        byte found = bytes[at + i];
        if (wanted == '#' ? !isDigit(found) : found != (byte) wanted) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A version that ends a text, as others do that mean something else, and is known by being there
   * again right in front of the stamp of the build. So Redis and Valkey keep it.
   */
  record Stamp(String product) implements Evidence {}

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
