/** The advisory store: one sorted, memory-mapped, read-only file for each ecosystem and release. */
@NullMarked
package dev.breakwater.advisory.store;

import org.jspecify.annotations.NullMarked;
