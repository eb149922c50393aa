/**
 * Go modules. Entry points: {@link dev.breakwater.inventory.golang.GoBinaryDetector} for those in
 * compiled programs, from the build information that Go's linker leaves in them; {@link
 * dev.breakwater.inventory.golang.GoModuleDetector} for what an application's sources ask for.
 * Stateless, safe to share between threads.
 *
 * @see <a href="https://pkg.go.dev/debug/buildinfo">debug/buildinfo</a>
 * @see <a href="https://pkg.go.dev/runtime/debug#BuildInfo">runtime/debug.BuildInfo</a>
 */
@NullMarked
package dev.breakwater.inventory.golang;

import org.jspecify.annotations.NullMarked;
