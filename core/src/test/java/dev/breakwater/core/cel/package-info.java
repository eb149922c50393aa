/** Tests of what bounds CEL. */
@NullMarked
package dev.breakwater.core.cel;

import org.jspecify.annotations.NullMarked;
