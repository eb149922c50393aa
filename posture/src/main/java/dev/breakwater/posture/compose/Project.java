package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The services of a project, and what they share. */
final class Project {
  private final Value.Fields model;
  private final ModelReader files;
  private final Faults faults;
  private final Map<String, Service> services = new LinkedHashMap<>();

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
      services.put(name, new Service(name, fields, faults));
    } else if (!name.startsWith("x-")) {
      faults.add(service.origin(), "must be a mapping");
    }
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
