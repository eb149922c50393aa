package dev.breakwater.image;

import dev.breakwater.image.container.Machine;
import dev.breakwater.image.container.RunningContainer;
import dev.breakwater.image.containerd.ContainerdStore;
import dev.breakwater.image.engine.Engine;
import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.image.registry.RegistryClient;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an image comes from. */
public sealed interface ImageSource {
  /** A directory that is the root of a file system. */
  record Directory(Path path) implements ImageSource {}

  /** What {@code docker save} writes, plain or gzipped. */
  record DockerArchive(Path path) implements ImageSource {}

  /** A tar of an OCI layout, plain or gzipped. */
  record OciArchive(Path path) implements ImageSource {}

  /**
   * An OCI layout directory.
   *
   * @param tag the {@code org.opencontainers.image.ref.name} wanted; null for the only image
   */
  record OciLayout(Path path, @Nullable String tag) implements ImageSource {}

  /**
   * An image in a registry.
   *
   * @param client already in touch with the registry, for who opens many images; null for a new one
   */
  record Registry(ImageReference reference, @Nullable RegistryClient client)
      implements ImageSource {
    public Registry(ImageReference reference) {
      this(reference, null);
    }
  }

  /**
   * An image that Docker or Podman keeps.
   *
   * @param reference as the engine's own client takes it: a name or an id
   */
  record InEngine(Engine engine, String reference) implements ImageSource {}

  /**
   * An image that containerd keeps.
   *
   * @param reference a name, or a digest alone
   */
  record InContainerd(ContainerdStore store, String reference) implements ImageSource {}

  /**
   * A container of this machine that is still to be found, running or not.
   *
   * @param id its name, its id, or for an engine the id's beginning
   */
  record Container(Machine machine, String id) implements ImageSource {}

  /** A container that was found. */
  record Running(RunningContainer container) implements ImageSource {}

  /**
   * This machine itself, without its containers, what is mounted from other machines, and views of
   * the kernel.
   *
   * @param besides absolute directories to leave out, such as those that {@link
   *     dev.breakwater.image.container.Containers.Running#storage} names
   */
  record Host(List<Path> besides) implements ImageSource {
    public Host {
      besides = List.copyOf(besides);
    }
  }
}
