/**
 * Packages of Hex in applications of Elixir. Entry point: {@link
 * dev.breakwater.inventory.elixir.MixLockDetector}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.elixir;

import org.jspecify.annotations.NullMarked;
