package dev.breakwater.image;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The bytes of file names, whatever the locale: in the C locale Java shows other characters than
 * ASCII as question marks, and makes no path of them.
 */
final class PathBytes {
  private PathBytes() {}

  /** The last segment as UTF-8 text; what is not UTF-8 in it is replaced. */
  static String name(Path path) {
    String name = String.valueOf(path.getFileName());
    return isAscii(name) ? name : new String(nameBytes(path), StandardCharsets.UTF_8);
  }

  /** The last segment. */
  static byte[] nameBytes(Path path) {
    String name = String.valueOf(path.getFileName());
    if (isAscii(name)) {
      return name.getBytes(StandardCharsets.US_ASCII);
    }
    String raw = path.toUri().getRawPath();
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
    return decode(raw, raw.lastIndexOf('/', end - 1) + 1, end);
  }

  /** The whole path. */
  static byte[] of(Path path) {
    String text = path.toString();
    if (isAscii(text)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    if (!path.isAbsolute()) {
      // Only an absolute path tells its bytes.
      byte[] working = of(Path.of("").toAbsolutePath());
      byte[] whole = of(path.toAbsolutePath());
      int from = working.length == 1 ? 1 : working.length + 1;
      return Arrays.copyOfRange(whole, from, whole.length);
    }
    String raw = path.toUri().getRawPath();
    return decode(raw, 0, raw.endsWith("/") && raw.length() > 1 ? raw.length() - 1 : raw.length());
  }

  /** A path below an absolute directory. */
  static Path resolve(Path directory, byte[] relative) {
    StringBuilder raw = new StringBuilder("file://");
    encode(of(directory), raw);
    raw.append('/');
    encode(relative, raw);
    return Path.of(URI.create(raw.toString()));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static byte[] decode(String raw, int from, int to) {
    byte[] bytes = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      if (raw.charAt(i) == '%') {
        bytes[length++] = (byte) Integer.parseInt(raw, i + 1, i + 3, 16);
        i += 2;
      } else {
        bytes[length++] = (byte) raw.charAt(i);
      }
    }
    return Arrays.copyOf(bytes, length);
  }

  private static void encode(byte[] path, StringBuilder out) {
    for (byte octet : path) {
      char c = (char) (octet & 0xff);
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/') {
        out.append(c);
      } else {
        out.append('%');
        out.append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
      }
    }
  }
}
