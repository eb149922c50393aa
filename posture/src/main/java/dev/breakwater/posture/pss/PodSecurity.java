package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Value;
import java.util.List;

/**
 * Judges pods by one level of the standards in one version, as the admission controller of
 * Kubernetes does.
 *
 * @param level what is asked of pods
 * @param version of the standards
 */
public record PodSecurity(Level level, Version version) {
  /**
   * What a pod breaks, in the order of the controls and of the containers; empty where it is
   * admitted.
   *
   * @param pod with {@code metadata} and {@code spec}; a field that an API server would refuse
   *     counts as unsafe
   */
  public List<Violation> check(Value.Fields pod) {
    throw new UnsupportedOperationException(pod.toString());
  }
}
