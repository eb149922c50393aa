package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Judges pods by one level of the standards in one version, as the admission controller of
 * Kubernetes does with what an API server shows it: a volume without a source is an {@code
 * emptyDir}. What no API server takes is judged as well, always to the strict side:
 *
 * <ul>
 *   <li>a value of another type than the API has is unsafe, wherever a control looks at it,
 *   <li>a volume with several sources is judged by each of them,
 *   <li>a control that spares pods for Windows gives way to the laxer one that it stands for, so
 *       whatever restricted admits, baseline admits.
 * </ul>
 *
 * @param level what is asked of pods
 * @param version of the standards
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/tree/master/staging/src/k8s.io/pod-security-admission/policy">The
 *     checks of the admission controller</a>
 */
public record PodSecurity(Level level, Version version) {
  /**
   * What a pod breaks, in the order of the controls and of the containers; empty where it is
   * admitted. At most a thousand violations a control.
   *
   * @param pod with {@code metadata} and {@code spec}; a field that an API server would refuse
   *     counts as unsafe. What it has no word about is as upstream has it: no containers, for
   *     example, are no unsafe ones.
   */
  public List<Violation> check(Value.Fields pod) {
    if (level == Level.PRIVILEGED) {
      return List.of();
    }
    Pod subject = Pod.of(pod);
    List<Violation> violations = new ArrayList<>();
    for (Control control : controls(subject)) {
      judge(control, subject, new Judgement(control, violations));
    }
    return violations;
  }

  /** The controls that this pod has to pass. */
  private Set<Control> controls(Pod pod) {
    Set<Control> controls = EnumSet.noneOf(Control.class);
    for (Control control : Control.values()) {
      if (control.level().compareTo(level) > 0
          || !control.isIn(version)
          || control.spares(pod, version)) {
        continue;
      }
      controls.add(control);
      if (control.replaces() != null) {
        controls.remove(control.replaces());
      }
    }
    return controls;
  }

  private void judge(Control control, Pod pod, Judgement judgement) {
    switch (control) {
      case APP_ARMOR_PROFILE -> Confinement.appArmor(pod, judgement);
      case CAPABILITIES_BASELINE -> Privileges.usualCapabilities(pod, judgement);
      case HOST_NAMESPACES -> HostAccess.namespaces(pod, judgement);
      case HOST_PATH_VOLUMES -> Volumes.hostPaths(pod, judgement);
      case HOST_PORTS -> HostAccess.ports(pod, judgement);
      case HOST_PROBES_AND_HOST_LIFECYCLE -> HostAccess.probesAndHooks(pod, judgement);
      case PRIVILEGED -> Privileges.privileged(pod, judgement);
      case PROC_MOUNT, PROC_MOUNT_RESTRICTED -> Confinement.procMount(pod, judgement);
      case SE_LINUX_OPTIONS -> Confinement.seLinux(pod, version, judgement);
      case SECCOMP_PROFILE_BASELINE -> Confinement.seccomp(pod, version, judgement);
      case SYSCTLS -> Confinement.parameters(pod, version, judgement);
      case WINDOWS_HOST_PROCESS -> HostAccess.windowsProcess(pod, judgement);
      case ALLOW_PRIVILEGE_ESCALATION -> Privileges.escalation(pod, judgement);
      case CAPABILITIES_RESTRICTED -> Privileges.leastCapabilities(pod, judgement);
      case RESTRICTED_VOLUMES -> Volumes.restricted(pod, judgement);
      case RUN_AS_NON_ROOT -> Privileges.nonRoot(pod, judgement);
      case RUN_AS_USER -> Privileges.user(pod, judgement);
      case SECCOMP_PROFILE_RESTRICTED -> Confinement.seccompRequired(pod, judgement);
    }
  }
}
