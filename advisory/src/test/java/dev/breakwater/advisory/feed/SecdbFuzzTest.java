package dev.breakwater.advisory.feed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.version.VersionOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class SecdbFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) {
    try {
      SecdbReader reader =
          new SecdbReader(VersionOrder.named("Alpine").orElseThrow(), new Problems());
      reader.read(new ByteArrayInputStream(input));
      reader.advisories(null);
    } catch (IOException expected) {
      // What it is for.
    }
  }
}
