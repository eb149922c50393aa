package dev.breakwater.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was looked at.
 *
 * @param kind the prefix of the subject on the command line: {@code dir}, {@code docker-archive},
 *     {@code oci-archive}, {@code oci}, {@code registry}, {@code sbom} or {@code purls}
 * @param name what the user called it, without the prefix
 * @param digest the manifest's digest where the subject has one
 * @param platform {@code os/arch[/variant]} of an image
 * @param distribution what its os-release says; null where it has none
 * @param layers lowest first; empty for what has no layers
 */
public record Subject(
    String kind,
    String name,
    @Nullable Digest digest,
    @Nullable String platform,
    @Nullable Distribution distribution,
    List<Layer> layers) {

  public Subject {
    layers = List.copyOf(layers);
  }

  /**
   * A layer of an image.
   *
   * @param diffId digest of the uncompressed layer
   * @param digest digest of the blob as stored; null where only the uncompressed layer is known
   * @param createdBy the build step from the image's history; null where the image does not say
   */
  public record Layer(Digest diffId, @Nullable Digest digest, @Nullable String createdBy) {}

  public Subject withDistribution(@Nullable Distribution found) {
    return new Subject(kind, name, digest, platform, found, layers);
  }
}
