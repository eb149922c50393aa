/**
 * Packages of npm. Entry points: {@link dev.breakwater.inventory.npm.NpmPackageDetector} for what
 * is installed and {@link dev.breakwater.inventory.npm.NpmLockDetector} for what an application
 * asks for, with whichever of npm, Yarn, pnpm and Bun it is installed. Stateless, safe to share
 * between threads.
 */
@NullMarked
package dev.breakwater.inventory.npm;

import org.jspecify.annotations.NullMarked;
