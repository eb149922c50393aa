package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Origin;
import org.jspecify.annotations.Nullable;

/**
 * One place where a pod breaks a control.
 *
 * @param control as upstream names it, for example {@code capabilities_baseline}
 * @param level the laxest level that the place breaks: baseline for a path of the host, although it
 *     may be {@code restrictedVolumes} that says so
 * @param container the container's name, or where it stands for want of a name, for example {@code
 *     containers[0]}; null where it is about the pod
 * @param origin of the value that breaks it; where a value is missing, of the nearest that is there
 * @param missing the path from {@code origin} to what is missing, for example {@code
 *     securityContext.runAsNonRoot}; empty where the value is there
 * @param message one sentence for people of any platform, without the path: "container web runs
 *     privileged"
 */
public record Violation(
    String control,
    Level level,
    @Nullable String container,
    Origin origin,
    String missing,
    String message) {

  /**
   * The control that it is about, whatever level was asked for: the laxer one that the broken one
   * stands for, where that would have found the same.
   */
  public Control laxest() {
    Control found = Control.of(control).orElseThrow();
    Control laxer = found.replaces();
    return laxer != null && laxer.level() == level ? laxer : found;
  }
}
