/** Tests of the feeds. */
@NullMarked
package dev.breakwater.advisory.feed;

import org.jspecify.annotations.NullMarked;
