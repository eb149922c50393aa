package dev.breakwater.advisory.updateinfo;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.mirror.ArchiveException;
import java.util.Map;

/** Indexes, and lists of mirrors of both kinds. */
class RepositoryIndexFuzzTest {
  private static final Variables VARIABLES = new Variables(Map.of("basearch", "x86_64"));

  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    try {
      assertThat(Repomd.parse(data, "fuzz")).isNotNull();
    } catch (ArchiveException expected) {
      assertThat(expected).isNotNull();
    }
    try {
      assertThat(MirrorList.parse(data, "fuzz", VARIABLES).bases()).isNotEmpty();
    } catch (ArchiveException expected) {
      assertThat(expected).isNotNull();
    }
  }
}
