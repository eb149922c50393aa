package dev.breakwater.inventory.ruby;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class GemfileLockFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      GemfileLockDetector.read("Gemfile.lock", new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
