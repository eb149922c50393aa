package dev.breakwater.advisory.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ClearSignedFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    try {
      ClearSigned.parse(data, "fuzz");
    } catch (ArchiveException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
