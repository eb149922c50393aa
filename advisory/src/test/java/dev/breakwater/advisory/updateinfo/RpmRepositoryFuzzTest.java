package dev.breakwater.advisory.updateinfo;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.core.Distribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Repositories and variables; the same bytes are both. */
class RpmRepositoryFuzzTest {
  private static final Distribution AMAZON =
      new Distribution("amzn", null, "2023", null, "Amazon Linux 2023", null);

  @FuzzTest(maxDuration = "10s")
  void throwsOnlyWhatItDeclares(byte[] data) {
    CapturedFiles settings =
        Rpms.captured(
            Map.of(
                "etc/yum.repos.d/a.repo", data,
                "etc/zypp/repos.d/b.repo", data,
                "etc/dnf/vars/x", data));
    Variables variables = Variables.of(settings, AMAZON, InstalledRpms.of(List.of()));
    for (RpmRepository repository : RpmRepository.enabled(settings, new ArrayList<>())) {
      try {
        assertThat(repository.with(variables).place()).isEqualTo(repository.place());
      } catch (ArchiveException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }
}
