package dev.breakwater.core.vex;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.RandomEvidence;

class OpenVexFuzzTest {
  /** No document does anything but divide findings, or give the declared exception. */
  @FuzzTest(maxDuration = "10s")
  void readsAnyDocument(byte @NotNull [] bytes) {
    try {
      VexDocument document = VexDocument.read("vex.json", bytes);
      var outcome =
          new Vex(document.statements(), document.refused())
              .divide(Samples.ALL, RandomEvidence.about(Samples.IMAGE, Samples.NOW));
      if (outcome.counting().size() + outcome.excused().size() != Samples.ALL.size()) {
        throw new AssertionError("a finding is lost");
      }
    } catch (BreakwaterException expected) {
      if (!expected.getMessage().contains("vex.json")) {
        throw new AssertionError("a failure that does not name the file", expected);
      }
    }
  }
}
