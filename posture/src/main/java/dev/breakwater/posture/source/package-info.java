/**
 * Values that know where they stand, and the objects made of them: what every reader of manifests
 * gives, and every judge of them takes. Enter by {@link dev.breakwater.posture.source.SourceFile}.
 * Immutable and safe to share between threads.
 */
@NullMarked
package dev.breakwater.posture.source;

import org.jspecify.annotations.NullMarked;
