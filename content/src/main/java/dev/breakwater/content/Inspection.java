package dev.breakwater.content;

import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Detector;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageSettings;
import java.util.List;
import java.util.function.Consumer;

/** Looks for one sort of weakness. Keeps no state. */
public interface Inspection {
  /** What it wants to see of the files; none for what looks at the configuration alone. */
  List<Detector<?>> detectors();

  /**
   * Says what is wrong.
   *
   * @param facts what its detectors learnt, among others
   */
  void inspect(Subject subject, ImageSettings settings, ImageFacts facts, Consumer<Weakness> found);
}
