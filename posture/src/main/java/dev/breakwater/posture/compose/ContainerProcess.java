package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.Draft;
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
  private final ContainerDraft container;

  ContainerProcess(Project project, Service service, ContainerDraft container) {
    this.project = project;
    this.service = service;
    this.container = container;
  }

  void read() {
    Draft draft = container.draft();
    image(draft);
    draft.put("command", words(service.get("entrypoint")));
    draft.put("args", words(service.get("command")));
    String directory = service.written("working_dir");
    if (directory != null) {
      draft.put("workingDir", service.place("working_dir"), directory);
    }
    draft.put("tty", service.flag("tty"));
    draft.put("stdin", service.flag("stdin_open"));
    variables();
    resources();
    probe();
  }

  private void image(Draft draft) {
    String image = service.written("image");
    String name = project.name();
    if (image != null) {
      draft.put("image", service.place("image"), image);
    } else if (service.get("build") != null) {
      draft.put(
          "image",
          service.place("build").assuming("what Compose calls the image that it builds"),
          name == null ? service.name() : name + "-" + service.name());
    }
  }

  /** A command as a list; null where none is written, and where an empty one clears the image's. */
  private static @Nullable Value words(@Nullable Value command) {
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

  private void variables() {
    Map<String, Value> variables = new LinkedHashMap<>();
    for (Value entry : service.list("env_file")) {
      Value path = entry instanceof Value.Fields ? entry.get("path") : entry;
      if (path != null) {
        Map<String, Value> more = project.files().variables(path);
        if (project.take(more.size(), path.origin())) {
          variables.putAll(more);
        }
      }
    }
    variables.putAll(service.pairs("environment", '='));
    variables.forEach((name, value) ->
        container.variable(value.origin(), new Value.Text(value.origin(), name), value));
  }

  private void resources() {
    quota();
    memory("limits", service.get("mem_limit"));
    cpus("limits", service.get("cpus"));
    memory("requests", service.get("mem_reservation"));
    Value deploy = service.get("deploy");
    if (deploy != null) {
      memory("limits", deploy.at("resources", "limits", "memory"));
      cpus("limits", deploy.at("resources", "limits", "cpus"));
      memory("requests", deploy.at("resources", "reservations", "memory"));
      cpus("requests", deploy.at("resources", "reservations", "cpus"));
      Value processes = deploy.at("resources", "limits", "pids");
      if (processes != null) {
        container.annotate("pids-limit", processes);
      }
    }
    service
        .pairs("ulimits", '=')
        .forEach((name, limit) -> {
          Value hard = limit instanceof Value.Fields ? limit.get("hard") : limit;
          if (hard != null) {
            container.annotate("ulimit-" + name, hard);
          }
        });
  }

  private void memory(String kind, @Nullable Value size) {
    if (size != null) {
      container.memory(kind, size);
    }
  }

  private void cpus(String kind, @Nullable Value cpus) {
    if (cpus != null) {
      container.cpus(kind, cpus);
    }
  }

  private void quota() {
    Long quota = number(service.get("cpu_quota"));
    Long period = number(service.get("cpu_period"));
    long base = period == null ? PERIOD : period;
    if (quota != null && quota > 0 && base > 0) {
      String cpus = Math.max(1, quota * 1000 / base) + "m";
      container.resource("limits", "cpu", service.place("cpu_quota"), cpus);
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

  private void probe() {
    Value check = service.get("healthcheck");
    Value test = check == null ? null : check.get("test");
    String disable = check == null ? null : LongForm.written(check, "disable");
    if (check == null
        || test == null
        || (disable != null && Boolean.TRUE.equals(Flags.parse(disable)))) {
      return;
    }
    List<Value> command = command(test);
    if (command.isEmpty()) {
      return;
    }
    Draft probe = container.draft().in("livenessProbe", check.origin());
    probe.in("exec", test.origin()).put("command", new Value.Items(test.origin(), command));
    seconds(probe, "initialDelaySeconds", check.get("start_period"));
    seconds(probe, "periodSeconds", check.get("interval"));
    seconds(probe, "timeoutSeconds", check.get("timeout"));
    Value retries = check.get("retries");
    Long failures = number(retries);
    if (retries != null && failures != null) {
      probe.put("failureThreshold", retries.origin(), failures);
    }
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

  private static void seconds(Draft probe, String name, @Nullable Value duration) {
    String written = duration == null ? null : duration.written();
    Long seconds = written == null ? null : Seconds.parse(written);
    if (duration != null && seconds != null) {
      probe.put(name, duration.origin(), seconds);
    }
  }
}
