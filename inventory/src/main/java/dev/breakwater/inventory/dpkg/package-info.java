/**
 * The databases of dpkg. Entry points: {@link dev.breakwater.inventory.dpkg.DpkgStatusDetector} and
 * {@link dev.breakwater.inventory.dpkg.DpkgFilesDetector}. Stateless, safe to share between
 * threads.
 */
@NullMarked
package dev.breakwater.inventory.dpkg;

import org.jspecify.annotations.NullMarked;
