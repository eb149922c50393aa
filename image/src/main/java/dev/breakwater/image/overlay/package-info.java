/**
 * What a layer lists, and what layers show when laid over one another. Entry points: {@link
 * dev.breakwater.image.overlay.Listing}, {@link dev.breakwater.image.overlay.MergedTree}. Both are
 * for one thread at a time.
 */
@NullMarked
package dev.breakwater.image.overlay;

import org.jspecify.annotations.NullMarked;
