package dev.breakwater.image.container;

import dev.breakwater.image.containerd.ContainerdStore;
import dev.breakwater.image.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where to look for containers.
 *
 * @param proc {@code /proc}
 * @param engines to ask, where they are there
 * @param stores of containerd
 * @param runtimes directories in which runc and crun keep their state
 */
public record Machine(
    Path proc, List<Engine> engines, List<ContainerdStore> stores, List<Path> runtimes) {
  public Machine {
    engines = List.copyOf(engines);
    stores = List.copyOf(stores);
    runtimes = List.copyOf(runtimes);
  }

  /** This machine, as Docker's, Podman's and containerd's own clients see it. */
  public static Machine ofThisOne(Map<String, String> environment) {
    List<Path> runtimes = new ArrayList<>();
    runtimes.add(Path.of("/run/runc"));
    runtimes.add(Path.of("/run/crun"));
    runtimes.add(Path.of("/run/containerd/runc"));
    runtimes.add(Path.of("/run/docker/runtime-runc"));
    String own = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!own.isEmpty()) {
      runtimes.add(Path.of(own, "runc"));
      runtimes.add(Path.of(own, "crun"));
    }
    return new Machine(
        Path.of("/proc"),
        List.of(
            Engine.of(Engine.Kind.DOCKER, environment), Engine.of(Engine.Kind.PODMAN, environment)),
        List.of(ContainerdStore.of(environment)),
        runtimes);
  }
}
