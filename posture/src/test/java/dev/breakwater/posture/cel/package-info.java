/** Tests of the language; {@link dev.breakwater.posture.cel.Expressions} evaluates for them. */
@NullMarked
package dev.breakwater.posture.cel;

import org.jspecify.annotations.NullMarked;
