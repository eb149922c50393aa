package dev.breakwater.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package in a subject. A package found in several places is one package with several paths.
 *
 * @param purl with {@code arch} and {@code distro} qualifiers for operating-system packages
 * @param name as its package manager writes it; {@code group:artifact} for Maven,
 *     {@code @scope/name} for npm, the module path for Go
 * @param version as its package manager writes it
 * @param source the source package it was built from, for operating-system packages; null elsewhere
 * @param paths where it is known from, sorted, relative to the root, without a leading slash
 * @param layer diff-id of the layer that brought the package where its package manager tells
 *     (dpkg), else of the layer that holds the first path; null for what has no layers
 * @param ownedBy the operating-system package that installed it, for a language package; null
 *     elsewhere
 */
public record SoftwarePackage(
    PackageUrl purl,
    String name,
    String version,
    @Nullable Source source,
    List<String> paths,
    @Nullable Digest layer,
    @Nullable PackageUrl ownedBy) {

  public SoftwarePackage {
    paths = List.copyOf(paths);
  }

  /** The purl's type, for example {@code deb} or {@code maven}. */
  public String type() {
    return purl.type();
  }

  /**
   * A source package. Its version may differ from the binary's: {@code Source: glibc (2.31-13)}.
   *
   * @param version null where it is not known
   */
  public record Source(String name, @Nullable String version) {}
}
