package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.ByteSize;
import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.DeviceSpec;
import dev.breakwater.posture.docker.Draft;
import dev.breakwater.posture.docker.HostPath;
import dev.breakwater.posture.docker.Mounts;
import dev.breakwater.posture.docker.PodDraft;
import dev.breakwater.posture.docker.RunOption;
import dev.breakwater.posture.docker.VolumeSpec;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a service mounts: by itself, from other services, and of what the project shares. */
final class ServiceMounts {
  static final String SECRETS = "/run/secrets/";

  private final Project project;
  private final ContainerDraft container;

  ServiceMounts(Project project, ContainerDraft container) {
    this.project = project;
    this.container = container;
  }

  void add(Service service) {
    add(service, false, new HashSet<>());
    devices(service);
    files(service, "secrets", SECRETS);
    files(service, "configs", "/");
    Value socket = service.flag("use_api_socket");
    if (socket != null) {
      RunOption.apply("use-api-socket", socket, container);
    }
  }

  private void add(Service service, boolean readOnly, Set<String> seen) {
    seen.add(service.name());
    for (Value entry : service.list("volumes")) {
      VolumeSpec volume = LongForm.volume(entry);
      if (volume == null) {
        service.faults().add(entry.origin(), "must be a text or a mapping");
      } else {
        VolumeSpec mounted = readOnly ? volume.asReadOnly() : volume;
        Mounts.add(mounted, behind(entry, volume), entry.origin(), container);
      }
    }
    for (Value entry : service.list("tmpfs")) {
      RunOption.apply("tmpfs", entry, container);
    }
    Value size = service.get("shm_size");
    if (size != null) {
      RunOption.apply("shm-size", size, container);
    }
    for (Value entry : service.list("volumes_from")) {
      from(service, entry, readOnly, seen);
    }
  }

  private void from(Service service, Value entry, boolean readOnly, Set<String> seen) {
    String written = entry.written();
    String name = written == null ? "" : written;
    boolean fixed = name.endsWith(":ro");
    String source = fixed || name.endsWith(":rw") ? name.substring(0, name.length() - 3) : name;
    Service other = project.joined(source);
    if (other == null && source.startsWith("container:")) {
      RunOption.apply("volumes-from", entry, container);
      return;
    }
    if (other == null) {
      other = project.services().get(source);
    }
    if (other == null) {
      service.faults().add(entry.origin(), "is no service of this project");
    } else if (!seen.contains(other.name())
        && project.take(1 + other.list("volumes").size(), entry.origin())) {
      add(other, fixed || readOnly, seen);
    }
  }

  /** What is behind a volume, where more is said of it than its name. */
  private @Nullable Draft behind(Value entry, VolumeSpec volume) {
    if (volume.type().equals("tmpfs")) {
      Value size = entry.at("tmpfs", "size");
      String written = size == null ? null : size.written();
      String quantity = written == null ? null : ByteSize.quantity(written);
      return size == null || quantity == null
          ? null
          : PodDraft.memory(entry.origin(), new Value.Text(size.origin(), quantity));
    }
    String name = volume.source();
    Value shared = volume.isNamed() && name != null ? project.shared("volumes", name) : null;
    Value options = shared == null ? null : shared.get("driver_opts");
    if (shared == null || options == null || !isLocal(shared)) {
      return null;
    }
    Value device = options.get("device");
    return Mounts.local(
        option(options, "type"),
        option(options, "o"),
        device == null ? new Value.Text(entry.origin(), "") : device);
  }

  private static String option(Value options, String name) {
    String written = LongForm.written(options, name);
    return written == null ? "" : written;
  }

  private static boolean isLocal(Value shared) {
    Value driver = shared.get("driver");
    return driver == null || "local".equals(driver.written());
  }

  private void devices(Service service) {
    for (Value entry : service.list("devices")) {
      DeviceSpec device = LongForm.device(entry);
      if (device == null) {
        service.faults().add(entry.origin(), "names no device");
      } else {
        Mounts.device(device, entry.origin(), container);
      }
    }
    for (Value rule : service.list("device_cgroup_rules")) {
      RunOption.apply("device-cgroup-rule", rule, container);
    }
  }

  private void files(Service service, String section, String directory) {
    for (Value entry : service.list(section)) {
      Value named = entry instanceof Value.Fields ? entry.get("source") : entry;
      String source = named == null ? null : named.written();
      if (source == null) {
        service.faults().add(entry.origin(), "names no source");
        continue;
      }
      String written = LongForm.written(entry, "target");
      String path = written == null ? source : written;
      file(entry.origin(), section, source, path.startsWith("/") ? path : directory + path);
    }
  }

  private void file(Origin origin, String section, String source, String target) {
    Value path = new Value.Text(origin, target);
    Value shared = project.shared(section, source);
    Value file = shared == null ? null : shared.get("file");
    String written = file == null ? null : file.written();
    // Compose binds such a file into the container where it lies.
    if (file != null && written != null && HostPath.leadsOut(written)) {
      container.mount(PodDraft.hostPath(file.origin(), file), path, true);
      return;
    }
    boolean secret = section.equals("secrets");
    Draft volume = new Draft(origin);
    volume.in(secret ? "secret" : "configMap").put(secret ? "secretName" : "name", origin, source);
    Value name = new Value.Text(origin, (secret ? "secret-" : "config-") + source);
    container.pod().share(name, volume);
    container.mount(origin, name, path, true);
  }
}
