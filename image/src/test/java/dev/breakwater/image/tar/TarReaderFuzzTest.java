package dev.breakwater.image.tar;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

class TarReaderFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    TarReader tar = new TarReader(new ByteArrayInputStream(bytes), 512);
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
}
