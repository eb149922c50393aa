/**
 * Judges every object of a set of manifests as the pod that it is or makes, and turns what is wrong
 * with it into findings; enters by {@link dev.breakwater.posture.audit.Auditor}.
 */
@NullMarked
package dev.breakwater.posture.audit;

import org.jspecify.annotations.NullMarked;
