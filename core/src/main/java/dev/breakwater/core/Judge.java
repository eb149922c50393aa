package dev.breakwater.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns findings into a verdict. Not assessed is not clean: where a gate is set and part of the
 * subject could not be judged, the gate does not pass.
 *
 * @param failOn deny where a finding is as bad as this or worse; null denies nothing
 * @param allowNotAssessed whether a gate may pass although part of the subject was not assessed
 */
public record Judge(@Nullable Severity failOn, boolean allowNotAssessed) {

  public Verdict judge(List<Finding> findings, List<Assessment> assessed, List<Problem> problems) {
    TreeMap<Severity, Integer> counts = new TreeMap<>();
    findings.forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
    List<String> reasons = new ArrayList<>();
    if (failOn != null) {
      long reaching =
          findings.stream().filter(finding -> finding.severity().reaches(failOn)).count();
      if (reaching > 0) {
        reasons.add(
            reaching
                + (reaching == 1 ? " finding is " : " findings are ")
                + failOn.label()
                + (failOn == Severity.CRITICAL ? "" : " or worse"));
        return new Verdict(Verdict.Outcome.DENIED, reasons, counts);
      }
    }
    List<Assessment> missing =
        assessed.stream()
            .filter(a -> a.packages() > 0 && a.state() == Assessment.State.NOT_ASSESSED)
            .toList();
    for (Assessment assessment : missing) {
      reasons.add(assessment.feed() + " was not assessed");
    }
    boolean nothingAssessed = !missing.isEmpty() && missing.size() == assessed.size();
    boolean gateUnsure =
        failOn != null && !allowNotAssessed && (!missing.isEmpty() || !problems.isEmpty());
    if (gateUnsure && !problems.isEmpty()) {
      reasons.add(
          problems.size() + (problems.size() == 1 ? " file" : " files") + " could not be read");
    }
    return new Verdict(
        nothingAssessed || gateUnsure ? Verdict.Outcome.NOT_ASSESSED : Verdict.Outcome.PASSED,
        reasons,
        counts);
  }
}
