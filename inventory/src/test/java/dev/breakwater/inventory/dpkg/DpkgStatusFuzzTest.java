package dev.breakwater.inventory.dpkg;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class DpkgStatusFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsReadWithoutAnError(byte[] bytes) throws IOException {
    DpkgStatusDetector.read("status", new ByteArrayInputStream(bytes), bytes.length % 2 == 0);
  }
}
