package dev.breakwater.image.engine;

import dev.breakwater.core.Digest;
import dev.breakwater.image.oci.ImageConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image that an engine keeps.
 *
 * @param id the digest of its configuration, or of its manifest where the engine keeps those; with
 *     the algorithm
 * @param digest of the manifest it was pulled by; null where it was not pulled, or by several
 * @param config its configuration as far as the engine tells it. Podman does not tell {@code OnBuild}
 *     and {@code Shell}, nor a health check that is not in Docker's own image format.
 * @param annotations of its manifest; Docker does not tell them
 * @param bytes length of its files, as the engine says
 */
public record LocalImage(
    String id,
    @Nullable Digest digest,
    ImageConfig config,
    Map<String, String> annotations,
    long bytes) {
  public LocalImage {
    annotations = Map.copyOf(annotations);
  }
}
