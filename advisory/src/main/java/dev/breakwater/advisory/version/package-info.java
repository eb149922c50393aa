/**
 * Version orders as their owners define them. Entry point: {@link
 * dev.breakwater.advisory.version.VersionOrder}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.advisory.version;

import org.jspecify.annotations.NullMarked;
