/** Tests of policies on their way in and out. */
@NullMarked
package dev.breakwater.posture.exchange;

import org.jspecify.annotations.NullMarked;
