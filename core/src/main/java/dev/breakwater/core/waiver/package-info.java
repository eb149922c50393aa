/**
 * Exceptions that people make, each with a reason, an owner and a last day. Entry point: {@link
 * dev.breakwater.core.waiver.Waivers}. Everything here is immutable and safe to share between
 * threads.
 */
@NullMarked
package dev.breakwater.core.waiver;

import org.jspecify.annotations.NullMarked;
