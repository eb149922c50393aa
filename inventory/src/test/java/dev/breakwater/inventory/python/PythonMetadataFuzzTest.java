package dev.breakwater.inventory.python;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class PythonMetadataFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsAPackageOrAnIoError(byte[] bytes) {
    try {
      PythonMetadataDetector.read("a.egg-info", new ByteArrayInputStream(bytes));
    } catch (IOException expected) {
      // no metadata of a package
    }
  }
}
