/**
 * Which distribution an image is made from, and how long that has security support. Entry points:
 * {@link dev.breakwater.inventory.distribution.OsReleaseDetector}, {@link
 * dev.breakwater.inventory.distribution.ReleaseFileDetector} and {@link
 * dev.breakwater.inventory.distribution.EndOfLife}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.distribution;

import org.jspecify.annotations.NullMarked;
