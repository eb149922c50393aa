package dev.breakwater.posture.audit;

import dev.breakwater.core.Decision;
import dev.breakwater.core.Finding;
import dev.breakwater.core.judge.Policy;
import java.util.List;

/** Denies what an API server with the given admission policies would not let in. */
public final class AdmissionGate implements Policy {
  @Override
  public boolean gates() {
    return true;
  }

  @Override
  public List<Decision> decide(Case about) {
    List<Finding> denied =
        about.evidence().findings().stream().filter(Auditor::isDeniedByAdmission).toList();
    if (denied.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Decision(
            "admission",
            "--admission",
            "no admission policy denies",
            Decision.Effect.DENY,
            denied.size() == 1
                ? "an admission policy denies an object"
                : "admission policies deny objects " + denied.size() + " times",
            denied));
  }
}
