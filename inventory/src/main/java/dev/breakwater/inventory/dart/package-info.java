/**
 * Packages of Dart and Flutter. Entry point: {@link
 * dev.breakwater.inventory.dart.PubspecLockDetector}. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.dart;

import org.jspecify.annotations.NullMarked;
