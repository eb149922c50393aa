/**
 * Packages of Composer. Entry point: {@link dev.breakwater.inventory.php.ComposerDetector}.
 * Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.php;

import org.jspecify.annotations.NullMarked;
