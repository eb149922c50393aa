package dev.breakwater.image.registry;

import dev.breakwater.core.Digest;
import dev.breakwater.image.oci.Manifest;

/** A manifest and the digest of its bytes. */
public record FetchedManifest(Digest digest, Manifest manifest) {}
