package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.FaultyTextException;
import dev.breakwater.posture.docker.PodDraft;
import dev.breakwater.posture.docker.PortSpec;
import dev.breakwater.posture.docker.Ports;
import dev.breakwater.posture.docker.RunOption;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pod that a service amounts to: one container, its volumes and its namespaces. Most
 * attributes are options of Docker under other names.
 */
final class ServicePod {
  private static final String DEFAULT = "Docker's default";

  private final Project project;
  private final Service service;
  private final PodDraft pod;
  private final ContainerDraft container;

  private ServicePod(Project project, Service service) {
    this.project = project;
    this.service = service;
    Origin origin = service.origin();
    this.pod = new PodDraft(origin, service.faults()::add);
    this.container = pod.container(new Value.Text(origin, service.name()), origin);
  }

  /**
   * The service as a resource.
   *
   * @param file that it is judged as a part of
   * @param index of the service in that file; the first is 0
   */
  static Resource of(Project project, Service service, String file, int index) {
    ServicePod made = new ServicePod(project, service);
    made.metadata();
    // A provider is a program beside the containers; it makes none by itself.
    boolean runs = service.get("provider") == null;
    if (runs) {
      made.spec();
    }
    Value.Fields object = made.pod.finish();
    if (!runs) {
      Map<String, Value> members = new LinkedHashMap<>(object.members());
      members.remove("spec");
      object = new Value.Fields(object.origin(), members);
    }
    return new Resource(
        Platform.COMPOSE,
        file,
        index,
        "Service",
        service.name(),
        null,
        object,
        runs ? object : null);
  }

  private void metadata() {
    pod.metadata().put("name", service.origin(), service.name());
    service.pairs("annotations", '=').forEach((name, value) -> put("annotations", name, value));
    for (Value entry : service.list("label_file")) {
      project.files().variables(entry).forEach((name, value) -> put("labels", name, value));
    }
    service.pairs("labels", '=').forEach((name, value) -> put("labels", name, value));
  }

  private void put(String attribute, String name, Value value) {
    pod.metadata().in(attribute, service.place(attribute)).put(name, text(value));
  }

  private static Value.Text text(Value value) {
    String written = value.written();
    return new Value.Text(value.origin(), written == null ? "" : written);
  }

  private void spec() {
    option("platform", "platform");
    security();
    new Namespaces(project, service).addTo(container);
    new ContainerProcess(project, service, container).read();
    new ServiceMounts(project, container).add(service);
    ports("ports");
    ports("expose");
    surroundings();
    pod.assumeNoAccount("Compose has no service accounts");
    container.assumeDocker(DEFAULT);
    container.assumeProfile("appArmorProfile", DEFAULT);
  }

  private void security() {
    flag("privileged", "privileged");
    flag("read_only", "read-only");
    option("user", "user");
    for (Value name : service.list("cap_add")) {
      container.addCapability(service.place("cap_add"), name);
    }
    for (Value name : service.list("cap_drop")) {
      container.dropCapability(service.place("cap_drop"), name);
    }
    options("security_opt", "security-opt");
    options("group_add", "group-add");
    Value credentials = service.get("credential_spec");
    for (String kind : List.of("config", "file", "registry")) {
      Value spec = credentials == null ? null : credentials.get(kind);
      if (spec != null) {
        String written = "credentialspec=" + kind + "://" + spec.written();
        container.securityOption(new Value.Text(spec.origin(), written));
      }
    }
    service
        .pairs("sysctls", '=')
        .forEach((name, value) ->
            pod.sysctl(value.origin(), new Value.Text(value.origin(), name), text(value)));
    hooks();
  }

  /** What a command is given that runs in the container, the container has. */
  private void hooks() {
    List<Value> hooks = new ArrayList<>(service.list("post_start"));
    hooks.addAll(service.list("pre_stop"));
    Value watch = service.fields().at("develop", "watch");
    for (Value rule : watch == null ? List.<Value>of() : watch.items()) {
      Value hook = rule.get("exec");
      if (hook != null) {
        hooks.add(hook);
      }
    }
    for (Value hook : hooks) {
      Value written = hook.get("privileged");
      Value privileged = written == null ? null : Service.flag(written, service.faults());
      if (privileged != null && !privileged.isFalse() && !container.isPrivileged()) {
        RunOption.apply("privileged", privileged, container);
      }
      Value user = hook.get("user");
      if (user != null && container.isRoot(user)) {
        container.user(user);
      }
    }
  }

  private void ports(String attribute) {
    for (Value entry : service.list(attribute)) {
      try {
        PortSpec ports = LongForm.port(entry);
        if (!project.take(ports.judged(), entry.origin())) {
          return;
        }
        if (attribute.equals("expose")) {
          Ports.expose(ports, entry.origin(), container);
        } else {
          Ports.publish(ports, entry.origin(), container);
        }
      } catch (FaultyTextException e) {
        service.faults().add(entry.origin(), String.valueOf(e.getMessage()));
      }
    }
  }

  private void surroundings() {
    option("hostname", "hostname");
    option("runtime", "runtime");
    option("cgroup", "cgroupns");
    option("cgroup_parent", "cgroup-parent");
    option("oom_kill_disable", "oom-kill-disable");
    option("pids_limit", "pids-limit");
    option("uts", "uts");
    option("isolation", "isolation");
    option("init", "init");
    annotate("log-driver", service.get("log_driver"));
    annotate("log-driver", service.fields().at("logging", "driver"));
    annotate("build-privileged", service.fields().at("build", "privileged"));
    annotate("build-network", service.fields().at("build", "network"));
    gpus();
    option("userns_mode", "userns");
    restart();
    Long seconds = Seconds.parse(String.valueOf(service.written("stop_grace_period")));
    if (seconds != null) {
      Origin from = service.place("stop_grace_period");
      pod.spec().put("terminationGracePeriodSeconds", from, seconds);
    }
    if (service.get("extra_hosts") instanceof Value.Fields hosts) {
      hosts
          .members()
          .forEach((host, address) -> {
            for (Value one : address instanceof Value.Items all ? all.items() : List.of(address)) {
              pod.host(one.origin(), host, String.valueOf(one.written()));
            }
          });
    } else {
      options("extra_hosts", "add-host");
    }
  }

  private void annotate(String what, @Nullable Value value) {
    if (value != null) {
      container.annotate(what, value);
    }
  }

  /** All of them, or a number of some driver's. */
  private void gpus() {
    Value gpus = service.get("gpus");
    annotate("gpus", gpus);
    List<Value> devices = new ArrayList<>(gpus == null ? List.of() : gpus.items());
    Value reserved = service.fields().at("deploy", "resources", "reservations", "devices");
    devices.addAll(reserved == null ? List.of() : reserved.items());
    for (Value device : devices) {
      Value count = device.get("count");
      annotate("gpus", count == null ? new Value.Text(device.origin(), "all") : count);
    }
  }

  private void restart() {
    Value deploy = service.get("deploy");
    Value condition = deploy == null ? null : deploy.at("restart_policy", "condition");
    Value policy = condition == null ? service.get("restart") : condition;
    String written = policy == null ? null : policy.written();
    if (policy == null || written == null) {
      pod.spec().put("restartPolicy", service.origin().assuming(DEFAULT), "Never");
      return;
    }
    String name = written.startsWith("on-failure") ? "on-failure" : written;
    String restarts =
        switch (name) {
          case "always", "unless-stopped", "any" -> "Always";
          case "on-failure" -> "OnFailure";
          default -> "Never";
        };
    pod.spec().put("restartPolicy", policy.origin(), restarts);
  }

  /** Takes an attribute of one value for an option of Docker. */
  private void option(String attribute, String option) {
    Value value = service.get(attribute);
    if (value != null && service.written(attribute) != null) {
      RunOption.apply(option, value, container);
    }
  }

  private void flag(String attribute, String option) {
    Value value = service.flag(attribute);
    if (value != null) {
      RunOption.apply(option, value, container);
    }
  }

  /** Takes each entry of an attribute for an option of Docker. */
  private void options(String attribute, String option) {
    for (Value entry : service.list(attribute)) {
      RunOption.apply(option, entry, container);
    }
  }
}
