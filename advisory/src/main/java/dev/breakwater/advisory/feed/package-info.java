/**
 * Feeds in: OSV bulk exports, Alpine's secdb and the two of its shape, CISA's KEV and FIRST's EPSS,
 * made into store files. Entry point: {@link dev.breakwater.advisory.feed.FeedUpdater}. A feed that
 * cannot be read, or half of whose records are broken, leaves what the store had before.
 */
@NullMarked
package dev.breakwater.advisory.feed;

import org.jspecify.annotations.NullMarked;
