/**
 * What is known to be vulnerable, and whether it is in an inventory. Entry points: {@link
 * dev.breakwater.advisory.Matcher}, which makes a {@link dev.breakwater.advisory.MatchResult}, and
 * the store and feeds below. Records are immutable.
 */
@NullMarked
package dev.breakwater.advisory;

import org.jspecify.annotations.NullMarked;
