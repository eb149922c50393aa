package dev.breakwater.image.oci;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class ImageConfigFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    try {
      ImageConfig config = ImageConfig.read(bytes);
      if (config.createdBy().size() != config.diffIds().size()) {
        throw new AssertionError("steps and layers do not fit");
      }
    } catch (IOException refused) {
      // As declared.
    }
  }
}
