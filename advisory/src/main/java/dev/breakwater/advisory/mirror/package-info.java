/**
 * What every package archive as a feed has in common: captured configuration, getting files over
 * HTTP or from the subject's own directories, a cache whose content is checked again, signatures.
 * Entry points: {@link dev.breakwater.advisory.mirror.ArchiveTransports}, {@link
 * dev.breakwater.advisory.mirror.ArchiveCache}, {@link
 * dev.breakwater.advisory.mirror.OpenPgpKeyring}. Transports and caches may be shared by threads.
 */
@NullMarked
package dev.breakwater.advisory.mirror;

import org.jspecify.annotations.NullMarked;
