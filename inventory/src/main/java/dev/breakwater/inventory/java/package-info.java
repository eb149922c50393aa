/**
 * Maven artifacts. Entry points: {@link dev.breakwater.inventory.java.JavaArchiveDetector} for
 * those in archives, nested and shaded ones included; {@link
 * dev.breakwater.inventory.java.GradleLockDetector} and {@link
 * dev.breakwater.inventory.java.MavenPomDetector} for what an application asks for. Stateless, safe
 * to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.java;

import org.jspecify.annotations.NullMarked;
