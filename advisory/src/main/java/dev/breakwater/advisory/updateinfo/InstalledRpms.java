package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Installed rpm packages by name.
 *
 * @param byName all that can be judged
 * @param architecture that most of them were built for, {@code x86_64} where none says
 * @param problems packages that cannot be judged
 */
record InstalledRpms(
    SortedMap<String, List<Installed>> byName, String architecture, List<Problem> problems) {

  /** A package, and how it compares. */
  record Installed(SoftwarePackage item, RpmBuild build) {}

  /** Takes the packages that came as {@code .rpm}; keys and debugging symbols are none. */
  static InstalledRpms of(List<SoftwarePackage> packages) {
    SortedMap<String, List<Installed>> byName = new TreeMap<>();
    Map<String, Integer> architectures = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (SoftwarePackage item : packages) {
      if (!item.type().equals("rpm") || isNoSoftware(item.name())) {
        continue;
      }
      RpmBuild build = build(item);
      try {
        build.check();
      } catch (UnreadableVersionException e) {
        problems.add(
            new Problem(
                item.purl().toString(),
                "cannot be compared with the repositories: " + e.getMessage()));
        continue;
      }
      byName.computeIfAbsent(item.name(), any -> new ArrayList<>()).add(new Installed(item, build));
      if (!build.architecture().isEmpty() && !build.architecture().equals("noarch")) {
        architectures.merge(build.architecture(), 1, Integer::sum);
      }
    }
    return new InstalledRpms(byName, mostFrequent(architectures), problems);
  }

  private static boolean isNoSoftware(String name) {
    return name.equals("gpg-pubkey")
        || name.endsWith("-debuginfo")
        || name.endsWith("-debugsource");
  }

  /** The epoch may stand in the version or in a qualifier; where it is missing it is zero. */
  private static RpmBuild build(SoftwarePackage item) {
    Map<String, String> qualifiers = item.purl().qualifiers();
    String version = item.version();
    String epoch = qualifiers.get("epoch");
    if (epoch != null && !epoch.equals("0") && version.indexOf(':') < 0) {
      version = epoch + ":" + version;
    }
    return new RpmBuild(
        item.name(),
        qualifiers.getOrDefault("arch", ""),
        version,
        stream(qualifiers.get("rpmmod")));
  }

  /** {@code mariadb:10.5} of the label {@code mariadb:10.5:8040020201201:9f9e2e7e}. */
  private static @Nullable String stream(@Nullable String label) {
    int colon = label == null ? -1 : label.indexOf(':');
    if (label == null || colon < 0) {
      return null;
    }
    int end = label.indexOf(':', colon + 1);
    return end < 0 ? label : label.substring(0, end);
  }

  private static String mostFrequent(Map<String, Integer> architectures) {
    String most = "x86_64";
    int count = 0;
    for (Map.Entry<String, Integer> one : new TreeMap<>(architectures).entrySet()) {
      if (one.getValue() > count) {
        most = one.getKey();
        count = one.getValue();
      }
    }
    return most;
  }

  /** The version of a package without epoch and release; null where it is not installed. */
  @Nullable String versionOf(String name) {
    List<Installed> found = byName.get(name);
    if (found == null) {
      return null;
    }
    String version = found.getFirst().build().version();
    int hyphen = version.lastIndexOf('-');
    return version.substring(version.indexOf(':') + 1, hyphen < 0 ? version.length() : hyphen);
  }

  /**
   * How many packages the distribution's repositories answer for. What they announce for a package
   * of another vendor's is a finding all the same, but that they are silent says nothing of it.
   */
  int packages() {
    int count = 0;
    for (List<Installed> found : byName.values()) {
      for (Installed one : found) {
        count += one.item().purl().qualifiers().containsKey("vendor") ? 0 : 1;
      }
    }
    return count;
  }
}
