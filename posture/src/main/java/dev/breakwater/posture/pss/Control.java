package dev.breakwater.posture.pss;

import dev.breakwater.core.Severity;
import dev.breakwater.posture.source.Platform;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A control of the Pod Security Standards, for machines and for people. In the order in which
 * Kubernetes reports them: those of baseline by name, then those of restricted by name.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security
 *     Standards</a>
 */
public enum Control {
  APP_ARMOR_PROFILE(
      "appArmorProfile",
      Level.BASELINE,
      0,
      null,
      Severity.MEDIUM,
      "AppArmor is turned off or replaced",
      "remove appArmorProfile and the annotation, or name RuntimeDefault or a Localhost profile",
      "remove apparmor from security_opt, or name a profile that confines",
      "remove apparmor from dockerSecurityOptions, or name a profile that confines",
      "remove apparmor from the security-opt parameters, or name a profile that confines"),
  CAPABILITIES_BASELINE(
      "capabilities_baseline",
      Level.BASELINE,
      0,
      null,
      Severity.HIGH,
      "A dangerous capability is added",
      "remove the capability from securityContext.capabilities.add",
      "remove the capability from cap_add",
      "remove the capability from linuxParameters.capabilities.add",
      "remove the cap-add parameter"),
  HOST_NAMESPACES(
      "hostNamespaces",
      Level.BASELINE,
      0,
      null,
      Severity.HIGH,
      "A namespace of the host is shared",
      "remove hostNetwork, hostPID and hostIPC",
      "remove network_mode, pid and ipc where they say host, and publish the ports that are needed",
      "set networkMode to awsvpc or bridge, and remove pidMode and ipcMode where they say host",
      "use a container network instead of the host's, and remove the pid and ipc parameters",
      "CIS Kubernetes 5.2.3",
      "CIS Kubernetes 5.2.4",
      "CIS Kubernetes 5.2.5"),
  HOST_PATH_VOLUMES(
      "hostPathVolumes",
      Level.BASELINE,
      0,
      null,
      Severity.HIGH,
      "A path of the host is mounted",
      "use a persistentVolumeClaim, a configMap, a secret or an emptyDir instead of hostPath",
      "use a named volume, a config or a secret instead of a path of the host",
      "use an EFS or Docker volume instead of host.sourcePath",
      "use a persistent or external volume instead of hostPath"),
  HOST_PORTS(
      "hostPorts",
      Level.BASELINE,
      0,
      null,
      Severity.MEDIUM,
      "A port of the host is taken",
      "remove hostPort, and use a Service",
      "use expose instead of ports where only other services call, and one proxy for the rest",
      "use awsvpc or dynamic ports behind a load balancer instead of a fixed hostPort",
      "set hostPort to 0, or use a container network"),
  HOST_PROBES_AND_HOST_LIFECYCLE(
      "hostProbesAndHostLifecycle",
      Level.BASELINE,
      34,
      null,
      Severity.MEDIUM,
      "A probe or hook calls an address of the pod's choice",
      "remove host from the probe or hook; it then calls the pod itself",
      "let the health check call the container itself",
      "let the health check call the container itself",
      "let the health check call the task itself",
      "CWE-918"),
  PRIVILEGED(
      "privileged",
      Level.BASELINE,
      0,
      null,
      Severity.HIGH,
      "A container runs privileged",
      "set securityContext.privileged to false, and add only the capabilities that are needed",
      "remove privileged, and add only the capabilities and devices that are needed",
      "set privileged to false, and add only the capabilities that are needed",
      "set docker.privileged to false, and add only the capabilities that are needed",
      "CIS Kubernetes 5.2.2",
      "CWE-250"),
  PROC_MOUNT(
      "procMount",
      Level.BASELINE,
      0,
      null,
      Severity.MEDIUM,
      "/proc is not masked",
      "remove procMount, or set hostUsers to false",
      "remove systempaths=unconfined from security_opt",
      "remove systempaths=unconfined from dockerSecurityOptions",
      "remove systempaths=unconfined from the security-opt parameters"),
  SE_LINUX_OPTIONS(
      "seLinuxOptions",
      Level.BASELINE,
      0,
      null,
      Severity.MEDIUM,
      "SELinux is told another identity",
      "remove user and role from seLinuxOptions, and use container_t or no type at all",
      "remove the label options from security_opt",
      "remove the label options from dockerSecurityOptions",
      "remove the label options from the security-opt parameters"),
  SECCOMP_PROFILE_BASELINE(
      "seccompProfile_baseline",
      Level.BASELINE,
      0,
      null,
      Severity.MEDIUM,
      "Seccomp is turned off",
      "set seccompProfile.type to RuntimeDefault or Localhost",
      "remove seccomp from security_opt, or name a profile that confines",
      "remove seccomp from dockerSecurityOptions, or name a profile that confines",
      "remove seccomp from the security-opt parameters, or name a profile that confines"),
  SYSCTLS(
      "sysctls",
      Level.BASELINE,
      0,
      null,
      Severity.MEDIUM,
      "A kernel parameter is set that is not known to be safe",
      "remove the parameter from securityContext.sysctls",
      "remove the parameter from sysctls",
      "remove the parameter from systemControls",
      "remove the sysctl parameter"),
  WINDOWS_HOST_PROCESS(
      "windowsHostProcess",
      Level.BASELINE,
      0,
      null,
      Severity.HIGH,
      "A container runs as a process of its Windows host",
      "remove windowsOptions.hostProcess",
      "use process or hyperv isolation, and run in a container",
      "run in a container instead of on the host",
      "run in a container instead of on the host"),

  ALLOW_PRIVILEGE_ESCALATION(
      "allowPrivilegeEscalation",
      Level.RESTRICTED,
      8,
      null,
      Severity.MEDIUM,
      "Processes may gain privileges",
      "set securityContext.allowPrivilegeEscalation to false",
      "add no-new-privileges:true to security_opt",
      "add no-new-privileges to dockerSecurityOptions",
      "add the parameter security-opt with the value no-new-privileges",
      "CIS Kubernetes 5.2.6",
      "CWE-250"),
  CAPABILITIES_RESTRICTED(
      "capabilities_restricted",
      Level.RESTRICTED,
      22,
      CAPABILITIES_BASELINE,
      Severity.LOW,
      "Capabilities are kept",
      "set securityContext.capabilities.drop to [ALL], and add only NET_BIND_SERVICE if any",
      "set cap_drop to [ALL], and add only NET_BIND_SERVICE if any",
      "set linuxParameters.capabilities.drop to [ALL], and add only NET_BIND_SERVICE if any",
      "add the parameter cap-drop with the value ALL, and add only NET_BIND_SERVICE if any"),
  PROC_MOUNT_RESTRICTED(
      "procMount_restricted",
      Level.RESTRICTED,
      35,
      PROC_MOUNT,
      Severity.MEDIUM,
      "/proc is not masked",
      "remove procMount",
      "remove systempaths=unconfined from security_opt",
      "remove systempaths=unconfined from dockerSecurityOptions",
      "remove systempaths=unconfined from the security-opt parameters"),
  RESTRICTED_VOLUMES(
      "restrictedVolumes",
      Level.RESTRICTED,
      0,
      HOST_PATH_VOLUMES,
      Severity.LOW,
      "A volume is not from the cluster's own means",
      "use a persistentVolumeClaim, a configMap, a secret or another type that restricted allows",
      "use a named volume, a config or a secret",
      "use an EFS or Docker volume",
      "use a persistent or external volume"),
  RUN_AS_NON_ROOT(
      "runAsNonRoot",
      Level.RESTRICTED,
      0,
      null,
      Severity.MEDIUM,
      "Nothing keeps a container from running as root",
      "set securityContext.runAsNonRoot to true, and a user in the image",
      "set user to a number other than 0",
      "set user to a number other than 0",
      "set user, or the parameter user, to a number other than 0",
      "CIS Kubernetes 5.2.7",
      "CWE-250"),
  RUN_AS_USER(
      "runAsUser",
      Level.RESTRICTED,
      23,
      null,
      Severity.MEDIUM,
      "A container runs as root",
      "set securityContext.runAsUser to a number other than 0, or remove it",
      "set user to a number other than 0",
      "set user to a number other than 0",
      "set user, or the parameter user, to a number other than 0",
      "CWE-250"),
  SECCOMP_PROFILE_RESTRICTED(
      "seccompProfile_restricted",
      Level.RESTRICTED,
      19,
      SECCOMP_PROFILE_BASELINE,
      Severity.MEDIUM,
      "Seccomp is not asked for",
      "set seccompProfile.type to RuntimeDefault in the securityContext of the pod",
      "remove privileged, and seccomp from security_opt; the engine's own profile is then used",
      "remove privileged, and seccomp from dockerSecurityOptions; the engine's own profile is then used",
      "remove privileged, and seccomp from the security-opt parameters; the engine's own profile is then used");

  /** Since when pods that are made for Windows are spared what Windows cannot do. */
  private static final int WINDOWS_SPARED_SINCE = 25;

  /** Since when pods whose users are not the host's are spared what is about the host's. */
  private static final int OWN_USERS_SPARED_SINCE = 35;

  private static final String PAGE =
      "https://kubernetes.io/docs/concepts/security/pod-security-standards/";

  private final String id;
  private final Level level;
  private final int since;
  private final @Nullable Control replaces;
  private final Severity severity;
  private final String title;
  private final String kubernetes;
  private final String compose;
  private final String ecs;
  private final String marathon;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> references;

  Control(
      String id,
      Level level,
      int since,
      @Nullable Control replaces,
      Severity severity,
      String title,
      String kubernetes,
      String compose,
      String ecs,
      String marathon,
      String... names) {
    this.id = id;
    this.level = level;
    this.since = since;
    this.replaces = replaces;
    this.severity = severity;
    this.title = title;
    this.kubernetes = kubernetes;
    this.compose = compose;
    this.ecs = ecs;
    this.marathon = marathon;
    String[] references = new String[names.length + 1];
    references[0] = PAGE;
    System.arraycopy(names, 0, references, 1, names.length);
    this.references = List.of(references);
  }

  /** The control that upstream names so; empty where it names none. */
  public static Optional<Control> of(String id) {
    for (Control control : values()) {
      if (control.id.equals(id)) {
        return Optional.of(control);
      }
    }
    return Optional.empty();
  }

  /** As upstream names it, for example {@code capabilities_baseline}. */
  public String id() {
    return id;
  }

  /** The laxest level that asks for it. */
  public Level level() {
    return level;
  }

  /** Whether a version has it. */
  public boolean isIn(Version version) {
    return version.isAtLeast(since);
  }

  /** The laxer control that it stands for, so that only one of the two is judged; null for most. */
  public @Nullable Control replaces() {
    return replaces;
  }

  /** How bad it is to break it, where it breaks no laxer one: see {@link Violation#laxest}. */
  public Severity severity() {
    return severity;
  }

  /** What is wrong where it is broken, in one line. */
  public String title() {
    return title;
  }

  /** What to do where it is broken, in the words of a platform. */
  public String remedy(Platform platform) {
    return switch (platform) {
      case KUBERNETES -> kubernetes;
      case COMPOSE -> compose;
      case ECS -> ecs;
      case MARATHON -> marathon;
    };
  }

  /** Where to read about it: an address, and names of other catalogues. */
  public List<String> references() {
    return references;
  }

  /** Whether pods that are made for Windows need not pass it. */
  public boolean sparesWindows(Version version) {
    return version.isAtLeast(WINDOWS_SPARED_SINCE)
        && (this == ALLOW_PRIVILEGE_ESCALATION
            || this == CAPABILITIES_RESTRICTED
            || this == SECCOMP_PROFILE_RESTRICTED);
  }

  /** Whether pods whose users are not the host's need not pass it. */
  public boolean sparesOwnUsers(Version version) {
    return version.isAtLeast(OWN_USERS_SPARED_SINCE)
        && (this == PROC_MOUNT || this == RUN_AS_NON_ROOT || this == RUN_AS_USER);
  }

  /** Whether a pod need not pass it. */
  boolean spares(Pod pod, Version version) {
    return (sparesWindows(version) && pod.isForWindows())
        || (sparesOwnUsers(version) && pod.hasItsOwnUsers());
  }
}
