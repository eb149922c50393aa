package dev.breakwater.inventory.dart;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class PubspecLockFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      PubspecLockDetector.read("pubspec.lock", new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
