package dev.breakwater.inventory.base;

import dev.breakwater.core.Base;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Subject;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.ImageSettings;
import dev.breakwater.image.registry.ImageReference;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the image that an image was built on. What is certain comes first: layers that were
 * learned; then what the image says of itself; then what its build history shows. A name is never
 * guessed: where nobody says it, it is the distribution's.
 */
public final class BaseAttribution {
  private static final String NAME = "org.opencontainers.image.base.name";
  private static final String DIGEST = "org.opencontainers.image.base.digest";
  private static final String BUILDPACKS = "io.buildpacks.lifecycle.metadata";
  private static final String BUILDKIT = "moby.buildkit.buildinfo.v1";

  private final Subject subject;
  private final ImageSettings settings;
  private final Json labels;
  private final BuildHistory history;
  private final KnownBases known;

  private BaseAttribution(Subject subject, ImageSettings settings, KnownBases known) {
    this.subject = subject;
    this.settings = settings;
    Json configuration = settings.configuration();
    this.labels =
        configuration == null ? new Json.Nothing() : configuration.get("config").get("Labels");
    this.history = BuildHistory.of(configuration);
    this.known = known;
  }

  /**
   * The image that the subject was built on.
   *
   * @param subject with its distribution
   * @return null where nothing tells, as of a distribution's own image, or of what has no layers
   */
  public static @Nullable Base of(Subject subject, ImageSettings settings, KnownBases known) {
    if (subject.layers().isEmpty()) {
      return null;
    }
    KnownBase learned = known.under(subject);
    if (learned != null) {
      return new Base(learned.reference(), learned.digest(), learned.layers(), Base.KnownBy.LAYERS);
    }
    BaseAttribution attribution = new BaseAttribution(subject, settings, known);
    Base base = attribution.byAnnotation();
    base = base == null ? attribution.byBuildpacks() : base;
    base = base == null ? attribution.byBuildKit() : base;
    base = base == null ? attribution.byInheritedLabels() : base;
    return base == null ? attribution.byHistory() : base;
  }

  /**
   * The annotations that OCI defines for it.
   *
   * @see <a href="https://github.com/opencontainers/image-spec/blob/main/annotations.md">OCI
   *     annotations</a>
   */
  private @Nullable Base byAnnotation() {
    Map<String, String> annotations = settings.annotations();
    String name = annotations.get(NAME);
    String digest = annotations.get(DIGEST);
    if (isBlank(name) && isBlank(digest)) {
      name = labels.text(NAME);
      digest = labels.text(DIGEST);
    }
    return annotated(name, digest);
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /** A base that somebody names; null where it is no name and no digest. */
  private @Nullable Base annotated(@Nullable String name, @Nullable String digestText) {
    ImageReference reference = reference(name);
    Digest digest = digestText == null ? null : Digest.parse(digestText.strip()).orElse(null);
    if (digest == null && reference != null) {
      digest = reference.digest();
    }
    if (reference == null && digest == null) {
      return null;
    }
    KnownBase learned = known.byDigest(digest);
    String text = learned == null ? null : learned.reference();
    if (reference != null && (reference.tag() != null || text == null)) {
      text = withoutDigest(reference);
    }
    return new Base(
        text == null ? String.valueOf(digest) : text,
        digest,
        reference == null ? 0 : layers(reference),
        Base.KnownBy.ANNOTATION);
  }

  private static @Nullable ImageReference reference(@Nullable String name) {
    String text = name == null ? "" : name.strip();
    if (text.isEmpty() || text.equals("scratch")) {
      return null;
    }
    try {
      return ImageReference.parse(text);
    } catch (IllegalArgumentException notAReference) {
      return null;
    }
  }

  private static String withoutDigest(ImageReference reference) {
    return reference.tag() == null
        ? reference.toString()
        : new ImageReference(reference.host(), reference.repository(), reference.tag(), null)
            .toString();
  }

  /**
   * How many layers an annotated base has; 0 where that cannot be told. A base that was learned
   * would have been found by its layers.
   */
  private int layers(ImageReference reference) {
    BuildHistory.Named named = history.named();
    if (named != null && isSame(named.reference(), reference)) {
      return fitting(named.layers());
    }
    BuildHistory.Root root = history.root();
    return root != null && isOfDistribution(reference) ? fitting(root.layers()) : 0;
  }

  private static boolean isSame(ImageReference one, ImageReference other) {
    return one.host().equals(other.host()) && one.repository().equals(other.repository());
  }

  /** Whether it is the distribution itself, and not something that was built on it. */
  private boolean isOfDistribution(ImageReference reference) {
    Distribution distribution = subject.distribution();
    String repository = reference.repository();
    return distribution != null
        && repository.substring(repository.lastIndexOf('/') + 1).equals(distribution.id());
  }

  /** A hostile history may tell more layers than the image has. */
  private int fitting(int layers) {
    return layers <= subject.layers().size() ? layers : 0;
  }

  /**
   * The run image that buildpacks put the application on, and its highest layer.
   *
   * @see <a href="https://github.com/buildpacks/spec/blob/main/platform.md">the lifecycle's
   *     label</a>
   */
  private @Nullable Base byBuildpacks() {
    Json metadata = parsed(labels.text(BUILDPACKS));
    Json image = metadata.get("runImage");
    String name = image.text("image");
    if (isBlank(name)) {
      name = metadata.get("stack").get("runImage").text("image");
    }
    ImageReference pinned = reference(image.text("reference"));
    Digest digest = pinned == null ? null : pinned.digest();
    Base base =
        annotated(
            isBlank(name) ? image.text("reference") : name,
            digest == null ? null : digest.toString());
    if (base == null) {
      return null;
    }
    int top = subject.indexOf(Digest.parse(image.text("topLayer", "")).orElse(null));
    return top < 0
        ? base
        : new Base(base.reference(), base.digest(), top + 1, Base.KnownBy.ANNOTATION);
  }

  private static Json parsed(@Nullable String document) {
    try {
      return isBlank(document) ? new Json.Nothing() : Json.parse(String.valueOf(document));
    } catch (IOException damaged) {
      return new Json.Nothing();
    }
  }

  /**
   * What BuildKit 0.9 and 0.10 wrote into the configuration. It lists the images of all stages, so
   * it tells the base only where there is one.
   *
   * @see <a href="https://github.com/moby/buildkit/blob/v0.10/docs/build-repro.md">BuildKit's build
   *     information</a>
   */
  private @Nullable Base byBuildKit() {
    Json configuration = settings.configuration();
    String encoded = configuration == null ? null : configuration.text(BUILDKIT);
    if (encoded == null) {
      return null;
    }
    Json info;
    try {
      info = Json.parse(Base64.getDecoder().decode(encoded));
    } catch (IOException | IllegalArgumentException damaged) {
      return null;
    }
    Json only = null;
    for (Json source : info.get("sources").items()) {
      if ("docker-image".equals(source.text("type"))) {
        if (only != null) {
          return null;
        }
        only = source;
      }
    }
    return only == null ? null : annotated(only.text("ref"), only.text("pin"));
  }

  /**
   * Red Hat's images carry their name, version, release and build date as labels, which whatever is
   * built on them inherits. They are the base's where the image was built later.
   */
  private @Nullable Base byInheritedLabels() {
    Instant built = buildDate(labels.text("build-date"));
    String name = labels.text("name");
    String version = labels.text("version");
    String release = labels.text("release");
    if (built == null
        || name == null
        || version == null
        || release == null
        || !labels.text("vendor", "").startsWith("Red Hat")
        || !history.goesOnAfter(built)) {
      return null;
    }
    ImageReference reference = reference(name + ":" + version + "-" + release);
    return reference == null
        ? null
        : new Base(
            reference.toString(),
            null,
            fitting(history.layersBeforeGap()),
            Base.KnownBy.ANNOTATION);
  }

  /** Red Hat writes the date with and without a zone, which is UTC. */
  private static @Nullable Instant buildDate(@Nullable String text) {
    Instant date = KnownBase.instant(text);
    if (date != null || text == null) {
      return date;
    }
    try {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (java.time.DateTimeException notATime) {
      return null;
    }
  }

  private @Nullable Base byHistory() {
    BuildHistory.Named named = history.named();
    if (named != null && fitting(named.layers()) > 0) {
      return new Base(
          withoutDigest(named.reference()),
          named.reference().digest(),
          named.layers(),
          Base.KnownBy.HISTORY);
    }
    BuildHistory.Root root = history.root();
    int layers = fitting(root == null ? history.layersBeforeGap() : root.layers());
    String name = distributionName(root);
    return layers == 0 || name == null ? null : new Base(name, null, layers, Base.KnownBy.HISTORY);
  }

  /** As {@code debian 12}, which nobody takes for a tag. */
  private @Nullable String distributionName(BuildHistory.@Nullable Root root) {
    Distribution distribution = subject.distribution();
    if (distribution == null || distribution.id().isEmpty()) {
      return root == null ? null : root.name();
    }
    String version =
        distribution.versionId() == null ? distribution.codename() : distribution.versionId();
    return version == null ? distribution.id() : distribution.id() + " " + version;
  }
}
