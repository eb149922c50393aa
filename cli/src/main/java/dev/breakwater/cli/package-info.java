/** The commands. Entry point: {@link dev.breakwater.cli.Main}. */
@NullMarked
package dev.breakwater.cli;

import org.jspecify.annotations.NullMarked;
