package dev.breakwater.inventory.elixir;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

class MixLockFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsALockOrAnIoError(byte[] bytes) {
    try {
      MixLockDetector.read("mix.lock", new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
