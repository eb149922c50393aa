package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the pod that a service amounts to: one container, its volumes and its namespaces. What
 * Kubernetes has no word for, but a policy may ask about, becomes an annotation below {@value
 * #OURS}.
 */
final class ServicePod {
  private static final String OURS = "breakwater.dev/";

  /** Attributes that have no like in a pod, and what their annotations are called. */
  private static final Map<String, String> FACTS =
      Map.of(
          "cgroup", "cgroup",
          "cgroup_parent", "cgroup-parent",
          "oom_kill_disable", "oom-kill-disable",
          "pids_limit", "pids-limit",
          "uts", "uts",
          "userns_mode", "userns-mode");

  private final Project project;
  private final Service service;
  private final Origin origin;

  private ServicePod(Project project, Service service) {
    this.project = project;
    this.service = service;
    this.origin = service.origin();
  }

  /**
   * The service as a resource.
   *
   * @param index of the service in its file; the first is 0
   */
  static Resource of(Project project, Service service, int index) {
    ServicePod made = new ServicePod(project, service);
    Value.Fields metadata = made.metadata();
    // A provider is a program beside the containers; it makes none by itself.
    Value.Fields spec = service.get("provider") == null ? made.spec() : null;
    Origin whole = made.origin.assuming("the pod that a service of Compose amounts to");
    Draft object =
        new Draft(made.origin)
            .put("apiVersion", whole, "v1")
            .put("kind", whole, "Pod")
            .put("metadata", metadata)
            .put("spec", spec);
    return new Resource(
        Platform.COMPOSE,
        made.origin.file(),
        index,
        "Service",
        service.name(),
        null,
        object.done(),
        spec == null
            ? null
            : new Draft(made.origin).put("metadata", metadata).put("spec", spec).done());
  }

  private Value.Fields metadata() {
    Draft annotations = new Draft(place("annotations"));
    service.pairs("annotations", '=').forEach((name, value) -> put(annotations, name, value));
    facts(annotations);
    Draft labels = new Draft(place("labels"));
    for (Value entry : service.list("label_file")) {
      project.files().variables(entry, true).forEach((name, value) -> put(labels, name, value));
    }
    service.pairs("labels", '=').forEach((name, value) -> put(labels, name, value));
    return new Draft(origin)
        .put("name", origin, service.name())
        .put("labels", labels)
        .put("annotations", annotations)
        .done();
  }

  private static void put(Draft draft, String name, Value value) {
    String written = value.written();
    draft.put(name, value.origin(), written == null ? "" : written);
  }

  private void facts(Draft annotations) {
    for (Map.Entry<String, String> fact : FACTS.entrySet()) {
      Value value = service.get(fact.getKey());
      if (value != null && value.written() != null) {
        put(annotations, OURS + fact.getValue(), value);
      }
    }
    Value deploy = service.get("deploy");
    Value pids = deploy == null ? null : deploy.at("resources", "limits", "pids");
    if (pids != null) {
      put(annotations, OURS + "pids-limit", pids);
    }
    service
        .pairs("ulimits", '=')
        .forEach((name, limit) -> {
          Value hard = limit instanceof Value.Fields ? limit.get("hard") : limit;
          if (hard != null && hard.written() != null) {
            put(annotations, OURS + "ulimit-" + name, hard);
          }
        });
  }

  private Origin place(String attribute) {
    Value value = service.get(attribute);
    return value == null ? origin : value.origin();
  }

  private Value.Fields spec() {
    Security security = new Security(service);
    Mounts mounts = Mounts.of(project, service);
    Draft spec = new Draft(origin);
    new Namespaces(project, service).addTo(spec);
    spec.put(
        "automountServiceAccountToken", origin.assuming("Compose has no service accounts"), false);
    spec.put("restartPolicy", restart());
    text(spec, "hostname", "hostname");
    text(spec, "runtimeClassName", "runtime");
    spec.put("hostAliases", place("extra_hosts"), hosts());
    seconds(spec);
    spec.put("securityContext", security.ofPod());
    Draft container = new Draft(origin).put("name", origin, service.name());
    new ContainerProcess(project, service).addTo(container);
    container.put("ports", place("ports"), Ports.of(service));
    container.put("volumeMounts", place("volumes"), mounts.mounts());
    container.put("securityContext", security.ofContainer());
    spec.put("containers", origin, List.of(container.done()));
    return spec.put("volumes", place("volumes"), mounts.volumes()).done();
  }

  private void text(Draft draft, String name, String attribute) {
    String written = service.written(attribute);
    if (written != null) {
      draft.put(name, place(attribute), written);
    }
  }

  private void seconds(Draft spec) {
    String written = service.written("stop_grace_period");
    Long seconds = written == null ? null : Seconds.parse(written);
    if (seconds != null) {
      spec.put("terminationGracePeriodSeconds", place("stop_grace_period"), seconds);
    }
  }

  private Value restart() {
    Value deploy = service.get("deploy");
    Value condition = deploy == null ? null : deploy.at("restart_policy", "condition");
    Value policy = condition == null ? service.get("restart") : condition;
    String written = policy == null ? null : policy.written();
    if (policy == null || written == null) {
      return new Value.Text(origin.assuming("Docker's default"), "Never");
    }
    String name = written.startsWith("on-failure") ? "on-failure" : written;
    String restarts =
        switch (name) {
          case "always", "unless-stopped", "any" -> "Always";
          case "on-failure" -> "OnFailure";
          default -> "Never";
        };
    return new Value.Text(policy.origin(), restarts);
  }

  private List<Value> hosts() {
    List<Value> aliases = new ArrayList<>();
    Value hosts = service.get("extra_hosts");
    if (hosts instanceof Value.Fields fields) {
      fields
          .members()
          .forEach((host, address) -> {
            for (Value one : address instanceof Value.Items all ? all.items() : List.of(address)) {
              aliases.add(alias(one.origin(), host, String.valueOf(one.written())));
            }
          });
      return aliases;
    }
    for (Value entry : service.list("extra_hosts")) {
      String written = entry.written();
      int cut = written == null ? -1 : written.indexOf('=');
      if (written != null && cut < 0) {
        cut = written.indexOf(':');
      }
      if (written != null && cut >= 0) {
        aliases.add(alias(entry.origin(), written.substring(0, cut), written.substring(cut + 1)));
      }
    }
    return aliases;
  }

  private static Value alias(Origin origin, String host, String address) {
    return new Draft(origin)
        .put("ip", origin, address)
        .put("hostnames", origin, List.of(new Value.Text(origin, host)))
        .done();
  }
}
