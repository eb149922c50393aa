/** Tests of the archive feed, against archives that real programs make and sign. */
@NullMarked
package dev.breakwater.advisory.archive;

import org.jspecify.annotations.NullMarked;
