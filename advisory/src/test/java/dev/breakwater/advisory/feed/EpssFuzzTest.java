package dev.breakwater.advisory.feed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class EpssFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) {
    try {
      EpssReader.read(new ByteArrayInputStream(input), new Problems());
    } catch (IOException expected) {
      // What it is for.
    }
  }
}
