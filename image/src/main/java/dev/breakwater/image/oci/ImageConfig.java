package dev.breakwater.image.oci;

import dev.breakwater.core.Digest;
import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image's configuration.
 *
 * @param platform what it runs on
 * @param diffIds digests of the uncompressed layers, lowest first
 * @param createdBy the build step of each layer, as long as {@code diffIds}; null where the history
 *     does not say
 * @param document the whole configuration
 */
public record ImageConfig(
    Platform platform, List<Digest> diffIds, List<@Nullable String> createdBy, Json document) {
  /** Longest configuration that is read, in bytes. */
  public static final int MAX_BYTES = 16 * 1024 * 1024;

  /**
   * Reads a configuration.
   *
   * @throws IOException where the document is none; the message is for people
   */
  public static ImageConfig read(byte[] document) throws IOException {
    return of(Json.parse(document));
  }

  /**
   * Reads a configuration that is parsed already.
   *
   * @throws IOException as for {@link #read}
   */
  public static ImageConfig of(Json json) throws IOException {
    List<Digest> diffIds = new ArrayList<>();
    for (String text : json.get("rootfs").texts("diff_ids")) {
      diffIds.add(
          Digest.parse(text)
              .orElseThrow(() ->
                  new IOException(
                      "image configuration with the impossible diff_id '" + text + "'")));
    }
    List<@Nullable String> steps = new ArrayList<>();
    for (Json step : json.get("history").items()) {
      if (!step.get("empty_layer").isTrue()) {
        steps.add(step.text("created_by"));
      }
    }
    // A history that does not fit the layers (a squashed image) would put the blame on the wrong
    // step.
    boolean fits = steps.size() == diffIds.size();
    List<@Nullable String> createdBy = new ArrayList<>();
    for (int i = 0; i < diffIds.size(); i++) {
      createdBy.add(fits ? steps.get(i) : null);
    }
    return new ImageConfig(
        new Platform(
            json.text("os", "linux"), json.text("architecture", "unknown"), json.text("variant")),
        List.copyOf(diffIds),
        java.util.Collections.unmodifiableList(createdBy),
        json);
  }
}
