package dev.breakwater.advisory.updateinfo;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.mirror.ArchiveException;
import java.io.ByteArrayInputStream;
import java.util.Set;

class UpdateInfoFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    try {
      UpdateInfo.read(
          new ByteArrayInputStream(data),
          "fuzz",
          Set.of("openssl", "a"),
          advisory -> {
            for (RpmBuild build : advisory.builds()) {
              advisory.on(build, "x86_64");
            }
          });
    } catch (ArchiveException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
