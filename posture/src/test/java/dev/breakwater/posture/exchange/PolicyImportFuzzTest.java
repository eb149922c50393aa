package dev.breakwater.posture.exchange;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

class PolicyImportFuzzTest {
  /** No file gives anything but imports and problems; what is imported imports as it is. */
  @FuzzTest(maxDuration = "10s")
  void importsAnyFile(byte @NotNull [] file) {
    HostileImports.importTwice(file);
  }
}
