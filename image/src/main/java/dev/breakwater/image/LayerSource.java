package dev.breakwater.image;

import dev.breakwater.core.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A layer to read.
 *
 * @param index lowest 0
 * @param diffId digest of the uncompressed layer, from the image's configuration
 * @param digest digest of the blob as stored, from the manifest; null where there is none
 */
record LayerSource(int index, Digest diffId, @Nullable Digest digest, Blob blob) {
  /** The digest by which a person finds the layer. */
  String name() {
    return "layer " + (digest == null ? diffId : digest);
  }
}
