package dev.breakwater.core.waiver;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.RandomEvidence;

class WaiversFuzzTest {
  /** No file does anything but divide findings, or give the declared exception. */
  @FuzzTest(maxDuration = "10s")
  void readsAnyFile(byte @NotNull [] file) {
    try {
      var evidence = RandomEvidence.of(5);
      var outcome = WaiverReader.read("waivers.yaml", file).divide(evidence.findings(), evidence);
      if (outcome.counting().size() + outcome.excused().size() != evidence.findings().size()) {
        throw new AssertionError("a finding is lost");
      }
    } catch (BreakwaterException expected) {
      if (!expected.getMessage().contains("waivers.yaml")) {
        throw new AssertionError("a failure that does not name the file", expected);
      }
    }
  }
}
