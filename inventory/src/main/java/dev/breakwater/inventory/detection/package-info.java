/**
 * What package detectors share: the facts that they learn, their cached form, and bounded reading.
 * Entry point: {@link dev.breakwater.inventory.detection.PackageDetector}. Stateless or for one
 * thread, as each type says.
 */
@NullMarked
package dev.breakwater.inventory.detection;

import org.jspecify.annotations.NullMarked;
