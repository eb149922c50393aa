package dev.breakwater.advisory.mirror;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * OpenPGP's ASCII armour. The checksum line is skipped: what is inside is checked by signatures.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-6.2">RFC 9580 section 6.2</a>
 */
final class Armor {
  static final String SIGNATURE = "PGP SIGNATURE";
  static final String PUBLIC_KEYS = "PGP PUBLIC KEY BLOCK";

  private Armor() {}

  /**
   * The bytes of every block of a type, one after the other.
   *
   * @param type {@link #SIGNATURE} or {@link #PUBLIC_KEYS}
   * @throws ArchiveException where there is no such block or one is damaged
   */
  static byte[] decode(byte[] armored, String type, String where) throws ArchiveException {
    String[] lines = new String(armored, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
    String begin = "-----BEGIN " + type + "-----";
    List<byte[]> blocks = new ArrayList<>();
    int next = 0;
    while (next < lines.length) {
      if (!lines[next].stripTrailing().equals(begin)) {
        next++;
        continue;
      }
      int end = endOf(lines, next, "-----END " + type + "-----", where);
      blocks.add(block(lines, next + 1, end, where));
      next = end + 1;
    }
    if (blocks.isEmpty()) {
      throw new ArchiveException(where + " holds no block that starts with " + begin);
    }
    return joined(blocks);
  }

  private static int endOf(String[] lines, int from, String end, String where)
      throws ArchiveException {
    for (int i = from + 1; i < lines.length; i++) {
      if (lines[i].stripTrailing().equals(end)) {
        return i;
      }
    }
    throw new ArchiveException(where + " is cut short: it lacks " + end);
  }

  private static byte[] block(String[] lines, int from, int end, String where)
      throws ArchiveException {
    int next = from;
    while (next < end && !lines[next].isBlank()) {
      if (lines[next].indexOf(':') < 0) {
        throw new ArchiveException(where + " has no empty line after the headers of its armour");
      }
      next++;
    }
    StringBuilder text = new StringBuilder();
    for (int i = next + 1; i < end && !lines[i].startsWith("="); i++) {
      text.append(lines[i].strip());
    }
    try {
      return Base64.getDecoder().decode(text.toString());
    } catch (IllegalArgumentException e) {
      throw new ArchiveException(where + " is not base64 inside its armour", e);
    }
  }

  private static byte[] joined(List<byte[]> blocks) {
    int length = 0;
    for (byte[] block : blocks) {
      length += block.length;
    }
    byte[] all = new byte[length];
    int position = 0;
    for (byte[] block : blocks) {
      System.arraycopy(block, 0, all, position, block.length);
      position += block.length;
    }
    return all;
  }
}
