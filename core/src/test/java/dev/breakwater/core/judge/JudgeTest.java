package dev.breakwater.core.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Assessment GOOD =
      new Assessment("PyPI", Assessment.State.ASSESSED, null, 3, null);
  private static final Assessment MISSING =
      new Assessment("npm", Assessment.State.NOT_ASSESSED, null, 2, "no data");
  private static final Assessment UNASKED =
      new Assessment("Go", Assessment.State.NOT_ASSESSED, null, 0, "no data");
  private static final Assessment MARKING =
      new Assessment("KEV", Assessment.State.ASSESSED, null, 0, null);
  private static final Problem PROBLEM = new Problem("a.jar", "cut off");

  private static List<Finding> findings(Severity... severities) {
    List<Finding> findings = new ArrayList<>();
    for (Severity severity : severities) {
      findings.add(
          new Vulnerability(
              "CVE-2024-1",
              List.of(),
              Finding.Kind.VULNERABILITY,
              severity,
              null,
              Vulnerability.Status.AFFECTED,
              "",
              PackageUrl.of("pypi", null, "a", "1"),
              "a",
              "1",
              null,
              new Finding.Location(null, null),
              new Finding.Remedy("", List.of()),
              null,
              List.of(),
              List.of(),
              Vulnerability.Place.APPLICATION,
              null,
              null,
              List.of()));
    }
    return findings;
  }

  private static Verdict verdict(
      Judge judge, List<Finding> findings, List<Assessment> assessed, List<Problem> problems) {
    Subject subject = new Subject("dir", "/", null, null, null, List.of());
    return judge
        .judge(
            new Evidence(
                Instant.EPOCH, subject, assessed, problems, List.of(), findings, List.of()))
        .verdict();
  }

  @Test
  void withoutAGateEverythingPassesThatWasJudged() {
    Verdict verdict =
        verdict(
            Judge.at(null, false),
            findings(Severity.CRITICAL, Severity.LOW, Severity.LOW),
            List.of(GOOD, MISSING),
            List.of(PROBLEM));
    assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.PASSED);
    assertThat(verdict.reasons()).containsExactly("npm was not assessed");
    assertThat(verdict.counts()).containsEntry(Severity.LOW, 2).containsEntry(Severity.CRITICAL, 1);
  }

  @Test
  void aConfigurationOfWhichNothingCouldBeReadIsNotAssessedWhateverIsAllowed() {
    Judge judge = Judge.at(null, true);
    assertThat(configuration(judge, 0, PROBLEM))
        .isEqualTo(List.of(Verdict.Outcome.NOT_ASSESSED, "1 file could not be read"));
    assertThat(configuration(judge, 0, PROBLEM, new Problem(PROBLEM.where(), "another one")))
        .as("both in one file")
        .isEqualTo(configuration(judge, 0, PROBLEM));
    assertThat(configuration(judge, 0)).isEqualTo(List.of(Verdict.Outcome.PASSED));
    assertThat(configuration(judge, 1, PROBLEM)).isEqualTo(List.of(Verdict.Outcome.PASSED));
  }

  private static List<Object> configuration(Judge judge, int workloads, Problem... problems) {
    Evidence evidence =
        new Evidence(
            Instant.EPOCH,
            Subject.ofConfiguration("deploy", workloads),
            List.of(),
            List.of(problems),
            List.of(),
            List.of(),
            List.of());
    Verdict verdict = judge.judge(evidence).verdict();
    List<Object> said = new ArrayList<>(List.of(verdict.outcome()));
    said.addAll(verdict.reasons());
    return said;
  }

  @Test
  void theGateDeniesAtItsThreshold() {
    Judge judge = Judge.at(Severity.HIGH, false);
    Verdict denied =
        verdict(judge, findings(Severity.CRITICAL, Severity.HIGH), List.of(GOOD), List.of());
    assertThat(denied.outcome()).isEqualTo(Verdict.Outcome.DENIED);
    assertThat(denied.outcome().exitCode()).isEqualTo(1);
    assertThat(denied.reasons()).containsExactly("2 findings are high or worse");
    assertThat(
            verdict(judge, findings(Severity.MEDIUM, Severity.UNKNOWN), List.of(GOOD), List.of())
                .outcome())
        .isEqualTo(Verdict.Outcome.PASSED);
    assertThat(
            verdict(
                    Judge.at(Severity.CRITICAL, false),
                    findings(Severity.CRITICAL),
                    List.of(GOOD),
                    List.of())
                .reasons())
        .containsExactly("1 finding is critical");
  }

  @Test
  void notAssessedIsNotClean() {
    Judge judge = Judge.at(Severity.HIGH, false);
    Verdict unsure = verdict(judge, List.of(), List.of(GOOD, MISSING), List.of(PROBLEM));
    assertThat(unsure.outcome()).isEqualTo(Verdict.Outcome.NOT_ASSESSED);
    assertThat(unsure.outcome().exitCode()).isEqualTo(3);
    assertThat(unsure.reasons())
        .containsExactly("npm was not assessed", "1 file could not be read");
    assertThat(verdict(judge, List.of(), List.of(GOOD), List.of(PROBLEM)).outcome())
        .isEqualTo(Verdict.Outcome.NOT_ASSESSED);
    assertThat(
            verdict(
                    Judge.at(Severity.HIGH, true),
                    List.of(),
                    List.of(GOOD, MISSING),
                    List.of(PROBLEM))
                .outcome())
        .isEqualTo(Verdict.Outcome.PASSED);
    assertThat(verdict(judge, List.of(), List.of(GOOD, UNASKED), List.of()).outcome())
        .isEqualTo(Verdict.Outcome.PASSED);
  }

  @Test
  void aDenialOutweighsDoubt() {
    assertThat(
            verdict(
                    Judge.at(Severity.HIGH, false),
                    findings(Severity.HIGH),
                    List.of(MISSING),
                    List.of())
                .outcome())
        .isEqualTo(Verdict.Outcome.DENIED);
  }

  @Test
  void nothingAssessedNeverPasses() {
    assertThat(verdict(Judge.at(null, false), List.of(), List.of(MISSING), List.of()).outcome())
        .isEqualTo(Verdict.Outcome.NOT_ASSESSED);
    assertThat(verdict(Judge.at(null, true), List.of(), List.of(MISSING), List.of()).outcome())
        .isEqualTo(Verdict.Outcome.NOT_ASSESSED);
    assertThat(
            verdict(Judge.at(null, false), List.of(), List.of(MARKING, MISSING), List.of())
                .outcome())
        .isEqualTo(Verdict.Outcome.NOT_ASSESSED);
  }

  @Test
  void whatWasTriedTwiceIsSaidOnce() {
    assertThat(
            verdict(Judge.at(null, false), List.of(), List.of(MISSING, MISSING), List.of())
                .reasons())
        .containsExactly("npm was not assessed");
  }
}
