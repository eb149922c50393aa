package dev.breakwater.inventory.sbom;

import dev.breakwater.inventory.Inventory;
import org.jspecify.annotations.Nullable;

/**
 * What a software bill of materials says.
 *
 * @param format what it was written in, for example {@code CycloneDX 1.6}
 * @param name what it describes, as it says itself; null where it does not say
 * @param inventory its packages and distribution, and what in it could not be used
 */
public record Sbom(String format, @Nullable String name, Inventory inventory) {}
