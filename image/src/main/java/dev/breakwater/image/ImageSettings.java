package dev.breakwater.image;

import dev.breakwater.core.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an image says of itself beside its files.
 *
 * @param configuration the whole image configuration, as the OCI image specification has it; null
 *     for what is no image. An engine does not tell the whole: see {@link
 *     dev.breakwater.image.engine.LocalImage}.
 * @param annotations of its manifest; empty where there are none, or where they are not known, as
 *     in archives of Docker
 */
public record ImageSettings(@Nullable Json configuration, Map<String, String> annotations) {
  /** What is no image says nothing. */
  public static final ImageSettings NONE = new ImageSettings(null, Map.of());

  public ImageSettings {
    annotations = Map.copyOf(annotations);
  }
}
