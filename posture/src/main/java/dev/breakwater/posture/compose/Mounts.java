package dev.breakwater.posture.compose;

import dev.breakwater.posture.docker.HostPath;
import dev.breakwater.posture.docker.Mounts.Behind;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a service mounts, as volumes of a pod.
 *
 * <p>A path of the host is a {@code hostPath}, and so are a device, a named volume that is bound to
 * a path, and a secret or config that is read from outside the project. A named volume is a {@code
 * persistentVolumeClaim}; an anonymous one and a tmpfs are an {@code emptyDir}.
 */
final class Mounts {
  static final String SECRETS = "/run/secrets/";
  private static final String DOCKER_SOCKET = "/var/run/docker.sock";

  private final Project project;
  private final List<Value> volumes = new ArrayList<>();
  private final List<Value> mounts = new ArrayList<>();

  /** Volumes by a name that several mounts may share. */
  private final Set<String> named = new HashSet<>();

  private Mounts(Project project) {
    this.project = project;
  }

  static Mounts of(Project project, Service service) {
    Mounts mounts = new Mounts(project);
    mounts.add(service, new HashSet<>());
    mounts.devices(service);
    mounts.files(service, "secrets", SECRETS);
    mounts.files(service, "configs", "/");
    mounts.apiSocket(service);
    return mounts;
  }

  /** Volumes of a pod, each under a name of its own. */
  List<Value> volumes() {
    return volumes;
  }

  /** Mounts of a container. */
  List<Value> mounts() {
    return mounts;
  }

  private void add(Service service, Set<String> seen) {
    seen.add(service.name());
    for (Value entry : service.list("volumes")) {
      VolumeSpec volume = VolumeSpec.of(entry);
      if (volume == null) {
        service.faults().add(entry.origin(), "must be a text or a mapping");
      } else {
        volume(entry, volume);
      }
    }
    for (Value entry : service.list("tmpfs")) {
      String written = entry.written();
      String path = written == null ? "" : written;
      int colon = path.indexOf(':');
      mount(memory(entry.origin(), null), colon < 0 ? path : path.substring(0, colon), false);
    }
    Value size = service.get("shm_size");
    if (size != null) {
      mount(memory(size.origin(), size), "/dev/shm", false);
    }
    for (Value entry : service.list("volumes_from")) {
      from(service, entry, seen);
    }
  }

  private void from(Service service, Value entry, Set<String> seen) {
    String written = entry.written();
    String name = written == null ? "" : written;
    if (name.startsWith("container:")) {
      service.faults().add(entry.origin(), "what that container mounts is not known; not judged");
      return;
    }
    int colon = name.indexOf(':');
    Service other = project.services().get(colon < 0 ? name : name.substring(0, colon));
    if (other == null) {
      service.faults().add(entry.origin(), "is no service of this project");
    } else if (!seen.contains(other.name())
        && project.take(1 + other.list("volumes").size(), entry.origin())) {
      add(other, seen);
    }
  }

  private void volume(Value entry, VolumeSpec volume) {
    Origin origin = entry.origin();
    String source = volume.source();
    Value.Fields body =
        switch (volume.type()) {
          case VolumeSpec.BIND, "npipe" -> hostPath(origin, source == null ? "" : source);
          case VolumeSpec.VOLUME, "cluster" ->
              source == null || source.isEmpty()
                  ? unnamed(origin).put("emptyDir", new Draft(origin).done()).done()
                  : named(origin, source);
          case "tmpfs" -> memory(origin, entry.at("tmpfs", "size"));
          case "image" ->
              unnamed(origin)
                  .put(
                      "image",
                      new Draft(origin).put("reference", origin, source == null ? "" : source))
                  .done();
          default -> {
            project.faults().add(origin, "is a volume of no known type: " + volume.type());
            yield unnamed(origin).put(volume.type(), new Draft(origin).done()).done();
          }
        };
    mount(body, volume.target(), volume.readOnly());
  }

  private Draft unnamed(Origin origin) {
    return new Draft(origin).put("name", origin, "volume-" + volumes.size());
  }

  private Value.Fields hostPath(Origin origin, String path) {
    return unnamed(origin).put("hostPath", new Draft(origin).put("path", origin, path)).done();
  }

  private Value.Fields memory(Origin origin, @Nullable Value size) {
    Draft directory = new Draft(origin).put("medium", origin, "Memory");
    String written = size == null ? null : size.written();
    String quantity = written == null ? null : ByteSize.quantity(written);
    if (quantity != null && size != null) {
      directory.put("sizeLimit", size.origin(), quantity);
    }
    return unnamed(origin).put("emptyDir", directory).done();
  }

  /** A volume that the project names; the local driver mounts whatever it is told to. */
  private Value.Fields named(Origin origin, String name) {
    Value shared = project.shared("volumes", name);
    Value options = shared == null ? null : shared.get("driver_opts");
    Value device = options == null ? null : options.get("device");
    String path = options == null ? "" : option(options, "device");
    Draft volume = new Draft(origin).put("name", origin, name);
    Behind behind =
        options != null && isLocal(shared)
            ? Behind.of(option(options, "type"), option(options, "o"), path)
            : Behind.DOCKER;
    Origin place = device == null ? origin : device.origin();
    return switch (behind) {
      case NETWORK -> volume.put("nfs", new Draft(place).put("path", place, path)).done();
      case HOST -> volume.put("hostPath", new Draft(place).put("path", place, path)).done();
      case DOCKER ->
          volume
              .put("persistentVolumeClaim", new Draft(origin).put("claimName", origin, name))
              .done();
    };
  }

  private static String option(Value options, String name) {
    Value option = options.get(name);
    String written = option == null ? null : option.written();
    return written == null ? "" : written;
  }

  private static boolean isLocal(@Nullable Value shared) {
    Value driver = shared == null ? null : shared.get("driver");
    return driver == null || "local".equals(driver.written());
  }

  private void mount(Value.Fields volume, String path, boolean readOnly) {
    String name = String.valueOf(volume.text("name"));
    if (volume.get("persistentVolumeClaim") == null || named.add(name)) {
      volumes.add(volume);
    }
    if (path.isEmpty()) {
      return;
    }
    Origin origin = volume.origin();
    Draft mount = new Draft(origin).put("name", origin, name).put("mountPath", origin, path);
    if (readOnly) {
      mount.put("readOnly", origin, true);
    }
    mounts.add(mount.done());
  }

  /** Pods have no devices of the host but those below a mounted path. */
  private void devices(Service service) {
    for (Value entry : service.list("devices")) {
      HostDevice device = HostDevice.of(entry);
      if (device == null) {
        service.faults().add(entry.origin(), "names no device");
      } else if (device.source().startsWith("/")) {
        mount(hostPath(entry.origin(), device.source()), device.target(), false);
      }
    }
    for (Value rule : service.list("device_cgroup_rules")) {
      mount(hostPath(rule.origin(), "/dev"), "", false);
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
      Value target = entry.get("target");
      String written = target == null ? null : target.written();
      String path = written == null ? source : written;
      mount(
          file(entry.origin(), section, source),
          path.startsWith("/") ? path : directory + path,
          true);
    }
  }

  private Value.Fields file(Origin origin, String section, String source) {
    Value shared = project.shared(section, source);
    Value file = shared == null ? null : shared.get("file");
    String path = file == null ? null : file.written();
    // Compose binds such a file into the container where it lies.
    if (file != null && path != null && HostPath.leadsOut(path)) {
      return hostPath(file.origin(), path);
    }
    boolean secret = section.equals("secrets");
    return new Draft(origin)
        .put("name", origin, (secret ? "secret-" : "config-") + source)
        .put(
            secret ? "secret" : "configMap",
            new Draft(origin).put(secret ? "secretName" : "name", origin, source))
        .done();
  }

  private void apiSocket(Service service) {
    Value flag = service.get("use_api_socket");
    if (flag != null && !Service.flag(flag, service.faults()).isFalse()) {
      mount(hostPath(flag.origin(), DOCKER_SOCKET), DOCKER_SOCKET, false);
    }
  }
}
