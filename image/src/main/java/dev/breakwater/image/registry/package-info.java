/**
 * Pulling from registries as the OCI distribution specification describes. Entry point: {@link
 * dev.breakwater.image.registry.RegistryClient}, safe to share between threads.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec">OCI distribution
 *     specification</a>
 */
@NullMarked
package dev.breakwater.image.registry;

import org.jspecify.annotations.NullMarked;
