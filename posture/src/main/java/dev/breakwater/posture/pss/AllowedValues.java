package dev.breakwater.posture.pss;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the standards allow and forbid by name. */
public final class AllowedValues {
  /** The only capability that restricted lets a container add. */
  public static final String RESTRICTED_CAPABILITY = "NET_BIND_SERVICE";

  private static final int SECCOMP_FIELDS_SINCE = 19;

  /** What container engines give of themselves. */
  private static final Set<String> CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          RESTRICTED_CAPABILITY,
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  /** {@code image} counts in every version, although no release before 1.31 knows it. */
  private static final Set<String> RESTRICTED_VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private static final Set<String> OTHER_VOLUMES =
      Set.of(
          "awsElasticBlockStore",
          "azureDisk",
          "azureFile",
          "cephfs",
          "cinder",
          "fc",
          "flexVolume",
          "flocker",
          "gcePersistentDisk",
          "gitRepo",
          "glusterfs",
          "hostPath",
          "iscsi",
          "nfs",
          "photonPersistentDisk",
          "portworxVolume",
          "quobyte",
          "rbd",
          "scaleIO",
          "storageos",
          "vsphereVolume");

  /** Each with the version since when it is allowed. */
  private static final Map<String, Integer> SE_LINUX_TYPES =
      Map.of(
          "", 0,
          "container_t", 0,
          "container_init_t", 0,
          "container_kvm_t", 0,
          "container_engine_t", 31);

  /** Each with the version since when it is allowed. */
  private static final Map<String, Integer> KERNEL_PARAMETERS =
      Map.ofEntries(
          Map.entry("kernel.shm_rmid_forced", 0),
          Map.entry("net.ipv4.ip_local_port_range", 0),
          Map.entry("net.ipv4.ip_unprivileged_port_start", 0),
          Map.entry("net.ipv4.ping_group_range", 0),
          Map.entry("net.ipv4.tcp_syncookies", 0),
          Map.entry("net.ipv4.ip_local_reserved_ports", 27),
          Map.entry("net.ipv4.tcp_fin_timeout", 29),
          Map.entry("net.ipv4.tcp_keepalive_intvl", 29),
          Map.entry("net.ipv4.tcp_keepalive_probes", 29),
          Map.entry("net.ipv4.tcp_keepalive_time", 29),
          Map.entry("net.ipv4.tcp_rmem", 32),
          Map.entry("net.ipv4.tcp_wmem", 32),
          Map.entry("net.ipv4.tcp_notsent_lowat", 37),
          Map.entry("net.ipv4.tcp_slow_start_after_idle", 37));

  private AllowedValues() {}

  /** The capabilities that baseline lets a container add, sorted. */
  public static List<String> capabilities() {
    return List.copyOf(new TreeSet<>(CAPABILITIES));
  }

  /** The types of volumes that restricted allows, sorted. */
  public static List<String> restrictedVolumes() {
    return List.copyOf(new TreeSet<>(RESTRICTED_VOLUMES));
  }

  /** The other types of volumes that there are or were, sorted. */
  public static List<String> otherVolumes() {
    return List.copyOf(new TreeSet<>(OTHER_VOLUMES));
  }

  /** The types of SELinux that baseline allows in a version, sorted; the empty one is none. */
  public static List<String> seLinuxTypes(Version version) {
    return in(version, SE_LINUX_TYPES);
  }

  /** The kernel parameters that baseline allows in a version, sorted. */
  public static List<String> kernelParameters(Version version) {
    return in(version, KERNEL_PARAMETERS);
  }

  private static List<String> in(Version version, Map<String, Integer> values) {
    Set<String> allowed = new TreeSet<>();
    for (Map.Entry<String, Integer> value : values.entrySet()) {
      if (version.isAtLeast(value.getValue())) {
        allowed.add(value.getKey());
      }
    }
    return List.copyOf(allowed);
  }

  /** Whether a version looks at the fields about seccomp; those before look at annotations. */
  public static boolean hasSeccompFields(Version version) {
    return version.isAtLeast(SECCOMP_FIELDS_SINCE);
  }

  static boolean isCapability(String name) {
    return CAPABILITIES.contains(name);
  }

  static boolean isRestrictedVolume(String type) {
    return RESTRICTED_VOLUMES.contains(type);
  }

  static boolean isOtherVolume(String type) {
    return OTHER_VOLUMES.contains(type);
  }

  static boolean isSeLinuxType(String type, Version version) {
    Integer since = SE_LINUX_TYPES.get(type);
    return since != null && version.isAtLeast(since);
  }

  static boolean isKernelParameter(String name, Version version) {
    Integer since = KERNEL_PARAMETERS.get(name);
    return since != null && version.isAtLeast(since);
  }
}
