/**
 * Packages of Python. Entry point: {@link dev.breakwater.inventory.python.PythonMetadataDetector}.
 * Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.python;

import org.jspecify.annotations.NullMarked;
