package dev.breakwater.inventory.npm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class NpmLockFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      new NpmLock("package-lock.json").read(new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not JSON
    }
  }
}
