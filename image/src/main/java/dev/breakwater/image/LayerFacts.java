package dev.breakwater.image;

import dev.breakwater.image.overlay.Listing;
import java.util.List;

/**
 * What one layer holds and what the detectors learnt of its files.
 *
 * @param facts in the order of the archive
 * @param problems what is wrong with the layer apart from the content of files
 */
record LayerFacts(Listing listing, List<Fact> facts, List<LayerFacts.Unplaced> problems) {
  LayerFacts {
    facts = List.copyOf(facts);
    problems = List.copyOf(problems);
  }

  /**
   * What was learnt of a file.
   *
   * @param file position of the file's record, or another number for it
   * @param detector number of the detector; {@link Examiner#NO_DETECTOR} for a {@link
   *     Examiner.Failure}
   */
  record Fact(int file, int detector, Object value) {}

  /** A member that was passed over. */
  record Unplaced(String path, String why) {}

  /** Whether everything in the layer was read. */
  boolean complete() {
    for (Fact fact : facts) {
      if (fact.detector() == Examiner.NO_DETECTOR) {
        return false;
      }
    }
    return problems.isEmpty();
  }
}
