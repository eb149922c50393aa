package dev.breakwater.image.container;

import dev.breakwater.image.containerd.ContainerdStore;
import dev.breakwater.image.engine.Engine;
import org.jspecify.annotations.Nullable;

/**
 * A container of this machine.
 *
 * @param id as its runtime knows it; {@code pid-N} where only its processes are known
 * @param name what people call it; the id where it has no name
 * @param runtime who keeps it: {@code docker}, {@code podman}, {@code containerd}, {@code runc},
 *     {@code crun}, or {@code process} where only its processes are known
 * @param image the reference that it was made from; null where nobody knows
 * @param process its first process; null where it does not run
 * @param root where its files are
 * @param origin who has its image; null where nobody is known
 */
public record RunningContainer(
    String id,
    String name,
    String runtime,
    @Nullable String image,
    @Nullable RunningProcess process,
    ContainerRoot root,
    @Nullable Origin origin) {

  /** Who has the image that a container was made from. */
  public sealed interface Origin {
    /** The image in an engine, by its id. */
    record InEngine(Engine engine, String imageId) implements Origin {}

    /** The image in containerd, by its name. */
    record InContainerd(ContainerdStore store, String namespace, String name) implements Origin {}
  }
}
