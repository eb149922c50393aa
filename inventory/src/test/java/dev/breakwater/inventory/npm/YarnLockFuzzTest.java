package dev.breakwater.inventory.npm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class YarnLockFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      new YarnLock("yarn.lock").read(new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not a lock file
    }
  }
}
