/**
 * Decompressing blobs, told apart by their first bytes. Entry point: {@link
 * dev.breakwater.image.compression.Compression}. Streams are for one thread.
 */
@NullMarked
package dev.breakwater.image.compression;

import org.jspecify.annotations.NullMarked;
