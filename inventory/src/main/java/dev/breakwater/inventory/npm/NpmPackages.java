package dev.breakwater.inventory.npm;

import dev.breakwater.inventory.detection.Complaints;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.PackageList;
import org.jspecify.annotations.Nullable;

/**
 * The packages of one lock file while it is read. What cannot be a name or a version is no package.
 */
final class NpmPackages {
  private final PackageList packages;

  NpmPackages(String path) {
    this.packages = new PackageList(path);
  }

  void add(@Nullable String name, @Nullable String version) {
    if (name != null && version != null && NpmName.isValid(name) && Candidate.isToken(version)) {
      packages.add(NpmName.candidate(name, version, packages.path()));
    }
  }

  PackageFacts facts() {
    return packages.facts();
  }

  PackageFacts facts(Complaints complaints) {
    return packages.facts(complaints.problems());
  }
}
