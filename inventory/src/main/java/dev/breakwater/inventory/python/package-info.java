/**
 * Packages of Python. Entry points: {@link dev.breakwater.inventory.python.PythonMetadataDetector}
 * for what is installed and {@link dev.breakwater.inventory.python.PythonLockDetector} for what an
 * application asks for. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.python;

import org.jspecify.annotations.NullMarked;
