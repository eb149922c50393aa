package dev.breakwater.inventory.swift;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class PodfileLockFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      PodfileLockDetector.read("Podfile.lock", new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
