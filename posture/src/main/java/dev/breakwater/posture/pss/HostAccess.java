package dev.breakwater.posture.pss;

import org.jspecify.annotations.Nullable;

/** What a pod takes of its host: namespaces, paths, ports, addresses. */
final class HostAccess {
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
      for (Place port : container.at("ports").items()) {
        Place taken = port.to("hostPort");
        if (!taken.isThere() || taken.isZero()) {
          continue;
        }
        if (taken.isWhole()) {
          judgement.add(container, taken, "takes port " + taken.value().written() + " of its host");
        } else {
          judgement.addWrongType(container, taken, "a whole number");
        }
      }
    }
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
