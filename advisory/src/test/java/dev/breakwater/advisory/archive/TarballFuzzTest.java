package dev.breakwater.advisory.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class TarballFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    try {
      Tarball.find(new ByteArrayInputStream(data), "fuzz", "debian/changelog"::equals, "changelog")
          .readAllBytes();
    } catch (IOException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
