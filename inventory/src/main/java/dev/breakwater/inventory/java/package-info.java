/**
 * Maven artifacts in Java archives, nested and shaded ones included. Entry point: {@link
 * dev.breakwater.inventory.java.JavaArchiveDetector}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.java;

import org.jspecify.annotations.NullMarked;
