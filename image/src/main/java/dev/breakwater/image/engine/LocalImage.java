package dev.breakwater.image.engine;

import dev.breakwater.core.Digest;
import dev.breakwater.image.oci.Platform;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image that an engine keeps.
 *
 * @param id the digest of its configuration, or of its manifest where the engine keeps those; with
 *     the algorithm
 * @param digest of the manifest it was pulled by; null where it was not pulled, or by several
 * @param diffIds digests of the uncompressed layers, lowest first
 * @param createdBy the build step of each layer, as long as {@code diffIds}; null where the engine
 *     does not say
 * @param bytes length of its files, as the engine says
 */
public record LocalImage(
    String id,
    @Nullable Digest digest,
    Platform platform,
    List<Digest> diffIds,
    List<@Nullable String> createdBy,
    long bytes) {
  public LocalImage {
    diffIds = List.copyOf(diffIds);
    createdBy = Collections.unmodifiableList(new ArrayList<>(createdBy));
  }
}
