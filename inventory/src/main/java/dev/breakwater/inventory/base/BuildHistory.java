package dev.breakwater.inventory.base;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.registry.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an image was built, from the {@code history} of its configuration, and where in it one image
 * ends and the next begins.
 *
 * <p>Three things tell. Buildah writes {@code FROM name} beside the first step on a base. A
 * distribution's own image begins with a step that lays a whole root file system, which looks like
 * nothing that people write. And a base is older than what is built on it, by more than a day as a
 * rule; but a build cache is too, so time decides only where nothing else does.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md#properties">OCI
 *     image configuration</a>
 */
final class BuildHistory {
  private static final int MOST_STEPS = 10_000;
  private static final Duration GAP = Duration.ofDays(1);

  /** 1980: reproducible builds date everything before that, because they do not say. */
  private static final Instant OLDEST = Instant.ofEpochSecond(315_532_800);

  private static final String FROM = "FROM ";
  private static final String[] PREFIXES = {"/bin/sh -c ", "#(nop) ", "RUN "};
  private static final String BUILDKIT = " # buildkit";
  private static final String ALPINE = "alpine-minirootfs-";

  private final List<Step> steps;
  private final boolean fits;

  /**
   * A step.
   *
   * @param made the instruction, without what builders put around it
   * @param date when, as the history writes it; null where it does not say
   * @param layer whether it made a layer
   */
  private record Step(String made, String comment, @Nullable String date, boolean layer) {
    /** When it was made; null where that is not known. */
    @Nullable Instant created() {
      Instant created = KnownBase.instant(date);
      return created == null || created.isBefore(OLDEST) ? null : created;
    }
  }

  /**
   * An image that the history names.
   *
   * @param reference as its builder wrote it
   * @param layers how many are its, at least 1
   */
  record Named(ImageReference reference, int layers) {}

  /**
   * A distribution that the history shows.
   *
   * @param name such as {@code alpine 3.19.1}; null where the history does not name it
   * @param layers how many are its, at least 1
   */
  record Root(@Nullable String name, int layers) {}

  private BuildHistory(List<Step> steps, boolean fits) {
    this.steps = steps;
    this.fits = fits;
  }

  /** The history of an image; an empty one where it has none, or none that can be believed. */
  static BuildHistory of(@Nullable Json configuration) {
    List<Step> steps = new ArrayList<>();
    int layers = 0;
    if (configuration != null) {
      for (Json item : configuration.get("history").items()) {
        boolean layer = !item.get("empty_layer").isTrue();
        layers += layer ? 1 : 0;
        steps.add(
            new Step(
                instruction(item.text("created_by", "")),
                item.text("comment", ""),
                item.text("created"),
                layer));
      }
    }
    // Of a squashed image the history tells more layers than there are.
    boolean fits =
        configuration != null
            && steps.size() <= MOST_STEPS
            && layers == configuration.get("rootfs").get("diff_ids").items().size();
    return new BuildHistory(steps, fits);
  }

  private static String instruction(String createdBy) {
    String made = createdBy.strip();
    if (made.endsWith(BUILDKIT)) {
      made = made.substring(0, made.length() - BUILDKIT.length());
    }
    for (String prefix : PREFIXES) {
      if (made.startsWith(prefix)) {
        made = made.substring(prefix.length());
      }
    }
    return made.strip();
  }

  /** The last image that the builder says it began with; null where it does not say. */
  @Nullable Named named() {
    for (int i = fits ? steps.size() - 1 : 0; i > 0; i--) {
      String comment = steps.get(i).comment;
      if (comment.startsWith(FROM)) {
        ImageReference reference = reference(comment.substring(FROM.length()).strip());
        int layers = layersBefore(i);
        if (reference != null && layers > 0) {
          return new Named(reference, layers);
        }
      }
    }
    return null;
  }

  /** Between the steps of one build stand the ids of what it has made so far; they are no names. */
  private static @Nullable ImageReference reference(String name) {
    if (name.isEmpty() || name.equals("scratch") || isId(name)) {
      return null;
    }
    try {
      return ImageReference.parse(name);
    } catch (IllegalArgumentException notAReference) {
      return null;
    }
  }

  private static boolean isId(String name) {
    if (name.length() < 12) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.digit(name.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The distribution's image that all began with; null where the history does not begin as theirs
   * do, or where nothing was put on top.
   */
  @Nullable Root root() {
    int first = firstLayer();
    if (first < 0) {
      return null;
    }
    String made = steps.get(first).made;
    int end = first;
    if (isSpread(made)) {
      while (end + 1 < steps.size()
          && steps.get(end + 1).layer
          && isSpread(steps.get(end + 1).made)) {
        end++;
      }
    } else if (!isDistribution(made)
        && !(fillsRoot(made) && (isCommand(first + 1) || isGapBefore(first + 1)))) {
      return null;
    }
    int layers = layersBefore(end + 1);
    return layers == layers() ? null : new Root(name(made), layers);
  }

  /** The builders of these write their own name for each layer. */
  private static boolean isSpread(String made) {
    return made.equals("apko") || made.startsWith("bazel build ") || made.startsWith("KIWI ");
  }

  private static boolean isDistribution(String made) {
    return made.startsWith("# debian.sh ")
        || (fillsRoot(made) && (made.contains("rootfs") || made.contains("root.tar")));
  }

  /** Whether it adds something to the root directory itself. */
  private static boolean fillsRoot(String made) {
    return (made.startsWith("ADD ") || made.startsWith("COPY ")) && made.endsWith(" /");
  }

  private boolean isCommand(int index) {
    return index < steps.size()
        && !steps.get(index).layer
        && (steps.get(index).made.startsWith("CMD ")
            || steps.get(index).made.startsWith("ENTRYPOINT "));
  }

  /** What the step itself says of the distribution. */
  private static @Nullable String name(String made) {
    int alpine = made.indexOf(ALPINE);
    if (alpine >= 0) {
      int start = alpine + ALPINE.length();
      int end = made.indexOf('-', start);
      String version = end < 0 ? null : KnownBase.word(made.substring(start, end));
      return version == null ? "alpine" : "alpine " + version;
    }
    if (made.startsWith("# debian.sh ")) {
      int end = made.indexOf("' '@");
      int start = end < 0 ? -1 : made.lastIndexOf('\'', end - 1);
      String suite = start < 0 ? null : KnownBase.word(made.substring(start + 1, end));
      return suite == null ? "debian" : "debian " + suite;
    }
    return null;
  }

  /**
   * How many layers are older than a gap of more than a day, if all before it were made within a
   * day; 0 where there is no such gap.
   */
  int layersBeforeGap() {
    if (!fits) {
      return 0;
    }
    for (int i = 1; i < steps.size(); i++) {
      if (isGapBefore(i)) {
        Instant first = steps.getFirst().created();
        Instant last = steps.get(i - 1).created();
        boolean together =
            first != null && last != null && Duration.between(first, last).compareTo(GAP) <= 0;
        int layers = layersBefore(i);
        return together && layers < layers() ? layers : 0;
      }
    }
    return 0;
  }

  private boolean isGapBefore(int index) {
    if (index < 1 || index >= steps.size()) {
      return false;
    }
    Instant before = steps.get(index - 1).created();
    Instant after = steps.get(index).created();
    return before != null && after != null && Duration.between(before, after).compareTo(GAP) > 0;
  }

  /** Whether the image is more than a day younger than this; its youngest step tells. */
  boolean goesOnAfter(Instant date) {
    for (Step step : steps) {
      Instant created = step.created();
      if (created != null && Duration.between(date, created).compareTo(GAP) > 0) {
        return true;
      }
    }
    return false;
  }

  private int firstLayer() {
    for (int i = 0; fits && i < steps.size(); i++) {
      if (steps.get(i).layer) {
        return i;
      }
    }
    return -1;
  }

  private int layersBefore(int index) {
    int layers = 0;
    for (int i = 0; i < index; i++) {
      layers += steps.get(i).layer ? 1 : 0;
    }
    return layers;
  }

  private int layers() {
    return layersBefore(steps.size());
  }
}
