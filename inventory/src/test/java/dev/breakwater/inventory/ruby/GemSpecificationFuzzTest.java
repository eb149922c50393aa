package dev.breakwater.inventory.ruby;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class GemSpecificationFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsAGemOrAnIoError(byte[] bytes) {
    try {
      GemSpecificationDetector.read("a.gemspec", new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not such a file
    }
  }
}
