package dev.breakwater.inventory.conan;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class ConanFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsAListOrAnIoError(byte[] bytes) {
    try {
      ConanDetector.readInfo("conaninfo.txt", new ByteArrayInputStream(bytes));
      ConanDetector.readLock("conan.lock", Json.parse(bytes));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
