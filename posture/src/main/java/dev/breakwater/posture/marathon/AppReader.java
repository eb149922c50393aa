package dev.breakwater.posture.marathon;

import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.Draft;
import dev.breakwater.posture.docker.HostPath;
import dev.breakwater.posture.docker.PodDraft;
import dev.breakwater.posture.docker.RunOption;
import dev.breakwater.posture.marathon.Common.Network;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one app.
 *
 * @param name its identifier, with those of its groups
 * @param faults takes what is wrong with it, and where
 */
record AppReader(Value.Fields app, String name, BiConsumer<Origin, String> faults) {

  Value.Fields read() {
    PodDraft pod = Common.pod(app, name, faults);
    Value written = app.get("container");
    Value container = written == null ? app : written;
    Value docker = written == null ? null : written.get("docker");
    String type = written == null ? null : written.text("type");
    // A container that does not say its type is one of Docker's.
    boolean byDocker = type == null ? docker != null : type.equals("DOCKER");
    Value id = app.get("id");
    Origin from = container.origin();
    ContainerDraft draft =
        pod.container(new Value.Text(id == null ? from : id.origin(), last(name)), from);
    command(draft);
    if (docker != null) {
      draft.draft().put("image", docker.get("image"));
      draft.security().put("privileged", docker.get("privileged"));
    }
    Network network = network(docker, pod);
    ports(container, docker, network, draft);
    for (Value volume : items(container, "volumes")) {
      volume(volume, draft);
    }
    Common.linux(container.get("linuxInfo"), true, draft);
    user(byDocker, draft);
    // The command line has the last word.
    for (Value parameter : docker == null ? List.<Value>of() : items(docker, "parameters")) {
      String key = parameter.text("key");
      Value value = parameter.get("value");
      if (key != null && value != null) {
        RunOption.apply(key, value, draft);
      }
    }
    Common.environment(app.get("env"), app, draft);
    Common.resources(app, app.get("resourceLimits"), draft);
    Common.healthCheck(app.get("healthChecks"), draft);
    assume(byDocker, draft);
    pod.spec().put("terminationGracePeriodSeconds", app.get("taskKillGracePeriodSeconds"));
    return pod.finish();
  }

  private static String last(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 || slash == name.length() - 1 ? name : name.substring(slash + 1);
  }

  private void command(ContainerDraft draft) {
    Value line = app.get("cmd");
    Value words = app.get("args");
    if (line != null) {
      Common.shell(draft.draft(), "command", line);
    } else if (words instanceof Value.Items) {
      draft.draft().put("args", words);
    }
    draft.draft().put("tty", app.get("tty"));
  }

  /** What is written in this version's words, else in those of the versions before 1.5. */
  private Network network(@Nullable Value docker, PodDraft pod) {
    Network network = Common.network(app, pod);
    if (network != null) {
      return network;
    }
    Value older = docker == null ? null : docker.get("network");
    String text = older == null ? null : older.text();
    if (older != null && text != null) {
      pod.spec().put("hostNetwork", older.origin(), text.equals("HOST"));
      return switch (text) {
        case "HOST" -> Network.HOST;
        case "BRIDGE" -> Network.BRIDGE;
        default -> Network.CONTAINER;
      };
    }
    Value address = app.get("ipAddress");
    if (address != null) {
      pod.spec().put("hostNetwork", address.origin(), false);
      return Network.CONTAINER;
    }
    return Common.usualNetwork(pod, app.origin());
  }

  private void ports(
      Value container, @Nullable Value docker, Network network, ContainerDraft draft) {
    if (network == Network.HOST) {
      hostPorts(draft);
      return;
    }
    Value mappings = container.get("portMappings");
    if (mappings == null && docker != null) {
      mappings = docker.get("portMappings");
    }
    for (Value mapping : mappings == null ? List.<Value>of() : mappings.items()) {
      Value host = mapping.get("hostPort");
      if (host == null && network == Network.BRIDGE) {
        Origin from = mapping.origin().assuming("Marathon takes a free port of the host");
        host = new Value.Whole(from, 0, "0");
      }
      Value inside = mapping.get("containerPort");
      if (inside == null) {
        inside = new Value.Whole(mapping.origin().assuming("the port of the host"), 0, "0");
      }
      draft.port(mapping.origin(), inside, host, mapping.text("protocol"));
    }
  }

  /** Only with {@code requirePorts} is a port of a definition one of the host. */
  private void hostPorts(ContainerDraft draft) {
    Value required = app.get("requirePorts");
    boolean fixed = required != null && !required.isFalse();
    for (Value definition : items(app, "portDefinitions")) {
      Value port = definition.get("port");
      if (port != null) {
        draft.port(definition.origin(), port, host(port, fixed), definition.text("protocol"));
      }
    }
    for (Value port : items(app, "ports")) {
      draft.port(port.origin(), port, host(port, fixed), null);
    }
  }

  private static Value host(Value port, boolean fixed) {
    return fixed
        ? port
        : new Value.Whole(port.origin().assuming("Marathon takes a free port of the host"), 0, "0");
  }

  private static void volume(Value volume, ContainerDraft draft) {
    Value path = volume.get("containerPath");
    if (path == null) {
      return;
    }
    Value host = volume.get("hostPath");
    String source = host == null ? null : host.text();
    Draft made;
    if (host != null && (source == null || HostPath.leadsOut(source))) {
      made = PodDraft.hostPath(host.origin(), host);
    } else if (volume.get("external") instanceof Value.Fields external) {
      Value called = external.get("name");
      made = PodDraft.claim(external.origin(), called == null ? path : called);
    } else if (volume.get("persistent") instanceof Value.Fields persistent) {
      made = PodDraft.claim(persistent.origin(), path);
    } else if (volume.get("secret") instanceof Value.Text secret) {
      made = new Draft(secret.origin());
      made.in("secret").put("secretName", secret);
    } else {
      // A relative path of the host is one within the task's own sandbox, if it does not climb out.
      made = PodDraft.scratch(volume.origin());
    }
    draft.mount(made, path, "RO".equals(volume.text("mode")));
  }

  /**
   * The user of an app is who Mesos runs its command as. Docker runs containers as the image or the
   * parameter {@code user} says, and only the sandbox belongs to the user of the app.
   */
  private void user(boolean byDocker, ContainerDraft draft) {
    Value user = app.get("user");
    if (user == null) {
      return;
    }
    if (byDocker) {
      draft.annotate("sandbox-user", user);
    } else {
      draft.user(user);
    }
  }

  private static void assume(boolean byDocker, ContainerDraft draft) {
    if (byDocker) {
      draft.assumeDocker("Docker's default");
      draft.assumeProfile("appArmorProfile", "Docker's default");
    } else {
      draft.assumeEscalation("Mesos lets processes gain privileges");
    }
  }

  private static List<Value> items(Value from, String name) {
    Value list = from.get(name);
    return list == null ? List.of() : list.items();
  }
}
