/**
 * Package archives as feeds. Entry point: {@link dev.breakwater.advisory.archive.PackageArchive},
 * which may be called from any thread; several may share one cache directory. The rest is Debian's:
 * which installed source packages a security suite supersedes, and why.
 */
@NullMarked
package dev.breakwater.advisory.archive;

import org.jspecify.annotations.NullMarked;
