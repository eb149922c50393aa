package dev.breakwater.posture.audit;

import dev.breakwater.core.Decision;
import dev.breakwater.core.Finding;
import dev.breakwater.core.judge.Policy;
import dev.breakwater.posture.pss.Level;
import java.util.List;

/**
 * Denies what breaks a level of the Pod Security Standards.
 *
 * @param level that the auditor judged by
 */
public record PodSecurityGate(Level level) implements Policy {
  /** The option that asks for it, which is where its decisions are made. */
  public static final String OPTION = "--pss";

  @Override
  public boolean gates() {
    return true;
  }

  @Override
  public List<Decision> decide(Case about) {
    List<Finding> breaking =
        about.evidence().findings().stream().filter(Auditor::isOfPodSecurity).toList();
    if (breaking.isEmpty()) {
      return List.of();
    }
    String name = level.label();
    return List.of(
        new Decision(
            "pod-security-" + name,
            OPTION,
            "no violation of " + name,
            Decision.Effect.DENY,
            breaking.size()
                + (breaking.size() == 1 ? " violation" : " violations")
                + " of the Pod Security Standard "
                + name,
            breaking));
  }
}
