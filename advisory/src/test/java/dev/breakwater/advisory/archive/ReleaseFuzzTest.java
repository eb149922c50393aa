package dev.breakwater.advisory.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.mirror.ArchiveException;

class ReleaseFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    try {
      ReleaseFile.parse(data, "fuzz");
    } catch (ArchiveException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
