package dev.breakwater.posture.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Knows a chart of Helm that is packed by the first files in it. */
final class PackedChart {
  /** The size of a block of tar, in bytes. */
  private static final int BLOCK = 512;

  /** Helm puts {@code Chart.yaml} first; other programs take files as they find them. */
  private static final int MAX_BLOCKS = 4096;

  private PackedChart() {}

  /** Whether an archive has a {@code Chart.yaml} in its one directory, soon enough. */
  static boolean is(Path archive) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      byte[] header = new byte[BLOCK];
      long blocks = 0;
      while (blocks < MAX_BLOCKS && in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
        String name = text(header, 0, 100);
        if (name.endsWith("/Chart.yaml") && name.indexOf('/') == name.lastIndexOf('/')) {
          return true;
        }
        long content = (Long.parseLong(text(header, 124, 12).strip(), 8) + BLOCK - 1) / BLOCK;
        in.skipNBytes(Math.min(content, MAX_BLOCKS) * BLOCK);
        blocks += 1 + content;
      }
    } catch (IOException | NumberFormatException e) {
      // It is something else.
    }
    return false;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.ISO_8859_1);
  }
}
