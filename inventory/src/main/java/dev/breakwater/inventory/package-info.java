/**
 * Which packages are in an image. Entry point: {@link dev.breakwater.inventory.Cataloguer}.
 * Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory;

import org.jspecify.annotations.NullMarked;
