package dev.breakwater.image.oci;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

class ManifestFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void anyBytesAreReadOrRefused(byte[] bytes) {
    try {
      if (Manifest.read(bytes) instanceof Manifest.Index index) {
        index.select(Platform.parse("linux/amd64"));
      }
    } catch (IOException refused) {
      // As declared.
    }
  }
}
