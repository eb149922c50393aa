package dev.breakwater.posture.ecs;

import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.Draft;
import dev.breakwater.posture.docker.Mounts;
import dev.breakwater.posture.docker.PodDraft;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one task definition. */
final class TaskReader {
  /** What ECS takes where a task definition names no network mode. */
  private static final String USUAL_NETWORK = "ECS's default network mode is bridge";

  private final String file;
  private final Form form;

  TaskReader(String file, Form form) {
    this.file = file;
    this.form = form;
  }

  /**
   * @param name of the resource in the template, for a task definition without a family
   */
  void read(int index, String name, Value task, Sink sink) {
    Origin origin = task.origin();
    PodDraft pod = new PodDraft(origin, form::problem);
    Value family = form.get(task, "family");
    String written = family == null ? null : family.text();
    String called = written == null ? name : written;
    if (family != null) {
      pod.metadata().put("name", family);
    } else {
      pod.metadata().put("name", origin.assuming("the task definition has no family"), name);
    }
    labels(task, "tags", "key", "value", pod);
    annotate(task, "taskRoleArn", "task-role", pod);
    annotate(task, "executionRoleArn", "execution-role", pod);
    annotate(task, "enableFaultInjection", "fault-injection", pod);
    pod.assumeNoAccount("ECS has no service accounts");
    platform(task, pod);
    boolean fargate = fargate(task);
    String network = network(task, fargate, pod);
    namespaces(task, pod);
    for (Value volume : form.items(task, "volumes")) {
      volume(volume, pod);
    }
    containers(task, new Surroundings(pod, fargate, network));
    Value.Fields made = pod.finish();
    sink.add(new Resource(Platform.ECS, file, index, "TaskDefinition", called, null, made, made));
  }

  /**
   * What is true for all containers of a task.
   *
   * @param network the network mode
   */
  record Surroundings(PodDraft pod, boolean fargate, String network) {}

  private void labels(Value from, String list, String key, String value, PodDraft pod) {
    for (Value tag : form.items(from, list)) {
      Value text = form.get(tag, value);
      String name = form.written(tag, key);
      if (name != null && text != null && text.written() != null) {
        pod.metadata().in("labels", tag.origin()).put(name, text);
      }
    }
  }

  private void annotate(Value from, String name, String as, PodDraft pod) {
    Value value = form.get(from, name);
    if (value != null) {
      pod.annotate(as, value);
    }
  }

  /** Says for which system it is. */
  private void platform(Value task, PodDraft pod) {
    Value platform = form.decisive(task, "runtimePlatform");
    Value family = platform == null ? null : form.decisive(platform, "operatingSystemFamily");
    String text = family == null ? null : family.text();
    boolean windows = text != null && text.startsWith("WINDOWS");
    Origin from =
        family == null ? task.origin().assuming("ECS's default system is Linux") : family.origin();
    pod.system(from, windows ? "windows" : "linux");
  }

  /** Whether it can run on Fargate only. */
  private boolean fargate(Value task) {
    boolean fargate = false;
    for (Value compatibility : form.items(task, "requiresCompatibilities")) {
      if (!"FARGATE".equals(compatibility.text())) {
        return false;
      }
      fargate = true;
    }
    return fargate;
  }

  private String network(Value task, boolean fargate, PodDraft pod) {
    String mode =
        form.word(task, "networkMode", List.of("bridge", "host", "awsvpc", "none", "default"));
    Value written = form.get(task, "networkMode");
    if (mode != null && written != null) {
      pod.spec().put("hostNetwork", written.origin(), mode.equals("host"));
      return mode;
    }
    String why = fargate ? "Fargate knows the network mode awsvpc only" : USUAL_NETWORK;
    pod.spec().put("hostNetwork", task.origin().assuming(why), false);
    return fargate ? "awsvpc" : "bridge";
  }

  private void namespaces(Value task, PodDraft pod) {
    String pid = form.word(task, "pidMode", List.of("host", "task"));
    Value written = form.get(task, "pidMode");
    if (pid != null && written != null) {
      pod.share(pid.equals("host") ? "hostPID" : "shareProcessNamespace", written.origin());
    }
    String ipc = form.word(task, "ipcMode", List.of("host", "task", "none"));
    Value shared = form.get(task, "ipcMode");
    if (ipc != null && shared != null) {
      pod.spec().put("hostIPC", shared.origin(), ipc.equals("host"));
    }
  }

  private void volume(Value volume, PodDraft pod) {
    Value name = form.get(volume, "name");
    if (form.isUnknown(volume)) {
      return;
    }
    if (name == null) {
      form.problem(volume.origin(), "is a volume without a name, so it is not judged");
      return;
    }
    pod.volume(name, source(volume, name));
  }

  private Draft source(Value volume, Value name) {
    Origin from = volume.origin();
    Value host = form.decisive(volume, "host");
    Value path = host == null ? null : form.decisive(host, "sourcePath");
    if (path != null && !"".equals(path.text())) {
      return PodDraft.hostPath(path.origin(), path);
    }
    Value docker = form.decisive(volume, "dockerVolumeConfiguration");
    if (docker != null) {
      return docker(docker, name);
    }
    for (String shared :
        List.of(
            "efsVolumeConfiguration",
            "eFSVolumeConfiguration",
            "fsxWindowsFileServerVolumeConfiguration",
            "fSxWindowsFileServerVolumeConfiguration",
            "s3filesVolumeConfiguration",
            "s3FilesVolumeConfiguration")) {
      Value configuration = form.get(volume, shared);
      if (configuration != null) {
        Value system = form.get(configuration, "fileSystemId");
        return PodDraft.claim(configuration.origin(), system == null ? name : system);
      }
    }
    Value later = form.get(volume, "configuredAtLaunch");
    return later != null && later.isTrue() ? PodDraft.claim(from, name) : PodDraft.scratch(from);
  }

  /** Docker's local driver makes a volume of any directory of the host if it is told to. */
  private Draft docker(Value configuration, Value name) {
    Value options = form.decisive(configuration, "driverOpts");
    Value device = options == null ? null : options.get("device");
    String driver = form.written(configuration, "driver");
    if (device != null && options != null && (driver == null || driver.equals("local"))) {
      Draft local = Mounts.local(option(options, "type"), option(options, "o"), device);
      if (local != null) {
        return local;
      }
    }
    boolean shared = "shared".equals(form.written(configuration, "scope"));
    return shared
        ? PodDraft.claim(configuration.origin(), name)
        : PodDraft.scratch(configuration.origin());
  }

  private static String option(Value options, String name) {
    String written = text(options.get(name));
    return written == null ? "" : written;
  }

  private void containers(Value task, Surroundings surroundings) {
    List<Value> definitions = form.items(task, "containerDefinitions");
    if (definitions.isEmpty()) {
      form.problem(task.origin(), "has no container that could be judged");
    }
    Map<String, Value> byName = new HashMap<>();
    for (Value definition : definitions) {
      String name = form.written(definition, "name");
      if (name != null) {
        byName.put(name, definition);
      }
    }
    Set<String> first = first(definitions);
    Limits limits = Limits.ofTask(task, form, surroundings.pod());
    for (Value definition : definitions) {
      if (form.isUnknown(definition)) {
        continue;
      }
      if (!(definition instanceof Value.Fields)) {
        form.problem(definition.origin(), "is no container definition, so it is not judged");
        continue;
      }
      Value name = form.get(definition, "name");
      ContainerDraft container = surroundings.pod().container(name, definition.origin());
      String text = name == null ? null : name.written();
      if (text != null && first.contains(text)) {
        container.runsFirst();
      }
      new ContainerReader(form, surroundings, byName).read(definition, container);
      limits.apply(definition, container);
    }
  }

  /** The names of containers that others wait for until they have ended. */
  private Set<String> first(List<Value> definitions) {
    Set<String> first = new HashSet<>();
    for (Value definition : definitions) {
      for (Value dependency : form.items(definition, "dependsOn")) {
        String condition = form.written(dependency, "condition");
        String name = form.written(dependency, "containerName");
        if (name != null && ("SUCCESS".equals(condition) || "COMPLETE".equals(condition))) {
          first.add(name);
        }
      }
    }
    return first;
  }

  /** The text of a value that a template may have written as a number. */
  static @Nullable String text(@Nullable Value value) {
    return value == null ? null : value.written();
  }
}
