package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The ports of a service. Whatever is published is a port of the host, be it of the loopback
 * address only: that is what Docker does, and what a pod says with {@code hostPort}. What is only
 * exposed is not. A port that Docker picks when the container starts is 0, as for the other
 * platforms: it is nobody's in particular.
 */
final class Ports {
  /**
   * Ports of one entry that are judged one by one; of a longer range the first and the last are.
   */
  static final int LONGEST_RANGE = 256;

  private final Project project;
  private final Service service;
  private final List<Value> ports = new ArrayList<>();

  private Ports(Project project, Service service) {
    this.project = project;
    this.service = service;
  }

  static List<Value> of(Project project, Service service) {
    Ports ports = new Ports(project, service);
    for (Value entry : service.list("ports")) {
      ports.publish(entry);
    }
    for (Value entry : service.list("expose")) {
      ports.expose(entry);
    }
    return ports.ports;
  }

  private void publish(Value entry) {
    try {
      PortSpec port = PortSpec.of(entry);
      PortSpec.Range published = port.published();
      int size = port.target().size();
      if (published != null && size > 1 && published.size() != size) {
        throw new FaultyTextException("publishes a range of ports as one of another length");
      }
      if (!project.take(Math.min(size, LONGEST_RANGE), entry.origin())) {
        return;
      }
      for (int i = 0; i < size; i = next(i, size)) {
        add(entry.origin(), port, i);
      }
      if (size > LONGEST_RANGE && published != null) {
        service
            .faults()
            .add(
                entry.origin(),
                "publishes " + size + " ports, of which the first and the last were judged");
      }
    } catch (FaultyTextException e) {
      service.faults().add(entry.origin(), String.valueOf(e.getMessage()));
    }
  }

  private static int next(int i, int size) {
    return size > LONGEST_RANGE && i == 0 ? size - 1 : i + 1;
  }

  private void add(Origin origin, PortSpec port, int offset) {
    Draft entry = new Draft(origin);
    entry.put("containerPort", origin, port.target().first() + offset);
    PortSpec.Range published = port.published();
    if (published == null) {
      entry.put("hostPort", origin.assuming("Docker takes a free port of the host"), 0);
    } else {
      entry.put("hostPort", origin, published.first() + offset);
    }
    String hostIp = port.hostIp();
    if (hostIp != null) {
      entry.put("hostIP", origin, hostIp);
    }
    ports.add(entry.put("protocol", origin, port.protocol()).done());
  }

  private void expose(Value entry) {
    String written = entry.written();
    try {
      PortSpec port = PortSpec.parse(written == null ? "" : written);
      PortSpec.Range target = port.target();
      if (!project.take(Math.min(target.size(), LONGEST_RANGE), entry.origin())) {
        return;
      }
      for (int i = 0; i < target.size(); i = next(i, target.size())) {
        ports.add(
            new Draft(entry.origin())
                .put("containerPort", entry.origin(), target.first() + i)
                .put("protocol", entry.origin(), port.protocol())
                .done());
      }
    } catch (FaultyTextException e) {
      service.faults().add(entry.origin(), String.valueOf(e.getMessage()));
    }
  }
}
