package dev.breakwater.inventory.npm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class NpmPackageFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsAPackageOrAnIoError(byte[] bytes) {
    try {
      NpmPackageDetector.read("node_modules/a/package.json", new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // not JSON
    }
  }
}
