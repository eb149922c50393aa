package dev.breakwater.advisory;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Vulnerability;
import java.util.List;

/**
 * What came of matching an inventory.
 *
 * @param findings worst first: by severity, known exploitation, exploit prediction, package, id
 * @param assessed one for each feed, or group of packages that no feed answers for, by name
 */
public record MatchResult(List<Vulnerability> findings, List<Assessment> assessed) {
  public MatchResult {
    findings = List.copyOf(findings);
    assessed = List.copyOf(assessed);
  }
}
