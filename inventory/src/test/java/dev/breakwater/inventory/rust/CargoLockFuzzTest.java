package dev.breakwater.inventory.rust;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class CargoLockFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      CargoLockDetector.read("Cargo.lock", new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not TOML
    }
  }
}
