package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;

/**
 * The options of {@code docker run} by their long names. What Kubernetes has no word for is kept as
 * an annotation.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#options">options</a>
 */
public final class RunOption {
  private static final String HOST = "host";
  private static final String CONTAINER = "container:";

  private RunOption() {}

  /**
   * Takes one option. What Docker would refuse is told to the pod.
   *
   * @param name without the hyphens in front, for example {@code cap-add}
   * @param value as the command line has it, or as a document does that says the same
   */
  public static void apply(String name, Value value, ContainerDraft container) {
    PodDraft pod = container.pod();
    Origin from = value.origin();
    String written = value.written();
    String text = written == null ? "" : written;
    switch (name) {
      case "privileged" -> container.flag(name, value);
      case "read-only" -> container.flag("readOnlyRootFilesystem", value);
      case "cap-add" -> container.addCapability(from, value);
      case "cap-drop" -> container.dropCapability(from, value);
      case "security-opt" -> container.securityOption(value);
      case "user" -> container.user(value);
      case "group-add" -> container.group(value, text);
      case "device" -> Mounts.device(DeviceSpec.parse(text), from, container);
      case "device-cgroup-rule" -> Mounts.deviceRule(value, container);
      case "use-api-socket" -> {
        if (!container.truth(value).isFalse()) {
          Mounts.apiSocket(value, container);
        }
      }
      case "volume" -> Mounts.volume(value, text, container);
      case "mount" -> Mounts.mount(value, text, container);
      case "tmpfs" -> Mounts.memory(value, text, container);
      case "shm-size" -> {
        String size = ByteSize.quantity(text);
        container.sharedMemory(from, size == null ? null : new Value.Text(from, size));
      }
      case "net", "network" -> namespace("hostNetwork", from, text, pod);
      case "pid" -> {
        namespace("hostPID", from, text, pod);
        if (text.startsWith(CONTAINER)) {
          pod.share("shareProcessNamespace", from);
        }
      }
      case "ipc" -> namespace("hostIPC", from, text, pod);
      case "userns" -> {
        if (text.equals(HOST)) {
          pod.share("hostUsers", from);
        }
        container.annotate("userns-mode", value);
      }
      case "cgroupns" -> container.annotate("cgroup", value);
      case "sysctl" -> {
        int equals = text.indexOf('=');
        if (equals > 0) {
          pod.sysctl(from, part(from, text, 0, equals), rest(from, text, equals));
        }
      }
      case "add-host" -> {
        int cut = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
        if (cut >= 0) {
          pod.host(from, text.substring(0, cut), text.substring(cut + 1));
        }
      }
      case "publish", "expose" -> ports(name, from, text, container);
      case "env" -> {
        int equals = text.indexOf('=');
        Value variable = part(from, text, 0, equals < 0 ? text.length() : equals);
        container.variable(from, variable, equals < 0 ? null : rest(from, text, equals));
      }
      case "label" -> {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        String label = equals < 0 ? "" : text.substring(equals + 1);
        pod.metadata().in("labels").put(key, from, label);
      }
      case "ulimit" -> {
        int equals = text.indexOf('=');
        if (equals > 0) {
          String hard = text.substring(Math.max(equals, text.lastIndexOf(':')) + 1);
          container.annotate("ulimit-" + text.substring(0, equals), new Value.Text(from, hard));
        }
      }
      case "memory" -> container.memory("limits", value);
      case "memory-reservation" -> container.memory("requests", value);
      case "cpus" -> container.cpus("limits", value);
      case "hostname" -> pod.spec().put(name, from, text);
      case "runtime" -> pod.spec().put("runtimeClassName", from, text);
      case "workdir" -> container.draft().put("workingDir", from, text);
      case "platform" -> {
        if (text.startsWith("windows")) {
          pod.system(from, "windows");
        }
      }
      case "volumes-from" -> pod.fault(from, "what that container mounts is not known; not judged");
      case "health-cmd" -> {
        Draft probe = container.draft().in("livenessProbe", from);
        probe.in("exec").add("command", from, new Value.Text(from, "/bin/sh"));
        probe.in("exec").add("command", from, new Value.Text(from, "-c"));
        probe.in("exec").add("command", from, value);
      }
      default -> container.annotate(name, value);
    }
  }

  private static void namespace(String field, Origin from, String mode, PodDraft pod) {
    if (mode.startsWith(CONTAINER)) {
      pod.fault(from, "what that container shares with its host is not known; not judged");
    }
    // Networks have a longer form, too.
    pod.share(field, from, mode.equals(HOST) || Mounts.hasWord(mode, "name=host"));
  }

  private static Value part(Origin from, String text, int begin, int end) {
    return new Value.Text(from, text.substring(begin, end));
  }

  private static Value rest(Origin from, String text, int equals) {
    return new Value.Text(from, text.substring(equals + 1));
  }

  private static void ports(String name, Origin from, String text, ContainerDraft container) {
    try {
      PortSpec ports = PortSpec.parse(text);
      if (name.equals("publish")) {
        Ports.publish(ports, from, container);
      } else {
        Ports.expose(ports, from, container);
      }
    } catch (FaultyTextException e) {
      container.pod().fault(from, String.valueOf(e.getMessage()));
    }
  }
}
