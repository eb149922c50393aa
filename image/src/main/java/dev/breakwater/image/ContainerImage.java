package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Subject;
import dev.breakwater.image.container.ContainerRoot;
import dev.breakwater.image.container.RunningContainer;
import dev.breakwater.image.container.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container's own root: what its image shows, with all that the container has written and
 * removed. What is mounted into it from elsewhere is not its own.
 *
 * <p>Where overlayfs makes the root, its directories are read as layers, so that those of the image
 * are read once for all its containers and only the container's own is read for each. Else the root
 * is read through one of its processes, and its image is opened to tell what has changed.
 */
final class ContainerImage implements Image {
  /** Docker lays a directory of empty mount points over each image. */
  private static final String DOCKER_INIT = "-init";

  private final RunningContainer container;
  private final Limits limits;
  private final @Nullable Image origin;
  private final String whyNoOrigin;
  private final Subject subject;

  private ContainerImage(
      RunningContainer container, Limits limits, @Nullable Image origin, String whyNoOrigin) {
    this.container = container;
    this.limits = limits;
    this.origin = origin;
    this.whyNoOrigin = whyNoOrigin;
    this.subject = subject(container, origin);
  }

  static Image of(RunningContainer container, ImageOpener opener, Limits limits) {
    if (container.origin() == null) {
      return new ContainerImage(container, limits, null, "nobody knows its image");
    }
    try {
      return new ContainerImage(container, limits, opener.origin(container.origin()), "");
    } catch (BreakwaterException e) {
      // The image may be removed while its containers run.
      return new ContainerImage(container, limits, null, String.valueOf(e.getMessage()));
    }
  }

  private static Subject subject(RunningContainer container, @Nullable Image origin) {
    Subject image = origin == null ? null : origin.subject();
    boolean known =
        image != null
            && (!(container.root() instanceof ContainerRoot.Overlay overlay)
                || ofImage(overlay) == image.layers().size());
    RunningProcess process = container.process();
    Subject.Container about =
        new Subject.Container(
            container.id(),
            container.runtime(),
            container.image(),
            process == null ? 0 : process.pid(),
            null);
    return new Subject(
        "container",
        container.name(),
        image == null ? null : image.digest(),
        image == null ? null : image.platform(),
        null,
        image == null || !known ? List.of() : image.layers(),
        null,
        about);
  }

  /** How many of the directories are layers of the image. */
  private static int ofImage(ContainerRoot.Overlay overlay) {
    int count = overlay.lower().size();
    Path top = count == 0 ? null : overlay.lower().getLast().getParent();
    boolean init = top != null && String.valueOf(top.getFileName()).endsWith(DOCKER_INIT);
    return init ? count - 1 : count;
  }

  @Override
  public Subject subject() {
    return subject;
  }

  @Override
  public ImageSettings settings() {
    return origin == null ? ImageSettings.NONE : origin.settings();
  }

  @Override
  public Optional<Path> root() {
    return Optional.empty();
  }

  @Override
  public ImageFacts examine(List<? extends Detector<?>> detectors, Progress progress)
      throws BreakwaterException {
    return switch (container.root()) {
      case ContainerRoot.Overlay overlay -> examine(overlay, detectors, progress);
      case ContainerRoot.OfProcess(RunningProcess process) ->
          besideImage(examine(process, detectors, progress), detectors, progress);
      case ContainerRoot.Directory(Path path) ->
          besideImage(
              new DirectoryImage(path, subject, (inside, otherDevice) -> !otherDevice, limits)
                  .examine(detectors, progress),
              detectors,
              progress);
    };
  }

  private ImageFacts examine(
      ContainerRoot.Overlay overlay, List<? extends Detector<?>> detectors, Progress progress)
      throws BreakwaterException {
    List<Path> directories = new ArrayList<>(overlay.lower());
    directories.add(overlay.upper());
    DirectoryLayers layers = new DirectoryLayers(directories, SharedLayers.OF_THIS_PROCESS);
    try {
      return new LayeredImage(subject, settings(), layers, overlay.lower().size(), null, limits)
          .examine(detectors, progress);
    } catch (BreakwaterException e) {
      RunningProcess process = container.process();
      if (e.getCause() instanceof OverlayDirectory.NeedsMountException && process != null) {
        return besideImage(examine(process, detectors, progress), detectors, progress);
      }
      throw e;
    }
  }

  private ImageFacts examine(
      RunningProcess process, List<? extends Detector<?>> detectors, Progress progress)
      throws BreakwaterException {
    try {
      MountTable mounts = MountTable.parse(process.mounts());
      ImageFacts facts =
          new DirectoryImage(
                  process.root(),
                  subject,
                  (inside, otherDevice) -> !mounts.isMountPoint("/" + inside),
                  limits)
              .examine(detectors, progress);
      if (process.isAlive()) {
        return facts;
      }
      throw ended(null);
    } catch (IOException e) {
      if (!process.isAlive()) {
        throw ended(e);
      }
      throw new BreakwaterException(
          "cannot read the container " + container.name() + ": " + e.getMessage(), e);
    }
  }

  private BreakwaterException ended(@Nullable IOException cause) {
    return new BreakwaterException(
        "the container " + container.name() + " ended before its files were read", cause);
  }

  private ImageFacts besideImage(
      ImageFacts facts, List<? extends Detector<?>> detectors, Progress progress) {
    String why = whyNoOrigin;
    if (origin != null) {
      try {
        return facts.beside(origin.examine(detectors, progress));
      } catch (BreakwaterException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    return facts.with(
        new Problem(
            container.name(), "what has changed since its image could not be told: " + why));
  }

  @Override
  public void close() {
    if (origin != null) {
      origin.close();
    }
  }
}
