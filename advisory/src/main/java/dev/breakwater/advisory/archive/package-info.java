/**
 * A Debian archive as a feed: which installed source packages its security suite supersedes, and
 * why.
 */
@NullMarked
package dev.breakwater.advisory.archive;

import org.jspecify.annotations.NullMarked;
