/**
 * What containerd keeps on disk: names and containers in its database, content by digest. Entry
 * point: {@link dev.breakwater.image.containerd.ContainerdStore}, which may be used by any number
 * of threads.
 *
 * <p>The disk is read rather than the daemon asked, because containerd's socket speaks gRPC only,
 * which would bring more code than the rest of this program together, while its database is a
 * simple file that never changes what a finished transaction wrote. So images are also read of a
 * containerd that does not run.
 */
@NullMarked
package dev.breakwater.image.containerd;

import org.jspecify.annotations.NullMarked;
