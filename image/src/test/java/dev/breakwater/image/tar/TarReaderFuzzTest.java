package dev.breakwater.image.tar;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class TarReaderFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    byte[] archive = bytes.clone();
    for (int block = 0; block + 512 <= archive.length; block += 512) {
      if ((archive[block + 511] & 1) == 0) {
        sign(archive, block);
      }
    }
    TarReader tar = new TarReader(new ByteArrayInputStream(archive), 512);
    byte[] buffer = new byte[4096];
    try {
      TarEntry entry;
      while ((entry = tar.next()) != null) {
        InputStream content = tar.content();
        long left = Math.min(entry.size(), 1 << 20);
        int count;
        while (left > 0 && (count = content.read(buffer)) > 0) {
          left -= count;
        }
      }
    } catch (IOException refused) {
      // As declared.
    }
  }

  /** Writes the checksum that no fuzzer guesses. */
  private static void sign(byte[] archive, int block) {
    Arrays.fill(archive, block + 148, block + 156, (byte) ' ');
    int sum = 0;
    for (int i = block; i < block + 512; i++) {
      sum += archive[i] & 0xff;
    }
    byte[] digits = Integer.toOctalString(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, archive, block + 148, digits.length);
  }
}
