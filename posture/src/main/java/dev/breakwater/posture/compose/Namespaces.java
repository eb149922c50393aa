package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.RunOption;
import dev.breakwater.posture.source.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which namespaces a service shares with the host, by itself or by way of another service. */
final class Namespaces {
  private static final String HOST = "host";

  /** Services that lead to one another; nobody has that many. */
  private static final int LONGEST = 100;

  private final Project project;
  private final Service service;

  Namespaces(Project project, Service service) {
    this.project = project;
    this.service = service;
  }

  void addTo(ContainerDraft container) {
    for (String attribute : List.of("net", "network_mode")) {
      mode(attribute, "network", container);
    }
    mode("pid", "pid", container);
    mode("ipc", "ipc", container);
    Value network = hostNetwork(service);
    if (network != null) {
      RunOption.apply("network", network, container);
    }
  }

  /** What another service has, a container has that joins it. */
  private void mode(String attribute, String option, ContainerDraft container) {
    Value own = service.get(attribute);
    String mode = own == null ? null : own.written();
    if (own == null || mode == null) {
      return;
    }
    if (attribute.equals("pid") && project.joined(mode) != null) {
      container.pod().share("shareProcessNamespace", own.origin());
    }
    String end = end(attribute, mode);
    if (end.startsWith(Project.SERVICE)) {
      service.faults().add(own.origin(), "joins " + end + ", which is none of this project");
    }
    RunOption.apply(option, new Value.Text(own.origin(), end), container);
  }

  /** What a service joins in the end. */
  private String end(String attribute, String own) {
    String mode = own;
    Set<String> seen = new HashSet<>();
    Service other = project.joined(mode);
    while (other != null && seen.add(mode) && seen.size() < LONGEST) {
      if (attribute.equals("network_mode") && hostNetwork(other) != null) {
        return HOST;
      }
      Value theirs = other.get(attribute);
      String written = theirs == null ? null : theirs.written();
      mode = written == null ? "" : written;
      other = project.joined(mode);
    }
    return other == null ? mode : "";
  }

  /** A network that is called "host" is the host's, however the project calls it. */
  private @Nullable Value hostNetwork(Service joining) {
    if (joining.get("network_mode") != null) {
      return null;
    }
    for (Map.Entry<String, Value> joined : joining.pairs("networks", '\n').entrySet()) {
      if (isHost(joined.getKey())) {
        return new Value.Text(joined.getValue().origin(), HOST);
      }
    }
    return null;
  }

  private boolean isHost(String name) {
    Value network = project.shared("networks", name);
    Value external = network == null ? null : network.get("external");
    if (network == null || external == null) {
      return network != null && HOST.equals(network.text("driver"));
    }
    // Version 2 wrote the name of an external network below "external".
    Value called = external.get("name");
    if (called == null) {
      called = network.get("name");
    }
    String real = called == null ? name : called.written();
    String flag = external.written();
    return HOST.equals(real) && (flag == null || !Boolean.FALSE.equals(Flags.parse(flag)));
  }
}
