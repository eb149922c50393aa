/** Tests of matching. */
@NullMarked
package dev.breakwater.advisory;

import org.jspecify.annotations.NullMarked;
