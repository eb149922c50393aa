package dev.breakwater.image;

import dev.breakwater.core.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the detectors learnt of the files that the finished image shows, after all layers are
 * overlaid, and of those that a higher layer replaced or deleted.
 */
public final class ImageFacts {
  private static final Comparator<Found<?>> ORDER =
      Comparator.<Found<?>, String>comparing(Found::path).thenComparingInt(Found::layer);

  private final Map<Detector<?>, List<Found<?>>> facts;
  private final Map<Detector<?>, List<Found<?>>> replaced;
  private final Map<Detector<?>, List<Found<?>>> hidden;
  private final List<Problem> problems;
  private final @Nullable ImageFacts ofImage;

  ImageFacts(
      Map<Detector<?>, List<Found<?>>> facts,
      Map<Detector<?>, List<Found<?>>> replaced,
      Map<Detector<?>, List<Found<?>>> hidden,
      List<Problem> problems,
      @Nullable ImageFacts ofImage) {
    this.facts = sorted(facts);
    this.replaced = sorted(replaced);
    this.hidden = sorted(hidden);
    this.problems = problems.stream().sorted().distinct().toList();
    this.ofImage = ofImage;
  }

  private static Map<Detector<?>, List<Found<?>>> sorted(Map<Detector<?>, List<Found<?>>> facts) {
    Map<Detector<?>, List<Found<?>>> sorted = new HashMap<>();
    facts.forEach((detector, found) ->
        sorted.put(detector, found.stream().sorted(ORDER).toList()));
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
   * first. Whoever pulls the image has them all the same. A file is known by the name that its
   * archive has for it; the other names of hard links, and directories, are not among them. For a
   * container, what it hides of its image is there too.
   */
  @SuppressWarnings("unchecked") // as for #of
  public <F> List<Found<F>> hidden(Detector<F> detector) {
    return (List<Found<F>>) (List<?>) hidden.getOrDefault(detector, List.of());
  }

  /**
   * For a container, what its image shows without what the container itself has changed; empty for
   * all else, and where that could not be told.
   */
  public Optional<ImageFacts> ofImage() {
    return Optional.ofNullable(ofImage);
  }

  /**
   * The same facts, beside those of the image that a container was made from. The container's files
   * were read without their layers, so what it hides of its image is what it has nothing like.
   */
  ImageFacts beside(ImageFacts image) {
    Map<Detector<?>, List<Found<?>>> gone = new HashMap<>();
    image.hidden.forEach((detector, found) -> gone.put(detector, new ArrayList<>(found)));
    image.facts.forEach((detector, found) -> {
      Set<String> paths = new HashSet<>();
      for (Found<?> here : facts.getOrDefault(detector, List.of())) {
        paths.add(here.path());
      }
      for (Found<?> before : found) {
        if (!paths.contains(before.path())) {
          gone.computeIfAbsent(detector, key -> new ArrayList<>()).add(before);
        }
      }
    });
    return new ImageFacts(facts, replaced, gone, problems, image);
  }

  /** The same facts, with one more problem. */
  ImageFacts with(Problem problem) {
    List<Problem> all = new ArrayList<>(problems);
    all.add(problem);
    return new ImageFacts(facts, replaced, hidden, all, ofImage);
  }

  /** What could not be read, sorted. */
  public List<Problem> problems() {
    return problems;
  }
}
