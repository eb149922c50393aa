package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs in the container of a service, with what around it: command, variables, limits. */
final class ContainerProcess {
  /** The period of CPU quotas, in microseconds, where none is written. */
  private static final long PERIOD = 100_000;

  private final Project project;
  private final Service service;
  private final Origin origin;

  ContainerProcess(Project project, Service service) {
    this.project = project;
    this.service = service;
    this.origin = service.origin();
  }

  void addTo(Draft container) {
    image(container);
    container.put("command", words(service.get("entrypoint")));
    container.put("args", words(service.get("command")));
    text(container, "workingDir", "working_dir");
    container.put("tty", service.flag("tty"));
    container.put("stdin", service.flag("stdin_open"));
    container.put("env", place("environment"), variables());
    container.put("resources", resources());
    container.put("livenessProbe", probe());
  }

  private Origin place(String attribute) {
    Value value = service.get(attribute);
    return value == null ? origin : value.origin();
  }

  private void text(Draft draft, String name, String attribute) {
    String written = service.written(attribute);
    if (written != null) {
      draft.put(name, place(attribute), written);
    }
  }

  private void image(Draft container) {
    String image = service.written("image");
    String name = project.name();
    if (image != null) {
      container.put("image", place("image"), image);
    } else if (service.get("build") != null) {
      container.put(
          "image",
          place("build").assuming("what Compose calls the image that it builds"),
          name == null ? service.name() : name + "-" + service.name());
    }
  }

  /** A command as a list; null where none is written, and where an empty one clears the image's. */
  private @Nullable Value words(@Nullable Value command) {
    if (command == null) {
      return null;
    }
    List<Value> words = new ArrayList<>();
    if (command instanceof Value.Items list) {
      words = words(list.items());
    } else {
      String written = command.written();
      for (String word : ShellWords.split(written == null ? "" : written)) {
        words.add(new Value.Text(command.origin(), word));
      }
    }
    return words.isEmpty() ? null : new Value.Items(command.origin(), words);
  }

  /** What YAML takes for a number or for true is a word like any other here. */
  private static List<Value> words(List<Value> items) {
    List<Value> words = new ArrayList<>(items.size());
    for (Value item : items) {
      String written = item.written();
      words.add(new Value.Text(item.origin(), written == null ? "" : written));
    }
    return words;
  }

  private List<Value> variables() {
    Map<String, Value> variables = new LinkedHashMap<>();
    for (Value entry : service.list("env_file")) {
      Value path = entry instanceof Value.Fields ? entry.get("path") : entry;
      Value required = entry.get("required");
      String flag = required == null ? null : required.written();
      boolean optional = flag != null && Boolean.FALSE.equals(Flags.parse(flag));
      if (path != null) {
        variables.putAll(project.files().variables(path, !optional));
      }
    }
    variables.putAll(service.pairs("environment", '='));
    List<Value> list = new ArrayList<>();
    variables.forEach((name, value) -> list.add(variable(name, value)));
    return list;
  }

  private static Value variable(String name, Value value) {
    Draft variable = new Draft(value.origin()).put("name", value.origin(), name);
    String written = value.written();
    if (written != null) {
      variable.put("value", value.origin(), written);
    }
    return variable.done();
  }

  private Draft resources() {
    Value deploy = service.get("deploy");
    Draft limits = new Draft(origin);
    memory(limits, service.get("mem_limit"));
    quota(limits);
    cpus(limits, service.get("cpus"));
    Draft requests = new Draft(origin);
    memory(requests, service.get("mem_reservation"));
    if (deploy != null) {
      memory(limits, deploy.at("resources", "limits", "memory"));
      cpus(limits, deploy.at("resources", "limits", "cpus"));
      memory(requests, deploy.at("resources", "reservations", "memory"));
      cpus(requests, deploy.at("resources", "reservations", "cpus"));
    }
    return new Draft(origin).put("limits", limits).put("requests", requests);
  }

  /** To Docker no memory at all is as much as there is. */
  private void memory(Draft resources, @Nullable Value size) {
    String written = size == null ? null : size.written();
    if (size == null || written == null || written.isEmpty()) {
      return;
    }
    String quantity = ByteSize.quantity(written);
    if (quantity == null) {
      service.faults().add(size.origin(), "is no size of memory, such as 512m");
    } else if (!quantity.startsWith("0")) {
      resources.put("memory", size.origin(), quantity);
    }
  }

  private void cpus(Draft resources, @Nullable Value cpus) {
    String written = cpus == null ? null : cpus.written();
    if (cpus == null || written == null || written.isEmpty()) {
      return;
    }
    double number;
    try {
      number = written.length() > 20 ? -1 : Double.parseDouble(written);
    } catch (NumberFormatException e) {
      number = -1;
    }
    if (number < 0 || !isDecimal(written)) {
      service.faults().add(cpus.origin(), "is no number of CPUs, such as 0.5");
    } else if (number > 0) {
      resources.put("cpu", cpus.origin(), written.startsWith(".") ? "0" + written : written);
    }
  }

  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        return false;
      }
    }
    return true;
  }

  private void quota(Draft limits) {
    Long quota = number(service.get("cpu_quota"));
    Long period = number(service.get("cpu_period"));
    long base = period == null ? PERIOD : period;
    if (quota != null && quota > 0 && base > 0) {
      limits.put("cpu", place("cpu_quota"), Math.max(1, quota * 1000 / base) + "m");
    }
  }

  private static @Nullable Long number(@Nullable Value value) {
    String written = value == null ? null : value.written();
    if (written == null || written.isEmpty() || written.length() > 12) {
      return null;
    }
    try {
      return Long.valueOf(written);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private @Nullable Value probe() {
    Value check = service.get("healthcheck");
    Value test = check == null ? null : check.get("test");
    Value disable = check == null ? null : check.get("disable");
    String flag = disable == null ? null : disable.written();
    if (check == null || test == null || (flag != null && Boolean.TRUE.equals(Flags.parse(flag)))) {
      return null;
    }
    List<Value> command = command(test);
    if (command.isEmpty()) {
      return null;
    }
    Draft probe = new Draft(check.origin());
    probe.put("exec", new Draft(test.origin()).put("command", test.origin(), command));
    seconds(probe, "initialDelaySeconds", check.get("start_period"));
    seconds(probe, "periodSeconds", check.get("interval"));
    seconds(probe, "timeoutSeconds", check.get("timeout"));
    Value retries = check.get("retries");
    Long failures = number(retries);
    if (retries != null && failures != null) {
      probe.put("failureThreshold", retries.origin(), failures);
    }
    return probe.done();
  }

  /** What a health check runs; empty where it says that there is none. */
  private static List<Value> command(Value test) {
    List<Value> words = words(test instanceof Value.Items list ? list.items() : List.of(test));
    String first = words.isEmpty() ? "" : String.valueOf(words.getFirst().text());
    if (first.isEmpty() || first.equals("NONE")) {
      return List.of();
    }
    if (first.equals("CMD")) {
      return words.subList(1, words.size());
    }
    List<Value> command = new ArrayList<>();
    command.add(new Value.Text(test.origin(), "/bin/sh"));
    command.add(new Value.Text(test.origin(), "-c"));
    command.addAll(first.equals("CMD-SHELL") ? words.subList(1, words.size()) : words);
    return command;
  }

  private void seconds(Draft probe, String name, @Nullable Value duration) {
    String written = duration == null ? null : duration.written();
    Long seconds = written == null ? null : Seconds.parse(written);
    if (duration != null && seconds != null) {
      probe.put(name, duration.origin(), seconds);
    }
  }
}
