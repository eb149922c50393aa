package dev.breakwater.image.oci;

import dev.breakwater.core.Digest;
import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What points to a blob.
 *
 * @param size length in bytes, 0 or more
 * @param platform null where the descriptor does not say
 */
public record Descriptor(
    String mediaType,
    Digest digest,
    long size,
    @Nullable Platform platform,
    Map<String, String> annotations) {

  public Descriptor {
    annotations = Map.copyOf(annotations);
  }

  static Descriptor read(Json json) throws IOException {
    String text = json.text("digest", "");
    Digest digest =
        Digest.parse(text)
            .orElseThrow(
                () -> new IOException("descriptor with the impossible digest '" + text + "'"));
    long size = json.get("size").number(-1);
    if (size < 0) {
      throw new IOException("descriptor of " + digest + " without a size");
    }
    Json platform = json.get("platform");
    String os = platform.text("os");
    String architecture = platform.text("architecture");
    return new Descriptor(
        json.text("mediaType", ""),
        digest,
        size,
        os == null || architecture == null
            ? null
            : new Platform(os, architecture, platform.text("variant")),
        annotations(json.get("annotations")));
  }

  /** Annotations as descriptors, manifests and engines write them, without what is no text. */
  public static Map<String, String> annotations(Json json) {
    Map<String, String> annotations = new TreeMap<>();
    json.members()
        .forEach((key, value) -> {
          String annotation = value.text();
          if (annotation != null) {
            annotations.put(key, annotation);
          }
        });
    return annotations;
  }
}
