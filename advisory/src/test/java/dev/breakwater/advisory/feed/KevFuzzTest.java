package dev.breakwater.advisory.feed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class KevFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) {
    try {
      KevReader.read(new ByteArrayInputStream(input), new Problems());
    } catch (IOException expected) {
      // What it is for.
    }
  }
}
