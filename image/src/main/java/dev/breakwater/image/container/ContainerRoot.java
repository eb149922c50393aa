package dev.breakwater.image.container;

import java.nio.file.Path;
import java.util.List;

/** Where the files of a container are. */
public sealed interface ContainerRoot {
  /**
   * Directories that overlayfs lays on each other.
   *
   * @param lower those of its image, lowest first
   * @param upper what the container itself has written and removed
   */
  record Overlay(List<Path> lower, Path upper) implements ContainerRoot {
    public Overlay {
      lower = List.copyOf(lower);
    }
  }

  /** The root directory of the container's running processes. */
  record OfProcess(RunningProcess process) implements ContainerRoot {}

  /** A plain directory. */
  record Directory(Path path) implements ContainerRoot {}
}
