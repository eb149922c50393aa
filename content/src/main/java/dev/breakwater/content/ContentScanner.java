package dev.breakwater.content;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Detector;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Asks every inspection. */
public final class ContentScanner {
  private static final Comparator<Weakness> ORDER =
      Comparator.comparing(Weakness::severity)
          .thenComparing(Weakness::id)
          .thenComparing(weakness -> String.valueOf(weakness.location().path()))
          .thenComparingInt(weakness -> weakness.location().line())
          .thenComparingInt(weakness -> weakness.location().column())
          .thenComparing(weakness -> String.valueOf(weakness.location().pointer()))
          .thenComparing(weakness -> String.valueOf(weakness.location().layer()))
          .thenComparing(Weakness::evidence);

  private final List<Inspection> inspections;

  /** A scanner of these inspections. */
  public ContentScanner(List<Inspection> inspections) {
    this.inspections = List.copyOf(inspections);
  }

  /** What the inspections want to see of the files of an image. */
  public List<Detector<?>> detectors() {
    List<Detector<?>> detectors = new ArrayList<>();
    for (Inspection inspection : inspections) {
      detectors.addAll(inspection.detectors());
    }
    return detectors;
  }

  /** What is wrong with an image, sorted. */
  public List<Finding> findings(Subject subject, ImageSettings settings, ImageFacts facts) {
    List<Weakness> found = new ArrayList<>();
    for (Inspection inspection : inspections) {
      inspection.inspect(subject, settings, facts, found::add);
    }
    found.sort(ORDER);
    return List.copyOf(found);
  }
}
