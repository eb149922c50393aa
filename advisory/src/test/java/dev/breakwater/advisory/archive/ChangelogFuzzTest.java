package dev.breakwater.advisory.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.version.VersionOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;

class ChangelogFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    try {
      Changelog.read(
          new ByteArrayInputStream(data), "fuzz", "1.0-1", VersionOrder.named("deb").orElseThrow());
    } catch (IOException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
