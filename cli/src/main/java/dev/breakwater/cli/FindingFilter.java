package dev.breakwater.cli;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import java.util.Set;

/** Which findings the user wants to hear of; the others are neither printed nor judged. */
record FindingFilter(Set<Severity> severities, boolean onlyFixed) {
  FindingFilter {
    severities = Set.copyOf(severities);
  }

  boolean keeps(Finding finding) {
    return severities.contains(finding.severity()) && (!onlyFixed || canBeFixed(finding));
  }

  /** What a rule found can always be mended. */
  private static boolean canBeFixed(Finding finding) {
    return !(finding instanceof Vulnerability vulnerability) || vulnerability.fixed() != null;
  }
}
