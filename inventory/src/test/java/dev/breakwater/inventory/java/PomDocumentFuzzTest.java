package dev.breakwater.inventory.java;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class PomDocumentFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsReadOrAnIoError(byte[] bytes) {
    try {
      PomDocument pom = PomDocument.read(bytes);
      pom.dependencies();
      pom.coordinates();
    } catch (IOException expected) {
      // cannot be read
    }
  }
}
