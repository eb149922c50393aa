package dev.breakwater.image;

import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.image.registry.RegistryClient;
import java.nio.file.Path;
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
}
