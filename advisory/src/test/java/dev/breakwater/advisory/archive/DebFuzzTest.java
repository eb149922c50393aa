package dev.breakwater.advisory.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class DebFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    try {
      DebPackage.changelog(new ByteArrayInputStream(data), "fuzz", "a", 1 << 20).readAllBytes();
    } catch (IOException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
