package dev.breakwater.inventory;

import dev.breakwater.core.Subject;
import dev.breakwater.image.Detector;
import dev.breakwater.image.ImageFacts;
import java.util.List;

/** Finds packages. */
public final class Cataloguer {
  private Cataloguer() {}

  /** What to look for in an image. */
  public static List<Detector<PackageFacts>> detectors() {
    return List.of();
  }

  /** Makes the inventory of what the detectors found. */
  @SuppressWarnings("DoNotCallSuggester") // until it is built
  public static Inventory catalogue(Subject subject, ImageFacts facts) {
    throw new UnsupportedOperationException("not built yet: " + subject + facts.problems());
  }
}
