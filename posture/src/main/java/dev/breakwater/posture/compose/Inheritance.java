package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives every service what the service has that it {@code extends}: of the same file or of another,
 * whose variables come from the same environment. As Compose 2 does, everything is taken over;
 * {@code links}, {@code volumes_from} and the like, which Compose 1 refused there, too.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/05-services.md#extends">
 *     extends</a>
 */
final class Inheritance {
  static final int DEEPEST = 100;

  /** A service before it is extended: in which file, of which name. */
  private record Base(Path file, String name) {}

  private final ModelReader files;
  private final Merge merge;
  private final Interpolation interpolation;
  private final Faults faults;
  private final Map<Path, Value.Fields> services = new HashMap<>();
  private final Map<Base, Value> resolved = new HashMap<>();

  Inheritance(ModelReader files, Merge merge, Interpolation interpolation, Faults faults) {
    this.files = files;
    this.merge = merge;
    this.interpolation = interpolation;
    this.faults = faults;
  }

  /** A document with its variables filled in and its services extended. */
  Value.Fields resolve(Value.Fields document, Path file) {
    Value.Fields filled = interpolation.apply(document);
    if (!(filled.get("services") instanceof Value.Fields own)) {
      return filled;
    }
    Value.Fields before = services.get(file);
    services.put(file, before == null ? own : over(before, own));
    Map<String, Value> extended = new LinkedHashMap<>();
    for (Map.Entry<String, Value> service : own.members().entrySet()) {
      Base here = new Base(file, service.getKey());
      if (before != null) {
        resolved.remove(here);
      }
      extended.put(here.name, extended(here, service.getValue(), new LinkedHashSet<>()));
    }
    return filled.with("services", new Value.Fields(own.origin(), extended));
  }

  /** A later document of the same file may extend what an earlier one has. */
  private static Value.Fields over(Value.Fields before, Value.Fields own) {
    Map<String, Value> all = new LinkedHashMap<>(before.members());
    all.putAll(own.members());
    return new Value.Fields(own.origin(), all);
  }

  private Value extended(Base here, Value service, Set<Base> trail) {
    Value extending = service.get("extends");
    Value known = resolved.get(here);
    if (extending == null || known != null) {
      return known == null ? service : known;
    }
    Value own = without(service);
    if (!trail.add(here)) {
      faults.add(extending.origin(), "the service extends itself: " + names(trail) + here.name);
      return own;
    }
    Value base = base(extending, here.file, trail);
    trail.remove(here);
    Value whole = base == null ? own : at(own.origin(), merge.service(base, own));
    resolved.put(here, whole);
    return whole;
  }

  /** What extends another stands where it is written itself, not where the other does. */
  private static Value at(Origin origin, Value merged) {
    return merged instanceof Value.Fields fields
        ? new Value.Fields(origin, fields.members())
        : merged;
  }

  private static String names(Set<Base> trail) {
    StringBuilder names = new StringBuilder();
    for (Base base : trail) {
      names.append(base.name).append(" extends ");
    }
    return names.toString();
  }

  private static Value without(Value service) {
    if (!(service instanceof Value.Fields fields) || !fields.members().containsKey("extends")) {
      return service;
    }
    Map<String, Value> left = new LinkedHashMap<>(fields.members());
    left.remove("extends");
    return new Value.Fields(fields.origin(), left);
  }

  private @Nullable Value base(Value extending, Path file, Set<Base> trail) {
    Value wanted = extending instanceof Value.Fields ? extending.get("service") : extending;
    String name = wanted == null ? null : wanted.written();
    if (name == null) {
      faults.add(extending.origin(), "names no service to extend");
      return null;
    }
    Value other = extending.get("file");
    Path from = other == null ? file : files.local(other);
    if (from == null) {
      return null;
    }
    if (trail.size() > DEEPEST) {
      faults.add(
          extending.origin(), "not extended: services extend one another " + DEEPEST + " deep");
      return null;
    }
    Value.Fields there = services(from, extending.origin());
    Value service = there == null ? null : there.get(name);
    if (service == null) {
      if (there != null || !files.documents(from, null).isEmpty()) {
        faults.add(extending.origin(), "extends " + name + ", which is no service of " + from);
      }
      return null;
    }
    return extended(new Base(from, name), service, trail);
  }

  private Value.@Nullable Fields services(Path file, Origin asked) {
    Value.Fields known = services.get(file);
    if (known != null) {
      return known;
    }
    Value.Fields all = null;
    for (Value.Fields document : files.extended(file, asked)) {
      if (files.take(document)
          && interpolation.apply(document).get("services") instanceof Value.Fields own) {
        all = all == null ? own : over(all, own);
      }
    }
    if (all != null) {
      services.put(file, all);
    }
    return all;
  }
}
