package dev.breakwater.image;

import dev.breakwater.core.Problem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the detectors learnt of the files that the finished image shows, after all layers are
 * overlaid.
 */
public final class ImageFacts {
  private final Map<Detector<?>, List<Found<?>>> facts;
  private final List<Problem> problems;

  ImageFacts(Map<Detector<?>, List<Found<?>>> facts, List<Problem> problems) {
    Map<Detector<?>, List<Found<?>>> sorted = new HashMap<>();
    facts.forEach((detector, found) ->
        sorted.put(detector, found.stream().sorted(Comparator.comparing(Found::path)).toList()));
    this.facts = Map.copyOf(sorted);
    this.problems = problems.stream().sorted().distinct().toList();
  }

  /** The facts of one detector, sorted by path. */
  @SuppressWarnings(
      "unchecked") // the constructor's caller keys each fact by the detector that made it
  public <F> List<Found<F>> of(Detector<F> detector) {
    return (List<Found<F>>) (List<?>) facts.getOrDefault(detector, List.of());
  }

  /** What could not be read, sorted. */
  public List<Problem> problems() {
    return problems;
  }
}
