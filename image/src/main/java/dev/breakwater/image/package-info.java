/**
 * Opening an image from anywhere and reading each layer once. Entry point: {@link
 * dev.breakwater.image.Images}. An {@link dev.breakwater.image.Image} is for one thread; detectors
 * are called from many threads at once and keep no state.
 */
@NullMarked
package dev.breakwater.image;

import org.jspecify.annotations.NullMarked;
