/**
 * Packages of Conan, for C and C++. Entry point: {@link
 * dev.breakwater.inventory.conan.ConanDetector}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.conan;

import org.jspecify.annotations.NullMarked;
