package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pod takes of its host: namespaces, paths, ports, addresses. */
final class HostAccess {
  private static final String HOST_PORT = "hostPort";
  private static final String[] PROBES = {"livenessProbe", "readinessProbe", "startupProbe"};
  private static final String[] HOOKS = {"postStart", "preStop"};

  private HostAccess() {}

  static void namespaces(Pod pod, Judgement judgement) {
    judgement.forbidTrue(null, pod.spec().to("hostNetwork"), "shares the network of its host");
    judgement.forbidTrue(null, pod.spec().to("hostPID"), "sees the processes of its host");
    judgement.forbidTrue(
        null, pod.spec().to("hostIPC"), "shares the memory and queues of its host");
  }

  static void ports(Pod pod, Judgement judgement) {
    for (Container container : pod.containers()) {
      List<Place> ports = container.at("ports").items();
      for (int i = 0; i < ports.size(); i++) {
        Place taken = ports.get(i).to(HOST_PORT);
        if (!taken.isThere() || taken.isZero()) {
          continue;
        }
        if (!taken.isWhole()) {
          judgement.addWrongType(container, taken, "a whole number");
          continue;
        }
        String first = taken.value().written();
        int end = endOfRange(ports, i);
        String which =
            end == i
                ? "port " + first
                : "ports " + first + " to " + ports.get(end).to(HOST_PORT).value().written();
        judgement.add(container, taken, "takes " + which + " of its host");
        i = end;
      }
    }
  }

  /** The last of the ports that are written in the same place, as a range is elsewhere. */
  private static int endOfRange(List<Place> ports, int first) {
    Origin origin = ports.get(first).to(HOST_PORT).value().origin();
    int end = first;
    while (end + 1 < ports.size()) {
      Place next = ports.get(end + 1).to(HOST_PORT);
      if (!next.isWhole() || !next.value().origin().equals(origin)) {
        break;
      }
      end++;
    }
    return end;
  }

  /** A kubelet that calls an address of the pod's choice makes requests in the node's name. */
  static void probesAndHooks(Pod pod, Judgement judgement) {
    for (Container container : pod.containers()) {
      for (String probe : PROBES) {
        handler(container, container.at(probe), judgement);
      }
      for (String hook : HOOKS) {
        handler(container, container.at("lifecycle", hook), judgement);
      }
    }
  }

  private static void handler(Container container, Place handler, Judgement judgement) {
    address(container, handler.to("httpGet", "host"), judgement);
    address(container, handler.to("tcpSocket", "host"), judgement);
  }

  private static void address(Container container, Place host, Judgement judgement) {
    String address = host.text();
    if (!host.isThere() || "".equals(address)) {
      return;
    }
    if (address == null) {
      judgement.addWrongType(container, host, "a text");
    } else {
      judgement.add(
          container,
          host,
          "has its node call " + Judgement.shortened(address) + " for a probe or hook");
    }
  }

  static void windowsProcess(Pod pod, Judgement judgement) {
    windowsProcess(null, pod.context("windowsOptions", "hostProcess"), judgement);
    for (Container container : pod.containers()) {
      windowsProcess(
          container, container.at("securityContext", "windowsOptions", "hostProcess"), judgement);
    }
  }

  private static void windowsProcess(
      @Nullable Container container, Place place, Judgement judgement) {
    judgement.forbidTrue(container, place, "runs as a process of its Windows host");
  }
}
