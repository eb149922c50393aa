package dev.breakwater.core;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The image that an image was built on.
 *
 * @param reference what people call it, for example {@code debian:12.5}
 * @param digest of its manifest; null where nobody says
 * @param layers how many of the subject's layers are its, from the lowest; 0 where that is not
 *     known
 * @param knownBy how it is known
 */
public record Base(String reference, @Nullable Digest digest, int layers, KnownBy knownBy) {
  /** How a base image is known. */
  public enum KnownBy {
    /** Its layers are those of an image that was learned. */
    LAYERS,
    /** The image's annotations or labels name it. */
    ANNOTATION,
    /** The build history shows where one image ends and the next begins. */
    HISTORY;

    /** The form used in reports, for example {@code layers}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
