package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Value;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which namespaces a service shares with the host, by itself or by way of another service. */
final class Namespaces {
  private static final String SERVICE = "service:";

  private final Project project;
  private final Service service;

  Namespaces(Project project, Service service) {
    this.project = project;
    this.service = service;
  }

  void addTo(Draft spec) {
    spec.put("hostNetwork", network());
    spec.put("hostPID", host("pid"));
    spec.put("hostIPC", host("ipc"));
    Value userns = service.get("userns_mode");
    if (userns != null && "host".equals(userns.written())) {
      spec.put("hostUsers", userns.origin(), true);
    }
    Value pid = service.get("pid");
    String shared = pid == null ? null : pid.written();
    if (pid != null && shared != null && (shared.startsWith(SERVICE) || isContainer(shared))) {
      spec.put("shareProcessNamespace", pid.origin(), true);
    }
  }

  private static boolean isContainer(String mode) {
    return mode.startsWith("container:");
  }

  private @Nullable Value network() {
    Value mode = host("network_mode");
    if (mode == null) {
      mode = host("net");
    }
    return mode == null ? hostNetwork() : mode;
  }

  /** A network that is called "host" is the host's, however the project calls it. */
  private @Nullable Value hostNetwork() {
    if (service.get("network_mode") != null) {
      return null;
    }
    for (Map.Entry<String, Value> joined : service.pairs("networks", '\n').entrySet()) {
      if (isHost(joined.getKey())) {
        return new Value.Flag(joined.getValue().origin(), true, "host");
      }
    }
    return null;
  }

  private boolean isHost(String name) {
    Value network = project.shared("networks", name);
    Value external = network == null ? null : network.get("external");
    if (network == null || external == null) {
      return false;
    }
    // Version 2 wrote the name of an external network below "external".
    Value called = external.get("name");
    if (called == null) {
      called = network.get("name");
    }
    String real = called == null ? name : called.written();
    String flag = external.written();
    return "host".equals(real) && (flag == null || !Boolean.FALSE.equals(Flags.parse(flag)));
  }

  /** True, at the service's own attribute, where that is "host" in the end; else null. */
  private @Nullable Value host(String attribute) {
    Value own = service.get(attribute);
    String mode = own == null ? null : own.written();
    Set<String> seen = new HashSet<>();
    while (mode != null && mode.startsWith(SERVICE) && seen.add(mode)) {
      Service other = project.services().get(mode.substring(SERVICE.length()));
      Value theirs = other == null ? null : other.get(attribute);
      mode = theirs == null ? null : theirs.written();
    }
    return own != null && "host".equals(mode) ? new Value.Flag(own.origin(), true, "host") : null;
  }
}
