/**
 * Components of Bitnami's images. Entry point: {@link
 * dev.breakwater.inventory.bitnami.BitnamiDetector}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.bitnami;

import org.jspecify.annotations.NullMarked;
