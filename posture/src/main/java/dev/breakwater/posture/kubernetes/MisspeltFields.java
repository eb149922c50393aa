package dev.breakwater.posture.kubernetes;

import dev.breakwater.posture.source.Value;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Finds what a judge would look at were it not for a capital or small letter, for example {@code
 * hostnetwork}. Kubernetes tells them apart and has no such field, so nobody knows what was meant.
 */
final class MisspeltFields {
  private static final String[] NAMES = {
    "allowPrivilegeEscalation",
    "appArmorProfile",
    "capabilities",
    "containers",
    "ephemeralContainers",
    "hostIPC",
    "hostNetwork",
    "hostPID",
    "hostPath",
    "hostPort",
    "hostProcess",
    "hostUsers",
    "httpGet",
    "initContainers",
    "lifecycle",
    "livenessProbe",
    "ports",
    "postStart",
    "preStop",
    "privileged",
    "procMount",
    "readinessProbe",
    "runAsNonRoot",
    "runAsUser",
    "seLinuxOptions",
    "seccompProfile",
    "securityContext",
    "startupProbe",
    "sysctls",
    "tcpSocket",
    "volumes",
    "windowsOptions",
  };

  private static final Map<String, String> SPELLINGS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    for (String name : NAMES) {
      SPELLINGS.put(name, name);
    }
  }

  private MisspeltFields() {}

  /** Gives each, with the name that Kubernetes has; looks where a judge looks, and nowhere else. */
  static void find(Value value, BiConsumer<Value, String> found) {
    for (Value item : value.items()) {
      find(item, found);
    }
    for (Map.Entry<String, Value> member : value.members().entrySet()) {
      String right = SPELLINGS.get(member.getKey());
      if (right == null) {
        continue;
      }
      if (!right.equals(member.getKey())) {
        found.accept(member.getValue(), right);
      }
      find(member.getValue(), found);
    }
  }
}
