/**
 * Well-known programs that no package manager installed, by the version that they carry in their
 * own bytes or beside them; and Linux kernels. Entry point: {@link
 * dev.breakwater.inventory.program.ProgramDetector} and its neighbours. Stateless, safe to share
 * between threads.
 */
@NullMarked
package dev.breakwater.inventory.program;

import org.jspecify.annotations.NullMarked;
