package dev.breakwater.image.registry;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to talk to registries.
 *
 * @param plainHttp hosts, with their port where they have one, that are spoken to without TLS
 * @param caFile further certificate authorities in PEM; null for the system's alone
 * @param dockerConfig Docker's {@code config.json}; null where there is none
 */
public record RegistryOptions(
    Set<String> plainHttp, @Nullable Path caFile, @Nullable Path dockerConfig) {
  public RegistryOptions {
    plainHttp = Set.copyOf(plainHttp);
  }
}
