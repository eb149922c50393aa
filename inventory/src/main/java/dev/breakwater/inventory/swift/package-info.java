/**
 * Packages of Swift, and the pods of CocoaPods. Entry points: {@link
 * dev.breakwater.inventory.swift.PackageResolvedDetector} and {@link
 * dev.breakwater.inventory.swift.PodfileLockDetector}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.swift;

import org.jspecify.annotations.NullMarked;
