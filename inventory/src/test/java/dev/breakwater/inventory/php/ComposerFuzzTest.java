package dev.breakwater.inventory.php;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.core.json.Json;
import java.io.IOException;

class ComposerFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsAListOrAnIoError(byte[] bytes) {
    try {
      ComposerDetector.read("composer.lock", Json.parse(bytes));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
