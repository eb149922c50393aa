/**
 * Gems of Ruby. Entry points: {@link dev.breakwater.inventory.ruby.GemSpecificationDetector} for
 * what is installed and {@link dev.breakwater.inventory.ruby.GemfileLockDetector} for what an
 * application asks for. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.ruby;

import org.jspecify.annotations.NullMarked;
