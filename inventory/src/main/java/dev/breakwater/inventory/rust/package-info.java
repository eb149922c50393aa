/**
 * Crates of Rust. Entry points: {@link dev.breakwater.inventory.rust.AuditableProgramReader} for
 * what is in compiled programs, and {@link dev.breakwater.inventory.rust.CargoLockDetector} for
 * what a workspace asks for. Stateless, safe to share between threads.
 */
@NullMarked
package dev.breakwater.inventory.rust;

import org.jspecify.annotations.NullMarked;
