package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.FaultyTextException;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills variables into the texts of one file; keys keep what is written. What a text becomes is a
 * text still: who needs a number or a flag reads it as one.
 *
 * <p>Compose takes a variable that is not set for empty, with a warning, or refuses the file if the
 * variable is demanded. Here that is a fault where the value may decide a judgement, and passes in
 * silence in the fields that do not: names, labels, commands, passwords, and the like.
 */
final class Interpolation {
  /** In characters, of all texts that variables of one environment were filled into. */
  static final int MOST_FILLED = 16_000_000;

  private static final Set<String> HARMLESS =
      Set.of(
          "annotations",
          "attach",
          "blkio_config",
          "build",
          "command",
          "container_name",
          "cpu_count",
          "cpu_percent",
          "cpu_period",
          "cpu_quota",
          "cpu_rt_period",
          "cpu_rt_runtime",
          "cpu_shares",
          "cpus",
          "cpuset",
          "depends_on",
          "deploy",
          "develop",
          "dns",
          "dns_opt",
          "dns_search",
          "domainname",
          "entrypoint",
          "environment",
          "expose",
          "external_links",
          "extra_hosts",
          "healthcheck",
          "hostname",
          "labels",
          "links",
          "log_driver",
          "log_opt",
          "logging",
          "mac_address",
          "mem_limit",
          "mem_reservation",
          "mem_swappiness",
          "memswap_limit",
          "models",
          "platform",
          "profiles",
          "pull_policy",
          "restart",
          "scale",
          "shm_size",
          "stop_grace_period",
          "stop_signal",
          "working_dir");

  private final Template.Variables environment;
  private final Faults faults;
  private final Set<String> toldUnset = new HashSet<>();
  private boolean decides;
  private int filled;

  Interpolation(Template.Variables environment, Faults faults) {
    this.environment = environment;
    this.faults = faults;
  }

  /** The same file with its variables filled in. */
  Value.Fields apply(Value.Fields root) {
    Map<String, Value> sections = new LinkedHashMap<>();
    root.members()
        .forEach((name, section) -> {
          decides = !name.equals("name") && !name.startsWith("x-");
          boolean services = name.equals("services") && section instanceof Value.Fields;
          sections.put(name, services ? services((Value.Fields) section) : fill(section));
        });
    return new Value.Fields(root.origin(), sections);
  }

  private Value services(Value.Fields services) {
    Map<String, Value> all = new LinkedHashMap<>();
    services.members().forEach((name, service) -> all.put(name, service(service)));
    return new Value.Fields(services.origin(), all);
  }

  private Value service(Value service) {
    if (!(service instanceof Value.Fields fields)) {
      decides = true;
      return fill(service);
    }
    Map<String, Value> all = new LinkedHashMap<>();
    fields
        .members()
        .forEach((name, value) -> {
          decides = !HARMLESS.contains(name) && !name.startsWith("x-");
          all.put(name, fill(value));
        });
    return new Value.Fields(fields.origin(), all);
  }

  private Value fill(Value value) {
    return switch (value) {
      case Value.Text text -> text.value().indexOf('$') < 0 ? text : fill(text);
      case Value.Items list -> {
        List<Value> items = new ArrayList<>(list.items().size());
        for (Value item : list.items()) {
          items.add(fill(item));
        }
        yield new Value.Items(list.origin(), items);
      }
      case Value.Fields fields -> {
        Map<String, Value> members = LinkedHashMap.newLinkedHashMap(fields.members().size());
        fields.members().forEach((name, member) -> members.put(name, fill(member)));
        yield new Value.Fields(fields.origin(), members);
      }
      case Value.Nothing _, Value.Flag _, Value.Whole _, Value.Real _ -> value;
    };
  }

  /** A text that Compose would refuse stays as it is written. */
  private Value fill(Value.Text text) {
    Origin origin = text.origin();
    if (filled > MOST_FILLED) {
      return text;
    }
    try {
      String value =
          Template.fill(text.value(), environment, variable -> tellUnset(origin, variable));
      filled += value.length();
      if (filled > MOST_FILLED) {
        faults.add(
            origin,
            "the variables of the project fill more than "
                + MOST_FILLED
                + " characters; from here on they stay as they are written");
      }
      return new Value.Text(origin, value);
    } catch (FaultyTextException e) {
      if (decides || !(e instanceof Template.MissingException)) {
        faults.add(origin, String.valueOf(e.getMessage()));
      }
      return text;
    }
  }

  private void tellUnset(Origin origin, String variable) {
    // Compose sets those that are about itself.
    if (decides
        && !variable.startsWith("COMPOSE_")
        && toldUnset.add(origin.file() + '\n' + variable)) {
      faults.add(
          origin,
          "the variable "
              + variable
              + " is not set, so this was judged with nothing in its place; set it, or write a"
              + " default: ${"
              + variable
              + ":-…}");
    }
  }
}
