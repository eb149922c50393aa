/**
 * Which image an image was built on, and in which part of it a package sits. Entry points: {@link
 * dev.breakwater.inventory.base.BaseAttribution}, {@link dev.breakwater.inventory.base.KnownBases}
 * and {@link dev.breakwater.inventory.base.Places}. All is safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.base;

import org.jspecify.annotations.NullMarked;
