package dev.breakwater.inventory.npm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class BunLockFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      new BunLock("bun.lock").read(new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not a lock file
    }
  }
}
