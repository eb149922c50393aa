package dev.breakwater.image;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Subject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An opened image or directory. */
public interface Image extends AutoCloseable {
  /** What it is; the distribution is not known yet. */
  Subject subject();

  /** What it says of itself beside its files; for a container, what its image says. */
  ImageSettings settings();

  /** The directory itself, where the subject is one. */
  Optional<Path> root();

  /**
   * Reads each layer once, in parallel with the others, and overlays them.
   *
   * @throws BreakwaterException where nothing of the image could be read; what is unreadable in
   *     part is in {@link ImageFacts#problems()}
   */
  ImageFacts examine(List<? extends Detector<?>> detectors, Progress progress)
      throws BreakwaterException;

  @Override
  void close();
}
