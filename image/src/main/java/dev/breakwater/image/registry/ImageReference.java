package dev.breakwater.image.registry;

import dev.breakwater.core.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an image in a registry.
 *
 * @param host registry host with port, for example {@code ghcr.io} or {@code localhost:5000}
 * @param repository for example {@code library/debian}
 * @param tag null where a digest is given alone
 * @param digest null where only a tag is given
 */
public record ImageReference(
    String host, String repository, @Nullable String tag, @Nullable Digest digest) {}
