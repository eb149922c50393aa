package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code docker run} by their long names. What Kubernetes has no word for is kept as
 * an annotation.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/container/run/#options">options</a>
 */
public final class RunOption {
  private RunOption() {}

  /**
   * Takes one option.
   *
   * @param name without the hyphens in front, for example {@code cap-add}
   * @param value as the command line has it, always a text
   */
  public static void apply(String name, Value value, ContainerDraft container) {
    PodDraft pod = container.pod();
    Origin from = value.origin();
    String written = value.written();
    String text = written == null ? "" : written;
    switch (name) {
      case "privileged" -> container.security().put(name, flag(value));
      case "cap-add" -> container.addCapability(from, value);
      case "cap-drop" -> container.dropCapability(from, value);
      case "security-opt" -> {
        if (!container.securityOption(value)) {
          container.annotate(name, value);
        }
      }
      case "user" -> container.user(value);
      case "read-only" -> container.security().put("readOnlyRootFilesystem", flag(value));
      case "device" -> Mounts.device(value, container);
      case "device-cgroup-rule" -> Mounts.deviceRule(value, container);
      case "use-api-socket" -> {
        if (!flag(value).isFalse()) {
          Mounts.apiSocket(value, container);
        }
      }
      case "volume" -> Mounts.volume(value, container);
      case "mount" -> Mounts.mount(value, container);
      case "tmpfs" -> Mounts.memory(value, container);
      case "net", "network" -> pod.spec().put("hostNetwork", from, text.equals("host"));
      case "pid" -> pod.spec().put("hostPID", from, text.equals("host"));
      case "ipc" -> pod.spec().put("hostIPC", from, text.equals("host"));
      case "userns" -> {
        if (text.equals("host")) {
          pod.spec().put("hostUsers", from, true);
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
      case "group-add" -> group(value, pod);
      case "publish" -> publish(value, text, container);
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
      case "shm-size" -> {
        String size = quantity(text);
        if (size != null) {
          container.sharedMemory(new Value.Text(from, size));
        }
      }
      case "ulimit" -> {
        int equals = text.indexOf('=');
        if (equals > 0) {
          String hard = text.substring(Math.max(equals, text.lastIndexOf(':')) + 1);
          container.annotate("ulimit-" + text.substring(0, equals), new Value.Text(from, hard));
        }
      }
      case "memory" -> size("limits", "memory", value, container);
      case "memory-reservation" -> size("requests", "memory", value, container);
      case "cpus" -> container.resource("limits", "cpu", from, text);
      case "hostname" -> pod.spec().put("hostname", value);
      case "runtime" -> pod.spec().put("runtimeClassName", value);
      case "workdir" -> container.draft().put("workingDir", value);
      case "health-cmd" -> {
        Draft probe = container.draft().in("livenessProbe", from);
        probe.in("exec").add("command", from, new Value.Text(from, "/bin/sh"));
        probe.in("exec").add("command", from, new Value.Text(from, "-c"));
        probe.in("exec").add("command", from, value);
      }
      default -> container.annotate(name, value);
    }
  }

  /** True or false by the rules of Go; anything else stays what it is, which counts as unsafe. */
  private static Value flag(Value value) {
    String text = value.written();
    if (text == null) {
      return value;
    }
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> new Value.Flag(value.origin(), true, text);
      case "0", "f", "F", "false", "FALSE", "False" -> new Value.Flag(value.origin(), false, text);
      default -> value;
    };
  }

  private static Value part(Origin from, String text, int begin, int end) {
    return new Value.Text(from, text.substring(begin, end));
  }

  private static Value rest(Origin from, String text, int equals) {
    return new Value.Text(from, text.substring(equals + 1));
  }

  private static void group(Value value, PodDraft pod) {
    Long group = whole(value.written());
    if (group == null) {
      pod.annotate("group-add", value);
    } else {
      Value number = new Value.Whole(value.origin(), group, String.valueOf(group));
      pod.spec().in("securityContext").add("supplementalGroups", value.origin(), number);
    }
  }

  /** {@code [ip:][host:]container[/protocol]}; of a range the first port. */
  private static void publish(Value value, String text, ContainerDraft container) {
    int slash = text.lastIndexOf('/');
    String ports = slash < 0 ? text : text.substring(0, slash);
    int last = ports.lastIndexOf(':');
    int before = last < 0 ? -1 : ports.lastIndexOf(':', last - 1);
    Long inside = whole(first(ports.substring(last + 1)));
    if (inside == null) {
      container.annotate("publish", value);
      return;
    }
    Long outside = last < 0 ? null : whole(first(ports.substring(before + 1, last)));
    long host = outside == null ? 0 : outside;
    Origin from = value.origin();
    container.port(
        from,
        new Value.Whole(from, inside, String.valueOf(inside)),
        new Value.Whole(from, host, String.valueOf(host)),
        slash < 0 ? null : text.substring(slash + 1));
  }

  private static String first(String range) {
    int dash = range.indexOf('-');
    return dash < 0 ? range : range.substring(0, dash);
  }

  private static @Nullable Long whole(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 10) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    return Long.valueOf(text);
  }

  private static void size(String kind, String resource, Value value, ContainerDraft container) {
    String quantity = quantity(value.written());
    if (quantity != null) {
      container.resource(kind, resource, value.origin(), quantity);
    }
  }

  /**
   * A size as Docker writes it, {@code 512m} or {@code 1.5GB}, as a quantity of Kubernetes, {@code
   * 512Mi}; null where it is none.
   */
  public static @Nullable String quantity(@Nullable String size) {
    String text = size == null ? "" : size.strip().toLowerCase(Locale.ROOT);
    int end = 0;
    while (end < text.length() && (text.charAt(end) == '.' || isDigit(text.charAt(end)))) {
      end++;
    }
    if (end == 0 || end > 20) {
      return null;
    }
    String unit =
        switch (text.substring(end).strip()) {
          case "", "b" -> "";
          case "k", "kb", "kib" -> "Ki";
          case "m", "mb", "mib" -> "Mi";
          case "g", "gb", "gib" -> "Gi";
          case "t", "tb", "tib" -> "Ti";
          case "p", "pb", "pib" -> "Pi";
          default -> "?";
        };
    return unit.equals("?") ? null : text.substring(0, end) + unit;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
