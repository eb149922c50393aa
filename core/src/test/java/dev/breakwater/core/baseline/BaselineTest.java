package dev.breakwater.core.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Plan;
import dev.breakwater.core.RandomEvidence;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.judge.Excuser;
import dev.breakwater.core.judge.Judge;
import dev.breakwater.core.report.JsonReport;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
  private static final Subject SUBJECT = new Subject("dir", "/", null, null, null, List.of());
  private static final Excuse WAIVED =
      new Excuse.Waived("w.yaml", 1, "r", "o", LocalDate.of(2026, 1, 1));
  private static final Excuse STATED = new Excuse.Stated("v.json", "a", "fixed", null, "r");

  @TempDir private Path work;

  private static Weakness finding(String path, int line, String evidence) {
    return new Weakness(
        "rule",
        Finding.Kind.SECRET,
        Severity.HIGH,
        "t",
        evidence,
        new Finding.Location(path, line, 0, null, (Digest) null, false),
        new Finding.Remedy("r"),
        List.of(),
        null);
  }

  private static Report report(List<Finding> findings, List<Excused> excused) {
    Report plain =
        Judge.at(null, true)
            .judge(
                new Evidence(
                    RandomEvidence.CREATED,
                    SUBJECT,
                    List.of(),
                    List.of(),
                    List.of(),
                    findings,
                    List.of()));
    return new Report(
        plain.created(),
        SUBJECT,
        List.of(),
        List.of(),
        List.of(),
        findings,
        excused,
        List.of(),
        Plan.NONE,
        plain.verdict());
  }

  private static List<Finding> fresh(Report earlier, Finding... now) {
    Excuser.Outcome outcome =
        Baseline.of("old.json", earlier)
            .divide(List.of(now), RandomEvidence.about(SUBJECT, RandomEvidence.CREATED));
    assertThat(outcome.counting().size() + outcome.excused().size()).isEqualTo(now.length);
    assertThat(outcome.excused())
        .allSatisfy(one -> assertThat(one.excuse()).isEqualTo(new Excuse.Known("old.json")));
    return outcome.counting();
  }

  @Test
  void whatCountedIsKnownWhateverHasMoved() {
    Report earlier = report(List.of(finding("a", 1, "x"), finding("b", 1, "x")), List.of());
    assertThat(fresh(earlier, finding("a", 9, "x"), finding("b", 1, "y"), finding("c", 1, "x")))
        .containsExactly(finding("c", 1, "x"));
    assertThat(fresh(report(List.of(), List.of()), finding("a", 1, "x"))).hasSize(1);
  }

  @Test
  void whatWasExcusedHasToBeExcusedAgain() {
    Report earlier =
        report(
            List.of(),
            List.of(
                new Excused(finding("waived", 1, "x"), WAIVED),
                new Excused(finding("stated", 1, "x"), STATED),
                new Excused(finding("known", 1, "x"), new Excuse.Known("older.json"))));
    assertThat(
            fresh(
                earlier,
                finding("waived", 1, "x"),
                finding("stated", 1, "x"),
                finding("known", 1, "x")))
        .containsExactly(finding("waived", 1, "x"), finding("stated", 1, "x"));
  }

  /** Reports write half a pair as U+FFFD, so an earlier report has it so. */
  @Test
  void halfASurrogatePairIsKnownAgain() {
    Report earlier = report(List.of(finding("a\ufffd", 1, "m\ufffd")), List.of());
    assertThat(fresh(earlier, finding("a\ud800", 1, "m\udc00"))).isEmpty();
  }

  @Test
  void ofSeveralOfOneIdentityAsManyAreKnownAsThereWere() {
    Report one = report(List.of(finding("a", 1, "m")), List.of());
    assertThat(fresh(one, finding("a", 1, "b"), finding("a", 1, "m")))
        .containsExactly(finding("a", 1, "b"));
    assertThat(fresh(one, finding("a", 1, "z"), finding("a", 1, "b")))
        .containsExactly(finding("a", 1, "z"));
    Report mixed =
        report(List.of(finding("a", 1, "m")), List.of(new Excused(finding("a", 1, "n"), WAIVED)));
    assertThat(fresh(mixed, finding("a", 1, "m"), finding("a", 1, "n")))
        .containsExactly(finding("a", 1, "n"));
    assertThat(fresh(mixed, finding("a", 1, "n"), finding("a", 1, "m")))
        .containsExactly(finding("a", 1, "n"));
  }

  @Test
  void aReportHasNothingNewBesideItself() throws Exception {
    Path file = work.resolve("report.json");
    for (long seed = 0; seed < 150; seed++) {
      Evidence evidence = RandomEvidence.of(seed);
      Report report = Judge.at(null, true).judge(evidence);
      try (OutputStream out = Files.newOutputStream(file)) {
        new JsonReport().write(report, out);
      }
      Evidence again = RandomEvidence.shuffled(evidence, seed);
      Excuser.Outcome outcome = Baseline.of("old.json", report).divide(again.findings(), again);
      assertThat(outcome.counting()).as("seed %d", seed).isEmpty();
      Excuser.Outcome stored = Baseline.read(file).divide(again.findings(), again);
      // What JSON cannot carry, half a character, is another after it has been stored.
      assertThat(stored.counting())
          .as("seed %d", seed)
          .allMatch(finding -> finding.toString().contains("\ud800"));
    }
  }

  @Test
  void theOrderDoesNotMatter() {
    for (long seed = 0; seed < 150; seed++) {
      Evidence before = RandomEvidence.of(seed);
      Evidence now = RandomEvidence.of(seed + 1);
      Baseline baseline = Baseline.of("old.json", Judge.at(null, true).judge(before));
      Evidence other = RandomEvidence.shuffled(now, seed);
      assertThat(new HashSet<>(baseline.divide(other.findings(), now).counting()))
          .isEqualTo(new HashSet<>(baseline.divide(now.findings(), now).counting()));
    }
  }

  @Test
  void aReportThatIsNoneIsAFault() {
    assertThatThrownBy(() -> Baseline.read(work.resolve("none.json")))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("none.json");
  }
}
