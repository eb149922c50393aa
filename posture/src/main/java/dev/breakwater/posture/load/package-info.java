/**
 * Finds what is to be audited: files, directories, standard input, Helm charts and Kustomize
 * overlays. Enter by {@link dev.breakwater.posture.load.Loader}. Used by one thread.
 */
@NullMarked
package dev.breakwater.posture.load;

import org.jspecify.annotations.NullMarked;
