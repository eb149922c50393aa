package dev.breakwater.posture.marathon;

import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.Draft;
import dev.breakwater.posture.docker.PodDraft;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What apps and pods write in the same words. */
final class Common {
  /** Marathon's own default, whatever the containerizer. */
  private static final String USUAL_NETWORK = "Marathon's default is the network of the host";

  private static final List<String> CAPABILITIES =
      List.of("capabilities", "capabilityInfo", "effectiveCapabilities", "boundingCapabilities");

  private Common() {}

  /** A pod with the name and the labels of an app or a pod. */
  static PodDraft pod(Value written, String name, BiConsumer<Origin, String> faults) {
    PodDraft pod = new PodDraft(written.origin(), faults);
    pod.assumeNoAccount("Marathon has no service accounts");
    Value id = written.get("id");
    pod.metadata().put("name", id == null ? written.origin() : id.origin(), name);
    Value labels = written.get("labels");
    if (labels != null) {
      labels
          .members()
          .forEach((label, value) -> {
            String text = value.written();
            if (text != null) {
              pod.metadata().in("labels", labels.origin()).put(label, value.origin(), text);
            }
          });
    }
    return pod;
  }

  /** How a container is connected. */
  enum Network {
    /** By the host's own network. */
    HOST,
    /** By one of its own, where every mapped port is one of the host's. */
    BRIDGE,
    /** By one of its own. */
    CONTAINER
  }

  /**
   * Says by which network a pod is connected, where {@code networks} says so.
   *
   * @return null where it does not
   */
  static @Nullable Network network(Value written, PodDraft pod) {
    Value networks = written.get("networks");
    Network network = null;
    for (Value each : networks == null ? List.<Value>of() : networks.items()) {
      Value mode = each.get("mode");
      String text = mode == null ? "container" : mode.text();
      boolean host = "host".equals(text);
      Origin from = mode == null ? each.origin().assuming("the usual mode") : mode.origin();
      if (network == null || host) {
        pod.spec().put("hostNetwork", from, host);
      }
      if (host) {
        return Network.HOST;
      }
      network = "container/bridge".equals(text) ? Network.BRIDGE : Network.CONTAINER;
    }
    return network;
  }

  /** Fills in the host's network where nobody says which. */
  static Network usualNetwork(PodDraft pod, Origin origin) {
    pod.spec().put("hostNetwork", origin.assuming(USUAL_NETWORK), true);
    return Network.HOST;
  }

  /** Variables of the environment, whose values may be the names of secrets. */
  static void environment(@Nullable Value variables, Value secrets, ContainerDraft container) {
    if (variables == null) {
      return;
    }
    for (Map.Entry<String, Value> variable : variables.members().entrySet()) {
      Value value = variable.getValue();
      Origin from = value.origin();
      Value name = new Value.Text(from, variable.getKey());
      Value secret = value.get("secret");
      if (secret != null && secret.text() != null) {
        Value source = secrets.at("secrets", String.valueOf(secret.text()), "source");
        container.secretVariable(from, name, source == null ? secret : source, "value");
      } else {
        container.variable(from, name, value);
      }
    }
  }

  /**
   * What the Mesos containerizer is told of Linux.
   *
   * @param ofHost whether what a container shares with its parent is the host's
   */
  static void linux(@Nullable Value info, boolean ofHost, ContainerDraft container) {
    if (info == null) {
      return;
    }
    Value profile = info.at("seccomp", "profileName");
    Value unconfined = info.at("seccomp", "unconfined");
    if (unconfined != null && !unconfined.isFalse()) {
      Origin from = unconfined.origin();
      container
          .security()
          .put("seccompProfile", new Draft(from).put("type", from, "Unconfined").finish());
    } else if (profile != null) {
      Origin from = profile.origin();
      Draft named = new Draft(from).put("type", from, "Localhost");
      container.security().put("seccompProfile", named.put("localhostProfile", profile).finish());
    }
    if (ofHost) {
      shareMemory(info, container.pod());
    }
    Value sharedPids = info.get("sharePidNamespace");
    if (sharedPids != null && !sharedPids.isFalse()) {
      container.pod().share("hostPID", sharedPids.origin());
    }
    Value size = info.at("ipcInfo", "shmSize");
    if (size != null) {
      String mebibytes = size.written();
      if (mebibytes != null) {
        container.sharedMemory(size.origin(), new Value.Text(size.origin(), mebibytes + "Mi"));
      }
    }
    capabilities(info, container);
  }

  /** Says that shared memory is that of the parent, if it is. */
  static void shareMemory(Value info, PodDraft pod) {
    Value mode = info.at("ipcInfo", "mode");
    if (mode != null && "SHARE_PARENT".equals(mode.text())) {
      pod.share("hostIPC", mode.origin());
    }
  }

  /**
   * The capabilities that a process has are all that it has. They are the effective ones, or those
   * that bound it where none are named.
   */
  private static void capabilities(Value info, ContainerDraft container) {
    for (String name : CAPABILITIES) {
      Value written = info.get(name);
      Value list =
          written == null || written instanceof Value.Items ? written : capabilities(written);
      if (list == null) {
        continue;
      }
      Origin from = list.origin();
      for (Value each : list.items()) {
        container.addCapability(from, each);
      }
      Origin others = from.assuming("a container has no capabilities but those that it is given");
      container.dropCapability(others, new Value.Text(others, "ALL"));
      return;
    }
  }

  private static @Nullable Value capabilities(Value written) {
    Value effective = written.get("effective");
    Value bounding = written.get("bounding");
    Value list = written.get("capabilities");
    return effective != null ? effective : bounding != null ? bounding : list;
  }

  /** CPUs are shares, and so a request; memory in MiB is a limit. */
  static void resources(Value written, @Nullable Value limits, ContainerDraft container) {
    quantity("requests", "cpu", written.get("cpus"), "", container);
    quantity("limits", "memory", written.get("mem"), "Mi", container);
    quantity("limits", "nvidia.com/gpu", written.get("gpus"), "", container);
    if (limits != null) {
      quantity("limits", "cpu", limits.get("cpus"), "", container);
      quantity("limits", "memory", limits.get("mem"), "Mi", container);
    }
  }

  private static void quantity(
      String kind,
      String resource,
      @Nullable Value written,
      String unit,
      ContainerDraft container) {
    if (written instanceof Value.Whole(Origin origin, long number, String _) && number > 0) {
      container.resource(kind, resource, origin, number + unit);
    } else if (written instanceof Value.Real(Origin origin, double number, String text)
        && number > 0) {
      boolean plain = text.indexOf('e') < 0 && text.indexOf('E') < 0;
      container.resource(kind, resource, origin, (plain ? text : String.valueOf(number)) + unit);
    }
  }

  /** The first of the checks, as Kubernetes has one. */
  static void healthCheck(@Nullable Value checks, ContainerDraft container) {
    Value check =
        checks instanceof Value.Items(Origin _, var items) && !items.isEmpty()
            ? items.getFirst()
            : checks;
    if (!(check instanceof Value.Fields)) {
      return;
    }
    Draft probe = container.draft().in("livenessProbe", check.origin());
    action(check, probe);
    probe.put("initialDelaySeconds", check.get("gracePeriodSeconds"));
    probe.put("periodSeconds", check.get("intervalSeconds"));
    probe.put("timeoutSeconds", check.get("timeoutSeconds"));
    probe.put("failureThreshold", check.get("maxConsecutiveFailures"));
  }

  private static void action(Value check, Draft probe) {
    Value exec = check.get("exec") == null ? check : check.get("exec");
    Value command = exec == null ? null : exec.get("command");
    String protocol = check.text("protocol");
    Value http = check.get("http");
    if (command != null) {
      command(probe.in("exec", command.origin()), "command", command);
    } else if (http != null) {
      probe.in("httpGet", http.origin()).put("path", http.get("path"));
      probe.in("httpGet").put("port", http.get("endpoint"));
    } else if (check.get("tcp") != null || (protocol != null && protocol.endsWith("TCP"))) {
      Value tcp = check.get("tcp");
      Value port = tcp == null ? check.get("port") : tcp.get("endpoint");
      probe.in("tcpSocket").put("port", port);
    } else {
      probe.in("httpGet").put("path", check.get("path")).put("port", check.get("port"));
    }
  }

  /** {@code shell} or {@code value} is a line for the shell, {@code argv} are words. */
  static void command(Draft draft, String field, Value command) {
    Value words = command.get("argv");
    if (words instanceof Value.Items) {
      draft.put(field, words);
      return;
    }
    Value line = command.get("shell") == null ? command.get("value") : command.get("shell");
    if (line != null) {
      shell(draft, field, line);
    }
  }

  /** A line for the shell. */
  static void shell(Draft draft, String field, Value line) {
    Origin from = line.origin();
    draft.add(field, from, new Value.Text(from, "/bin/sh"));
    draft.add(field, from, new Value.Text(from, "-c"));
    draft.add(field, from, line);
  }
}
