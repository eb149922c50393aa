/** Tests of the policies that people write. */
@NullMarked
package dev.breakwater.core.policy;

import org.jspecify.annotations.NullMarked;
