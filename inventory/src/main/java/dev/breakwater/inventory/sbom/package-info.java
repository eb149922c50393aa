/**
 * Software bills of material in and out: CycloneDX 1.6 and SPDX 2.3 JSON, and plain lists of
 * package URLs. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.sbom;

import org.jspecify.annotations.NullMarked;
