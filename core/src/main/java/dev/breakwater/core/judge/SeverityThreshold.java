package dev.breakwater.core.judge;

import dev.breakwater.core.Decision;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Severity;
import java.util.List;

/**
 * The policy of {@code --fail-on}: deny where a finding is as bad as this or worse.
 *
 * @param failOn the least severity that is denied
 */
public record SeverityThreshold(Severity failOn) implements Policy {
  @Override
  public boolean gates() {
    return true;
  }

  @Override
  public List<Decision> decide(Case about) {
    List<Finding> reaching =
        about.evidence().findings().stream()
            .filter(finding -> finding.severity().reaches(failOn))
            .toList();
    if (reaching.isEmpty()) {
      return List.of();
    }
    String message =
        reaching.size()
            + (reaching.size() == 1 ? " finding is " : " findings are ")
            + failOn.label()
            + (failOn == Severity.CRITICAL ? "" : " or worse");
    return List.of(
        new Decision(
            "fail-on",
            "--fail-on",
            "severity >= " + failOn.label(),
            Decision.Effect.DENY,
            message,
            reaching));
  }
}
