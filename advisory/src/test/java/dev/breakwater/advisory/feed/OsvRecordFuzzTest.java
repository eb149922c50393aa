package dev.breakwater.advisory.feed;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.version.VersionOrder;

class OsvRecordFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void reads(byte[] input) {
    try {
      OsvRecord record = OsvRecordReader.read(input);
      new OsvAdvisories(VersionOrder::named, new Problems()).of(record, ecosystem -> true);
    } catch (BrokenRecordException expected) {
      // What it is for.
    }
  }
}
