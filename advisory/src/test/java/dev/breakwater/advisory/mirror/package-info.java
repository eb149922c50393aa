/** Tests of what archive feeds share, against real programs. */
@NullMarked
package dev.breakwater.advisory.mirror;

import org.jspecify.annotations.NullMarked;
