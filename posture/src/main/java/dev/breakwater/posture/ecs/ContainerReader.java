package dev.breakwater.posture.ecs;

import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.Draft;
import dev.breakwater.posture.docker.PodDraft;
import dev.breakwater.posture.ecs.TaskReader.Surroundings;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one container definition.
 *
 * @param others all container definitions of the task by name
 */
record ContainerReader(Form form, Surroundings surroundings, Map<String, Value> others) {

  void read(Value definition, ContainerDraft container) {
    command(definition, container);
    identity(definition, container);
    linux(form.decisive(definition, "linuxParameters"), container);
    for (Value option : form.items(definition, "dockerSecurityOptions")) {
      securityOption(option, container);
    }
    for (Value option : form.items(definition, "credentialSpecs")) {
      securityOption(option, container);
    }
    environment(definition, container);
    ports(definition, container);
    mounts(definition, container);
    kernel(definition, container);
    healthCheck(form.get(definition, "healthCheck"), container);
    rest(definition, container);
    container.assumeDocker(
        surroundings.fargate() ? "Fargate's default" : "Docker's default on ECS");
  }

  private void command(Value definition, ContainerDraft container) {
    Draft draft = container.draft();
    draft.put("image", form.get(definition, "image"));
    texts(definition, "entryPoint", "command", draft);
    texts(definition, "command", "args", draft);
    draft.put("workingDir", form.get(definition, "workingDirectory"));
    draft.put("tty", form.get(definition, "pseudoTerminal"));
    draft.put("stdin", form.get(definition, "interactive"));
  }

  private void texts(Value definition, String name, String field, Draft draft) {
    Value list = form.get(definition, name);
    if (list instanceof Value.Items) {
      draft.put(field, list);
    }
  }

  private void identity(Value definition, ContainerDraft container) {
    container.security().put("privileged", form.flag(definition, "privileged"));
    container
        .security()
        .put("readOnlyRootFilesystem", form.flag(definition, "readonlyRootFilesystem"));
    Value user = form.decisive(definition, "user");
    if (user != null) {
      container.user(user);
    }
  }

  private void linux(@Nullable Value parameters, ContainerDraft container) {
    if (parameters == null) {
      return;
    }
    Value capabilities = form.decisive(parameters, "capabilities");
    if (capabilities != null) {
      for (Value each : form.items(capabilities, "add")) {
        if (!form.isUnknown(each)) {
          container.addCapability(origin(capabilities, "add"), each);
        }
      }
      for (Value each : form.items(capabilities, "drop")) {
        if (!form.isUnknown(each)) {
          container.dropCapability(origin(capabilities, "drop"), each);
        }
      }
    }
    for (Value device : form.items(parameters, "devices")) {
      Value path = form.decisive(device, "hostPath");
      if (path != null) {
        Value inside = form.get(device, "containerPath");
        container.mount(
            PodDraft.hostPath(path.origin(), path), inside == null ? path : inside, false);
      }
    }
    for (Value memory : form.items(parameters, "tmpfs")) {
      memory(memory, container);
    }
    Value shared = form.get(parameters, "sharedMemorySize");
    String size = TaskReader.text(shared);
    if (shared != null && size != null) {
      container.sharedMemory(shared.origin(), new Value.Text(shared.origin(), size + "Mi"));
    }
    annotate(parameters, "initProcessEnabled", "init", container);
  }

  private Origin origin(Value from, String name) {
    Value list = form.get(from, name);
    return list == null ? from.origin() : list.origin();
  }

  private void memory(Value memory, ContainerDraft container) {
    Value path = form.get(memory, "containerPath");
    if (path == null) {
      return;
    }
    boolean readOnly = false;
    for (Value option : form.items(memory, "mountOptions")) {
      readOnly |= "ro".equals(option.text());
    }
    Value size = form.get(memory, "size");
    String text = TaskReader.text(size);
    Value quantity =
        size == null || text == null ? null : new Value.Text(size.origin(), text + "Mi");
    container.mount(PodDraft.memory(memory.origin(), quantity), path, readOnly);
  }

  private void securityOption(Value option, ContainerDraft container) {
    if (!form.isUnknown(option)) {
      container.securityOption(option);
    }
  }

  private void environment(Value definition, ContainerDraft container) {
    for (Value variable : form.items(definition, "environment")) {
      Value name = form.get(variable, "name");
      if (name != null) {
        container.variable(variable.origin(), name, form.get(variable, "value"));
      }
    }
    for (Value variable : form.items(definition, "secrets")) {
      Value name = form.get(variable, "name");
      Value secret = form.get(variable, "valueFrom");
      if (name != null && secret != null && secret.text() != null) {
        container.secretVariable(variable.origin(), name, secret, "value");
      } else if (name != null) {
        container.variable(variable.origin(), name, null);
      }
    }
    for (Value source : form.items(definition, "environmentFiles")) {
      Value file = form.get(source, "value");
      if (file != null) {
        Draft entry = new Draft(source.origin());
        entry.in("configMapRef").put("name", file);
        container.draft().add("envFrom", source.origin(), entry.finish());
      }
    }
    Value credentials = form.get(definition, "repositoryCredentials");
    Value secret = credentials == null ? null : form.get(credentials, "credentialsParameter");
    if (credentials != null && secret != null) {
      Value.Fields entry = new Draft(credentials.origin()).put("name", secret).finish();
      container.pod().spec().add("imagePullSecrets", credentials.origin(), entry);
    }
  }

  /** Which port of the host leads to a container depends on the network mode. */
  private void ports(Value definition, ContainerDraft container) {
    for (Value mapping : form.items(definition, "portMappings")) {
      Value inside = form.number(mapping, "containerPort");
      if (inside == null) {
        inside = first(form.get(mapping, "containerPortRange"));
      }
      if (inside != null) {
        Value host = host(inside, form.number(mapping, "hostPort"));
        if (host instanceof Value.Nothing) {
          form.unknown(host);
        }
        container.port(mapping.origin(), inside, host, form.written(mapping, "protocol"));
      }
    }
  }

  private @Nullable Value host(Value inside, @Nullable Value written) {
    Origin from = inside.origin();
    return switch (surroundings.network()) {
      // The task has an interface of its own, and its ports are not the host's.
      case "awsvpc", "none" -> null;
      case "host" -> {
        if (written != null) {
          yield written;
        }
        String text = inside.written();
        yield inside instanceof Value.Whole(Origin _, long port, String _) && text != null
            ? new Value.Whole(from.assuming("in host mode a port is the host's"), port, text)
            : inside;
      }
      default ->
          written != null
              ? written
              : new Value.Whole(from.assuming("ECS takes a free port of the host"), 0, "0");
    };
  }

  /** The first port of a range {@code 8000-8010}. */
  private static @Nullable Value first(@Nullable Value range) {
    String text = range == null ? null : range.text();
    int dash = text == null ? -1 : text.indexOf('-');
    if (range == null || text == null || dash < 1 || dash > 5) {
      return null;
    }
    for (int i = 0; i < dash; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    String first = text.substring(0, dash);
    return new Value.Whole(range.origin(), Long.parseLong(first), first);
  }

  private void mounts(Value definition, ContainerDraft container) {
    for (Value mount : form.items(definition, "mountPoints")) {
      mount(mount, mount.origin(), readOnly(mount), container);
    }
    for (Value source : form.items(definition, "volumesFrom")) {
      String name = form.written(source, "sourceContainer");
      Value other = name == null ? null : others.get(name);
      if (other == null) {
        continue;
      }
      for (Value mount : form.items(other, "mountPoints")) {
        if (!form.mayInherit(source.origin())) {
          return;
        }
        mount(mount, source.origin(), readOnly(source) || readOnly(mount), container);
      }
    }
  }

  private boolean readOnly(Value mount) {
    Value flag = form.get(mount, "readOnly");
    return flag != null && (flag.isTrue() || "true".equals(flag.text()));
  }

  private void mount(Value mount, Origin from, boolean readOnly, ContainerDraft container) {
    Value volume = form.get(mount, "sourceVolume");
    Value path = form.get(mount, "containerPath");
    if (volume != null && path != null) {
      container.mount(from, volume, path, readOnly);
    }
  }

  private void kernel(Value definition, ContainerDraft container) {
    for (Value control : form.items(definition, "systemControls")) {
      Value name = form.decisive(control, "namespace");
      if (name != null) {
        Value value = form.get(control, "value");
        Value set = value == null ? new Value.Text(control.origin(), "") : value;
        container.pod().sysctl(name.origin(), name, set);
      }
    }
    for (Value limit : form.items(definition, "ulimits")) {
      String name = form.written(limit, "name");
      Value hard = form.get(limit, "hardLimit");
      if (name != null && hard != null) {
        container.annotate("ulimit-" + name, hard);
      }
    }
  }

  private void healthCheck(@Nullable Value check, ContainerDraft container) {
    Value command = check == null ? null : form.get(check, "command");
    List<Value> words = command == null ? List.of() : command.items();
    if (check == null || command == null || words.isEmpty()) {
      return;
    }
    String how = words.getFirst().text();
    if ("NONE".equals(how)) {
      return;
    }
    Draft probe = container.draft().in("livenessProbe", check.origin());
    Draft exec = probe.in("exec", command.origin());
    boolean shell = "CMD-SHELL".equals(how);
    if (shell) {
      exec.add("command", command.origin(), new Value.Text(command.origin(), "/bin/sh"));
      exec.add("command", command.origin(), new Value.Text(command.origin(), "-c"));
    }
    for (Value word : shell || "CMD".equals(how) ? words.subList(1, words.size()) : words) {
      exec.add("command", command.origin(), word);
    }
    probe.put("periodSeconds", form.get(check, "interval"));
    probe.put("timeoutSeconds", form.get(check, "timeout"));
    probe.put("failureThreshold", form.get(check, "retries"));
    probe.put("initialDelaySeconds", form.get(check, "startPeriod"));
  }

  private void rest(Value definition, ContainerDraft container) {
    Value labels = form.get(definition, "dockerLabels");
    if (labels != null) {
      labels
          .members()
          .forEach((name, label) -> {
            if (label.written() != null) {
              container.pod().metadata().in("labels", labels.origin()).put(name, label);
            }
          });
    }
    for (Value host : form.items(definition, "extraHosts")) {
      String name = form.written(host, "hostname");
      String address = form.written(host, "ipAddress");
      if (name != null && address != null) {
        container.pod().host(host.origin(), name, address);
      }
    }
    Value logging = form.get(definition, "logConfiguration");
    if (logging != null) {
      annotate(logging, "logDriver", "log-driver", container);
    }
    annotate(definition, "essential", "essential", container);
    annotate(definition, "hostname", "hostname", container);
  }

  private void annotate(Value from, String name, String as, ContainerDraft container) {
    Value value = form.get(from, name);
    if (value != null) {
      container.annotate(as, value);
    }
  }
}
