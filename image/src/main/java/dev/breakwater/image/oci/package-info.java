/**
 * Manifests, indexes and configurations as OCI and Docker write them, read from untrusted
 * documents. All immutable.
 *
 * @see <a href="https://github.com/opencontainers/image-spec">OCI image specification</a>
 */
@NullMarked
package dev.breakwater.image.oci;

import org.jspecify.annotations.NullMarked;
