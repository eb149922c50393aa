/**
 * Feeds in: OSV bulk exports, Alpine's secdb, CISA's KEV and FIRST's EPSS, made into store files.
 */
@NullMarked
package dev.breakwater.advisory.feed;

import org.jspecify.annotations.NullMarked;
