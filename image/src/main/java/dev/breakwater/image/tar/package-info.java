/**
 * Reading tar streams as Go's {@code archive/tar} does, which is what containerd and Docker unpack
 * images with. Entry point: {@link dev.breakwater.image.tar.TarReader}, for one thread.
 */
@NullMarked
package dev.breakwater.image.tar;

import org.jspecify.annotations.NullMarked;
