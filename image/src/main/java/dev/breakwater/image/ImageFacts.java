package dev.breakwater.image;

import dev.breakwater.core.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the detectors learnt of the files that the finished image shows, after all layers are
 * overlaid, and of those that a higher layer replaced.
 */
public final class ImageFacts {
  private final Map<Detector<?>, List<Found<?>>> facts;
  private final Map<Detector<?>, List<Found<?>>> replaced;
  private final List<Problem> problems;
  private final @Nullable ImageFacts ofImage;

  /**
   * @param replaced with the facts of lower layers before those of higher ones
   */
  ImageFacts(
      Map<Detector<?>, List<Found<?>>> facts,
      Map<Detector<?>, List<Found<?>>> replaced,
      List<Problem> problems,
      @Nullable ImageFacts ofImage) {
    this.facts = sorted(facts);
    this.replaced = sorted(replaced);
    this.problems = problems.stream().sorted().distinct().toList();
    this.ofImage = ofImage;
  }

  private static Map<Detector<?>, List<Found<?>>> sorted(Map<Detector<?>, List<Found<?>>> facts) {
    Map<Detector<?>, List<Found<?>>> sorted = new HashMap<>();
    facts.forEach((detector, found) ->
        sorted.put(detector, found.stream().sorted(Comparator.comparing(Found::path)).toList()));
    return Map.copyOf(sorted);
  }

  /** The facts of one detector, sorted by path. */
  @SuppressWarnings(
      "unchecked") // the constructor's caller keys each fact by the detector that made it
  public <F> List<Found<F>> of(Detector<F> detector) {
    return (List<Found<F>>) (List<?>) facts.getOrDefault(detector, List.of());
  }

  /**
   * The facts of one detector about files that a higher layer replaced by others at the same path,
   * sorted by path and then by layer, the lowest first: what the image was like before.
   */
  @SuppressWarnings("unchecked") // as for #of
  public <F> List<Found<F>> replaced(Detector<F> detector) {
    return (List<Found<F>>) (List<?>) replaced.getOrDefault(detector, List.of());
  }

  /**
   * The facts of one detector about files of lower layers that the finished image does not show,
   * because a higher layer replaced or deleted them, sorted by path and then by layer, the lowest
   * first. Whoever pulls the image has them all the same.
   */
  public <F> List<Found<F>> hidden(Detector<F> detector) {
    return replaced(detector);
  }

  /**
   * For a container, what its image shows without what the container itself has changed; empty for
   * all else, and where that could not be told.
   */
  public Optional<ImageFacts> ofImage() {
    return Optional.ofNullable(ofImage);
  }

  /** The same facts, beside those of the image that a container was made from. */
  ImageFacts beside(ImageFacts image) {
    return new ImageFacts(facts, replaced, problems, image);
  }

  /** The same facts, with one more problem. */
  ImageFacts with(Problem problem) {
    List<Problem> all = new ArrayList<>(problems);
    all.add(problem);
    return new ImageFacts(facts, replaced, all, ofImage);
  }

  /** What could not be read, sorted. */
  public List<Problem> problems() {
    return problems;
  }
}
