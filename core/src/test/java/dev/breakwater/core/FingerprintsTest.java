package dev.breakwater.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.judge.Judge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
  private static Map<Finding, String> names(Evidence evidence) {
    Report report = Judge.at(null, true).judge(evidence);
    Fingerprints fingerprints = Fingerprints.of(report);
    Map<Finding, String> names = new HashMap<>();
    report.findings().forEach(finding -> names.put(finding, fingerprints.name(finding)));
    return names;
  }

  @Test
  void theOrderOfFindingsDoesNotMatter() {
    for (long seed = 0; seed < 300; seed++) {
      Evidence evidence = RandomEvidence.of(seed);
      Map<Finding, String> names = names(evidence);
      assertThat(names.values()).as("seed %d", seed).doesNotHaveDuplicates();
      assertThat(names(RandomEvidence.shuffled(evidence, seed))).isEqualTo(names);
    }
  }

  @Test
  void aFindingOfAnotherReportHasNoName() {
    Report report = Judge.at(null, true).judge(RandomEvidence.of(1).with(List.of()));
    Finding other =
        RandomEvidence.of(2).findings().isEmpty()
            ? RandomEvidence.of(3).findings().getFirst()
            : RandomEvidence.of(2).findings().getFirst();
    assertThatThrownBy(() -> Fingerprints.of(report).name(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(other.id());
  }
}
