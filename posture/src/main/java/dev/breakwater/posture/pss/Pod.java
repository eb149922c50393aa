package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod as the controls see it.
 *
 * @param annotations of the pod
 * @param spec of the pod
 * @param containers first those that initialise, then the others, then the ephemeral ones
 */
record Pod(Place annotations, Place spec, List<Container> containers) {
  static Pod of(Value.Fields pod) {
    Place whole = Place.of(pod);
    Place spec = whole.to("spec");
    List<Container> containers = new ArrayList<>();
    add(containers, spec, "initContainers", "init container ");
    add(containers, spec, "containers", "container ");
    add(containers, spec, "ephemeralContainers", "ephemeral container ");
    return new Pod(whole.to("metadata", "annotations"), spec, containers);
  }

  private static void add(List<Container> containers, Place spec, String list, String kind) {
    List<Place> items = spec.to(list).items();
    for (int i = 0; i < items.size(); i++) {
      Place item = items.get(i);
      if (item.belongs() != null) {
        containers.add(new Container(null, Judgement.WORKLOAD, item));
        continue;
      }
      String name = name(item);
      String position = list + '[' + i + ']';
      containers.add(
          name == null
              ? new Container(position, position, item)
              : Container.named(name, kind, item));
    }
  }

  /** The name, also one that is no text; null where there is none. */
  private static @Nullable String name(Place container) {
    Place place = container.to("name");
    String name = place.text();
    if (name == null && place.isThere() && place.belongs() == null) {
      name = place.value().written();
    }
    return name == null || name.isEmpty() ? null : name;
  }

  /** Where a name leads from the pod's own security context. */
  Place context(String... names) {
    return spec.to("securityContext").to(names);
  }

  /** Whether it is made for Windows, which has none of the kernel's confinements. */
  boolean isForWindows() {
    return "windows".equals(spec.to("os", "name").text());
  }

  /** Whether its users are not the host's. */
  boolean hasItsOwnUsers() {
    return spec.to("hostUsers").isFalse();
  }
}
