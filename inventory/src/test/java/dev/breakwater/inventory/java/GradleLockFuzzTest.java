package dev.breakwater.inventory.java;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class GradleLockFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsReadOrAnIoError(byte[] bytes) {
    try {
      new GradleLock("gradle.lockfile", "").read(new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // cannot be read
    }
  }
}
