package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import org.jspecify.annotations.Nullable;

/**
 * Ports as Docker publishes and exposes them. Whatever is published is a port of the host, be it of
 * the loopback address only, which is what a pod says with {@code hostPort}; what is only exposed
 * is not. A port that Docker picks when the container starts is 0: it is nobody's in particular.
 */
public final class Ports {
  private Ports() {}

  /** Publishes ports; of more than {@value PortSpec#LONGEST} the first and the last are judged. */
  public static void publish(PortSpec spec, Origin from, ContainerDraft container) {
    PortSpec.Range published = spec.published();
    int size = spec.target().size();
    if (published != null && size > 1 && published.size() != size) {
      container.pod().fault(from, "publishes a range of ports as one of another length");
      return;
    }
    add(spec, true, from, container);
    if (size > PortSpec.LONGEST && published != null) {
      container
          .pod()
          .fault(from, "publishes " + size + " ports, of which the first and the last were judged");
    }
  }

  /** Says that the container has ports, whatever leads to them. */
  static void expose(PortSpec spec, Origin from, ContainerDraft container) {
    add(spec, false, from, container);
  }

  private static void add(PortSpec spec, boolean published, Origin from, ContainerDraft container) {
    int size = spec.target().size();
    if (!container.pod().mayPublish(spec.judged(), from)) {
      return;
    }
    for (int i = 0; i < size; i = size > PortSpec.LONGEST && i == 0 ? size - 1 : i + 1) {
      Value inside = number(from, spec.target().first() + i);
      Value host = published ? host(from, spec.published(), i) : null;
      container.port(from, inside, host, spec.protocol(), spec.hostIp());
    }
  }

  private static Value host(Origin from, PortSpec.@Nullable Range published, int offset) {
    return published == null
        ? number(from.assuming("Docker takes a free port of the host"), 0)
        : number(from, published.first() + offset);
  }

  private static Value number(Origin from, int number) {
    return new Value.Whole(from, number, String.valueOf(number));
  }
}
