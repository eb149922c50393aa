package dev.breakwater.posture.marathon;

import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.Draft;
import dev.breakwater.posture.docker.HostPath;
import dev.breakwater.posture.docker.PodDraft;
import dev.breakwater.posture.marathon.Common.Network;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Reads one pod, which Mesos runs without Docker.
 *
 * @param name its identifier, with those of its groups
 * @param faults takes what is wrong with it, and where
 */
record PodReader(Value.Fields written, String name, BiConsumer<Origin, String> faults) {

  /** Variables that containers take over from the pod, which each of them could do. */
  private static final int MOST_INHERITED = 100_000;

  /** Whether its containers have more variables together than are told one by one. */
  boolean hasTooManyVariables() {
    Value variables = written.get("environment");
    long each = variables == null ? 0 : variables.members().size();
    return each * items(written, "containers").size() > MOST_INHERITED;
  }

  Value.Fields read() {
    PodDraft pod = Common.pod(written, name, faults);
    Network network = Common.network(written, pod);
    if (network == null) {
      network = Common.usualNetwork(pod, written.origin());
    }
    Value info = written.get("linuxInfo");
    if (info != null) {
      Common.shareMemory(info, pod);
    }
    for (Value volume : items(written, "volumes")) {
      volume(volume, pod);
    }
    for (Value container : items(written, "containers")) {
      ContainerDraft draft = pod.container(container.get("name"), container.origin());
      read(container, network, draft);
    }
    return pod.finish();
  }

  private static void volume(Value volume, PodDraft pod) {
    Value name = volume.get("name");
    if (name == null) {
      return;
    }
    Value host = volume.get("host");
    String path = host == null ? null : host.text();
    Draft made;
    if (host != null && (path == null || HostPath.leadsOut(path))) {
      made = PodDraft.hostPath(host.origin(), host);
    } else if (volume.get("persistent") != null || volume.get("external") != null) {
      made = PodDraft.claim(volume.origin(), name);
    } else if (volume.get("secret") instanceof Value.Text secret) {
      made = new Draft(secret.origin());
      made.in("secret").put("secretName", secret);
    } else {
      made = PodDraft.scratch(volume.origin());
    }
    pod.volume(name, made);
  }

  private void read(Value container, Network network, ContainerDraft draft) {
    Value image = container.get("image");
    draft.draft().put("image", image instanceof Value.Fields ? image.get("id") : image);
    Value command = container.at("exec", "command");
    if (command != null) {
      Common.command(draft.draft(), "command", command);
    }
    draft.draft().put("tty", container.get("tty"));
    Value user = container.get("user") == null ? written.get("user") : container.get("user");
    if (user != null) {
      draft.user(user);
    }
    // The parent of a container is the executor of its pod, which shares what it does not keep.
    Value own = written.at("linuxInfo", "ipcInfo", "mode");
    boolean ofHost = own == null || !"PRIVATE".equals(own.text());
    Common.linux(container.get("linuxInfo"), ofHost, draft);
    if (!hasTooManyVariables()) {
      Common.environment(written.get("environment"), written, draft);
    }
    Common.environment(container.get("environment"), written, draft);
    Value resources = container.get("resources");
    if (resources != null) {
      Common.resources(resources, container.get("resourceLimits"), draft);
    }
    Common.healthCheck(container.get("healthCheck"), draft);
    for (Value endpoint : items(container, "endpoints")) {
      endpoint(endpoint, network, draft);
    }
    for (Value mount : items(container, "volumeMounts")) {
      Value volume = mount.get("name");
      Value path = mount.get("mountPath");
      Value readOnly = mount.get("readOnly");
      if (volume != null && path != null) {
        draft.mount(mount.origin(), volume, path, readOnly != null && readOnly.isTrue());
      }
    }
    draft.assumeEscalation("Mesos lets processes gain privileges");
  }

  private static void endpoint(Value endpoint, Network network, ContainerDraft draft) {
    Value host = endpoint.get("hostPort");
    Value inside = endpoint.get("containerPort");
    Value port = inside == null && network == Network.HOST ? host : inside;
    if (port == null) {
      return;
    }
    Value protocol = endpoint.get("protocol");
    String first =
        protocol instanceof Value.Items(Origin _, var items) && !items.isEmpty()
            ? items.getFirst().text()
            : null;
    draft.port(endpoint.origin(), port, host, first);
  }

  private static List<Value> items(Value from, String name) {
    Value list = from.get(name);
    return list == null ? List.of() : list.items();
  }
}
