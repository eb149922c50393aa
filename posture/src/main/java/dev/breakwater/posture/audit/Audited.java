package dev.breakwater.posture.audit;

import dev.breakwater.core.Problem;
import dev.breakwater.core.Weakness;
import dev.breakwater.posture.pss.Violation;
import dev.breakwater.posture.source.Resource;
import java.util.List;

/**
 * What came of one object.
 *
 * @param broken what it breaks of the Pod Security Standards
 * @param findings of all judges: first one for each of {@code broken}, in that order
 * @param problems what could not be decided
 */
public record Audited(
    Resource resource, List<Violation> broken, List<Weakness> findings, List<Problem> problems) {
  public Audited {
    broken = List.copyOf(broken);
    findings = List.copyOf(findings);
    problems = List.copyOf(problems);
  }
}
