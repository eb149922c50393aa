package dev.breakwater.image;

import dev.breakwater.image.oci.Platform;
import dev.breakwater.image.registry.RegistryOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to open an image.
 *
 * @param platform the image wanted of an index; null for this machine's processor
 * @param layerCache where facts of layers already read are kept; null to keep none
 */
public record ImageOptions(
    @Nullable Platform platform, RegistryOptions registry, @Nullable Path layerCache) {}
