package dev.breakwater.inventory.python;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageList;
import org.jspecify.annotations.Nullable;

/**
 * The packages of one lock file while it is read. What cannot be a name or a version is no package.
 */
final class PythonPackages {
  private final PackageList packages;

  PythonPackages(String path) {
    this.packages = new PackageList(path);
  }

  /** Adds a package by its name, however it is spelt. */
  void add(@Nullable String name, @Nullable String version) {
    String normalName = name == null ? null : PythonMetadataDetector.normalName(name);
    if (name != null && normalName != null && version != null && Candidate.isToken(version)) {
      PackageUrl purl = PackageUrl.of("pypi", null, normalName, version);
      packages.add(new Candidate(purl, name, version, null, packages.path()));
    }
  }

  PackageFacts facts() {
    return packages.facts();
  }
}
