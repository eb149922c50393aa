package dev.breakwater.image;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a file's extended attribute {@code security.capability} grants to whoever runs it: the
 * kernel's {@code struct vfs_cap_data}, little-endian on every machine.
 *
 * @see <a
 *     href="https://github.com/torvalds/linux/blob/master/include/uapi/linux/capability.h">linux/capability.h</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 */
final class FileCapabilities {
  private static final String ATTRIBUTE = "security.capability";

  private FileCapabilities() {}

  /**
   * The permitted set, one bit for each capability.
   *
   * @param value of the attribute; empty where there is none
   * @return 0 for what the kernel would not accept: another revision, or another length than its
   *     revision has
   */
  static long permitted(byte[] value) {
    if (value.length < Integer.BYTES) {
      return 0;
    }
    // Revision 1 has one word for each set; 2 and 3 have two, and 3 the owner of a name space.
    int length =
        switch (value[3]) {
          case 1 -> 12;
          case 2 -> 20;
          case 3 -> 24;
          default -> -1;
        };
    if (value.length != length) {
      return 0;
    }
    long low = word(value, 4);
    return value[3] == 1 ? low : low | word(value, 12) << 32;
  }

  private static long word(byte[] value, int at) {
    return (value[at] & 0xffL)
        | (value[at + 1] & 0xffL) << 8
        | (value[at + 2] & 0xffL) << 16
        | (value[at + 3] & 0xffL) << 24;
  }

  /** What a file on disk has; 0 where that cannot be told, as for what nobody may execute. */
  static long of(Path file, FileStatus status) {
    if (!status.isExecutable()) {
      return 0;
    }
    try {
      byte[] value = ExtendedAttributes.value(file, ATTRIBUTE);
      return value == null ? 0 : permitted(value);
    } catch (IOException notTold) {
      return 0;
    }
  }
}
