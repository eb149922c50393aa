package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The services of a project, and what they share. */
final class Project {
  static final String SERVICE = "service:";
  private static final String CONTAINER = "container:";

  /** Ports, variables of files and volumes of other services that pods are given, all together. */
  static final int MOST_MADE = 1_000_000;

  private final Value.Fields model;
  private final ModelReader files;
  private final Faults faults;
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, Service> containers = new LinkedHashMap<>();
  private int made;

  Project(Value.Fields model, ModelReader files, Faults faults) {
    this.model = model;
    this.files = files;
    this.faults = faults;
    Value all = model.get("services");
    if (all == null) {
      return;
    }
    if (!(all instanceof Value.Fields)) {
      faults.add(all.origin(), "must be a mapping of services");
    }
    all.members().forEach(this::add);
  }

  private void add(String name, Value service) {
    if (service instanceof Value.Fields fields) {
      Service one = new Service(name, fields, faults);
      services.put(name, one);
      String container = LongForm.written(fields, "container_name");
      if (container != null) {
        containers.put(container, one);
      }
    } else if (!name.startsWith("x-")) {
      faults.add(service.origin(), "must be a mapping");
    }
  }

  /** Whether so much more can be made of a few words; tells where it cannot. */
  boolean take(int more, Origin where) {
    if (more > MOST_MADE - made) {
      faults.add(
          where,
          "not judged: the pods of this project have more than "
              + MOST_MADE
              + " ports, variables and volumes");
      return false;
    }
    made += more;
    return true;
  }

  Faults faults() {
    return faults;
  }

  ModelReader files() {
    return files;
  }

  Map<String, Service> services() {
    return services;
  }

  /**
   * The service that {@code service:NAME} or {@code container:NAME} means; null for anything else,
   * and where the project has none of that name.
   */
  @Nullable Service joined(String mode) {
    if (mode.startsWith(SERVICE)) {
      return services.get(mode.substring(SERVICE.length()));
    }
    return mode.startsWith(CONTAINER) ? containers.get(mode.substring(CONTAINER.length())) : null;
  }

  /** Its name where one is written. */
  @Nullable String name() {
    return model.text("name");
  }

  /** What all services share under a name: a volume, a network, a secret; null where none is. */
  @Nullable Value shared(String section, String name) {
    Value all = model.get(section);
    return all == null ? null : all.get(name);
  }
}
