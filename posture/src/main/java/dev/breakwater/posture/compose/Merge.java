package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.DeviceSpec;
import dev.breakwater.posture.docker.FaultyTextException;
import dev.breakwater.posture.docker.PortSpec;
import dev.breakwater.posture.docker.VolumeSpec;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lays one file or service over another. Mappings are merged, lists appended, scalars replaced; a
 * command is replaced whole; and what a list may hold only once is replaced by what comes later. A
 * null hides a scalar and leaves lists and mappings alone.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/13-merge.md">Merge</a>
 */
final class Merge {
  /** Members and items that are copied for one project. */
  static final int MOST_COPIED = 1_000_000;

  /** How a member is merged that both have. */
  private interface Rule {
    Value merge(String name, Value below, Value above);
  }

  private final MergeTags tags;
  private final Faults faults;
  private int copied;

  Merge(MergeTags tags, Faults faults) {
    this.tags = tags;
    this.faults = faults;
  }

  /** Lays a file over another. */
  Value.Fields models(Value.Fields below, Value.Fields above) {
    return members(
        below,
        above,
        (section, left, right) ->
            left instanceof Value.Fields all && right instanceof Value.Fields more
                ? members(all, more, in(section))
                : plain(left, right));
  }

  /** Lays what a section of a file calls by a name, as a service, over another one. */
  Value member(String section, String name, Value below, Value above) {
    return merge(name, below, above, in(section));
  }

  private Rule in(String section) {
    return section.equals("services")
        ? (_, below, above) -> service(below, above)
        : (_, below, above) -> plain(below, above);
  }

  /** Lays a service over another. */
  Value service(Value below, Value above) {
    return below instanceof Value.Fields base && above instanceof Value.Fields over
        ? members(base, over, this::ofService)
        : plain(below, above);
  }

  private Value ofService(String name, Value below, Value above) {
    return switch (name) {
      case "command", "entrypoint" -> above;
      case "environment", "labels", "annotations", "sysctls" ->
          members(Pairs.of(below, '='), Pairs.of(above, '='), (_, _, over) -> over);
      case "networks", "depends_on", "models" ->
          members(
              Pairs.of(below, '\n'), Pairs.of(above, '\n'), (_, left, right) -> plain(left, right));
      case "build" -> members(build(below), build(above), (_, left, right) -> plain(left, right));
      case "ulimits" ->
          below instanceof Value.Fields left && above instanceof Value.Fields right
              ? members(left, right, (_, _, over) -> over)
              : above;
      case "healthcheck" ->
          below instanceof Value.Fields left && above instanceof Value.Fields right
              ? members(left, right, (part, l, r) -> part.equals("test") ? r : plain(l, r))
              : above;
      case "volumes",
          "devices",
          "ports",
          "secrets",
          "configs",
          "cap_add",
          "cap_drop",
          "dns",
          "dns_opt",
          "dns_search",
          "env_file",
          "expose",
          "extra_hosts",
          "group_add",
          "label_file",
          "links",
          "profiles",
          "security_opt",
          "tmpfs",
          "volumes_from" ->
          unique(name, below, above);
      default -> plain(below, above);
    };
  }

  private Value plain(Value below, Value above) {
    if (below instanceof Value.Fields left && above instanceof Value.Fields right) {
      return members(left, right, (_, base, over) -> plain(base, over));
    }
    if (below instanceof Value.Items && above instanceof Value.Items) {
      List<Value> items = new ArrayList<>(below.items());
      items.addAll(above.items());
      return count(items.size(), above) ? new Value.Items(above.origin(), items) : above;
    }
    if (below.written() == null || above.written() == null) {
      faults.add(
          above.origin(),
          "is of another kind than at "
              + below.origin().file()
              + ":"
              + below.origin().line()
              + ", so Compose would refuse to merge the two; judged by what stands here");
    }
    return above;
  }

  private static Value.Fields build(Value build) {
    return build instanceof Value.Fields fields
        ? fields
        : new Value.Fields(build.origin(), Map.of("context", build));
  }

  private Value.Fields members(Value.Fields below, Value.Fields above, Rule rule) {
    if (!count(below.members().size() + above.members().size(), above)) {
      return above;
    }
    Map<String, Value> members = new LinkedHashMap<>(below.members());
    above
        .members()
        .forEach(
            (name, over) -> members.merge(name, over, (base, _) -> merge(name, base, over, rule)));
    return new Value.Fields(below.origin(), members);
  }

  private Value merge(String name, Value below, Value above, Rule rule) {
    if (tags.replaces(above) || tags.isReset(below) || below instanceof Value.Nothing) {
      return above;
    }
    if (above instanceof Value.Nothing) {
      return below.written() == null ? below : above;
    }
    return rule.merge(name, below, above);
  }

  /** Appends, and lets what comes later take the place of what it is another form of. */
  private Value unique(String field, Value below, Value above) {
    List<Value> all = new ArrayList<>(entries(field, below));
    all.addAll(entries(field, above));
    if (!count(all.size(), above)) {
      return above;
    }
    Map<String, Value> kept = new LinkedHashMap<>();
    for (Value entry : all) {
      kept.put(key(field, entry), entry);
    }
    return new Value.Items(above.origin(), new ArrayList<>(kept.values()));
  }

  /** The entries of a list, of a single scalar in its place, or of hosts that are a mapping. */
  private static List<Value> entries(String field, Value value) {
    if (field.equals("extra_hosts") && value instanceof Value.Fields hosts) {
      List<Value> entries = new ArrayList<>();
      hosts
          .members()
          .forEach((host, address) ->
              entries.add(new Value.Text(address.origin(), host + "=" + address.written())));
      return entries;
    }
    return value instanceof Value.Items list ? list.items() : List.of(value);
  }

  /** What an entry may not share with another of the same list. */
  private static String key(String field, Value entry) {
    String written = entry.written();
    String key =
        switch (field) {
          case "volumes" -> {
            VolumeSpec volume = LongForm.volume(entry);
            yield volume == null ? null : volume.target();
          }
          case "devices" -> {
            DeviceSpec device = LongForm.device(entry);
            yield device == null ? null : device.target();
          }
          case "ports" -> port(entry);
          case "secrets", "configs" -> target(field, entry, written);
          case "env_file", "label_file" ->
              written == null ? LongForm.written(entry, "path") : written;
          default -> written;
        };
    return key == null ? String.valueOf(entry.plain()) : key;
  }

  private static String target(String field, Value entry, @Nullable String written) {
    String source = written == null ? LongForm.written(entry, "source") : written;
    String target = LongForm.written(entry, "target");
    String directory = field.equals("secrets") ? ServiceMounts.SECRETS : "/";
    String path = target == null ? source : target;
    return path == null ? "" : path.startsWith("/") ? path : directory + path;
  }

  private static String port(Value entry) {
    try {
      PortSpec port = LongForm.port(entry);
      return port.toString();
    } catch (FaultyTextException e) {
      return String.valueOf(entry.plain());
    }
  }

  private boolean count(int more, Value where) {
    boolean before = copied <= MOST_COPIED;
    copied += Math.min(more, MOST_COPIED + 1);
    if (copied <= MOST_COPIED) {
      return true;
    }
    if (before) {
      faults.add(
          where.origin(),
          "merging the files and services of this project copies more than "
              + MOST_COPIED
              + " values; from here on they are judged by what they say themselves");
    }
    copied = MOST_COPIED + 1;
    return false;
  }
}
