package dev.breakwater.inventory;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one file tells of packages.
 *
 * @param packages in the file; no layer yet, and their paths are the file's own path, or {@code
 *     outer.jar!/inner.jar}
 * @param ownedPaths paths that an operating-system package says it installed, kept only where they
 *     matter to others
 * @param owner the name of that package, for a file that lists one package's paths
 * @param distribution for os-release
 */
public record PackageFacts(
    List<Candidate> packages,
    List<String> ownedPaths,
    @Nullable String owner,
    @Nullable Distribution distribution) {
  public PackageFacts {
    packages = List.copyOf(packages);
    ownedPaths = List.copyOf(ownedPaths);
  }

  /**
   * A package before the distribution is known, which operating-system packages need for their
   * purl.
   */
  public record Candidate(
      PackageUrl purl,
      String name,
      String version,
      SoftwarePackage.@Nullable Source source,
      String path) {}

  /** Packages only. */
  public static PackageFacts of(List<Candidate> packages) {
    return new PackageFacts(packages, List.of(), null, null);
  }
}
