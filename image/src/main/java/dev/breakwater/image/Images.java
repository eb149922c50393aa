package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.image.container.Containers;

/** Opens images. */
public final class Images {
  private Images() {}

  /**
   * Opens an image: its manifest and configuration are read, its layers are not.
   *
   * @throws BreakwaterException saying what cannot be opened, where, why, and what to do
   */
  public static Image open(ImageSource source, ImageOptions options, Progress progress)
      throws BreakwaterException {
    return open(source, options, progress, Limits.DEFAULT);
  }

  static Image open(ImageSource source, ImageOptions options, Progress progress, Limits limits)
      throws BreakwaterException {
    ImageOpener opener = new ImageOpener(options, progress, limits);
    return switch (source) {
      case ImageSource.Directory directory -> DirectoryImage.open(directory.path(), limits);
      case ImageSource.DockerArchive archive -> opener.dockerArchive(archive.path());
      case ImageSource.OciArchive archive -> opener.ociArchive(archive.path());
      case ImageSource.OciLayout layout -> opener.ociLayout(layout.path(), layout.tag());
      case ImageSource.Registry registry -> opener.registry(registry);
      case ImageSource.InEngine image -> opener.inEngine(image.engine(), image.reference());
      case ImageSource.InContainerd image -> opener.inContainerd(image.store(), image.reference());
      case ImageSource.Container container ->
          ContainerImage.of(Containers.named(container.machine(), container.id()), opener, limits);
      case ImageSource.Running running -> ContainerImage.of(running.container(), opener, limits);
      case ImageSource.Host host -> HostDirectory.open(host.besides(), limits);
    };
  }
}
