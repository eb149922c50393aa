/**
 * What was there before: an earlier report, beside which only what is new counts. Entry point:
 * {@link dev.breakwater.core.baseline.Baseline}. Everything here is immutable and safe to share
 * between threads.
 */
@NullMarked
package dev.breakwater.core.baseline;

import org.jspecify.annotations.NullMarked;
