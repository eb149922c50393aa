/**
 * A Debian archive as a feed: which installed source packages its security suite supersedes, and
 * why. Entry point: {@link dev.breakwater.advisory.archive.DebianArchive}, which may be called from
 * any thread; several may share one cache directory.
 */
@NullMarked
package dev.breakwater.advisory.archive;

import org.jspecify.annotations.NullMarked;
