package dev.breakwater.inventory.rpm;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class RpmManifestFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void everyTextIsReadWithoutAnError(byte[] bytes) throws IOException {
    RpmManifest.read(new ByteArrayInputStream(bytes), new RpmPackages("manifest"));
  }
}
