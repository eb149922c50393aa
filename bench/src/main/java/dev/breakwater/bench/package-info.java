/** Measurements. {@code bench/run} runs them all and prints the table in README. */
@NullMarked
package dev.breakwater.bench;

import org.jspecify.annotations.NullMarked;
