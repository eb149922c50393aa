package dev.breakwater.inventory.program;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.breakwater.inventory.detection.VersionBytes;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The release that a Linux kernel's image names. The boot protocol of x86 keeps a pointer to it in
 * the header; images for other machines say nothing outside their compressed part.
 *
 * @see <a href="https://docs.kernel.org/arch/x86/boot.html">The Linux/x86 boot protocol</a>
 */
final class KernelImage {
  private static final int MAGIC = 0x202;
  private static final int POINTER = 0x20E;

  /** Pointers count from here. */
  private static final int BASE = 0x200;

  private static final int MAX_RELEASE = 128;

  private KernelImage() {}

  /**
   * Reads the release.
   *
   * @return for example {@code 6.1.0-18-amd64}; null where the image has no such header or text
   */
  static @Nullable String release(InputStream image) throws IOException {
    byte[] head = image.readNBytes(POINTER + 2);
    boolean x86 =
        head.length == POINTER + 2
            && head[MAGIC] == 'H'
            && head[MAGIC + 1] == 'd'
            && head[MAGIC + 2] == 'r'
            && head[MAGIC + 3] == 'S';
    if (!x86) {
      return null;
    }
    int pointer = (head[POINTER] & 0xff) | (head[POINTER + 1] & 0xff) << 8;
    int start = BASE + pointer;
    if (pointer == 0 || start < head.length) {
      return null;
    }
    image.skipNBytes(start - head.length);
    byte[] text = image.readNBytes(MAX_RELEASE);
    int end = 0;
    while (end < text.length && (VersionBytes.isPart(text[end]) || text[end] == '_')) {
      end++;
    }
    boolean release = end > 0 && end < text.length && Evidence.isDigit(text[0]) && text[end] <= ' ';
    return release ? new String(text, 0, end, US_ASCII) : null;
  }
}
