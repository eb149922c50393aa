package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Problem;
import dev.breakwater.core.SoftwarePackage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Installed Debian packages by the source package they were built from, which is what archives and
 * advisories count by.
 *
 * @param byName sorted by source name
 * @param architectures of the packages, without {@code all}
 * @param problems packages that cannot be judged
 */
record InstalledSources(
    SortedMap<String, List<Built>> byName,
    NavigableSet<String> architectures,
    List<Problem> problems) {
  InstalledSources {
    byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    architectures = Collections.unmodifiableNavigableSet(new TreeSet<>(architectures));
    problems = List.copyOf(problems);
  }

  /**
   * An installed package.
   *
   * @param sourceVersion which may differ from the package's own
   */
  record Built(SoftwarePackage installed, String sourceVersion) {}

  /** Groups the packages that came as {@code .deb}. */
  static InstalledSources of(List<SoftwarePackage> packages, VersionOrder order) {
    SortedMap<String, List<Built>> byName = new TreeMap<>();
    NavigableSet<String> architectures = new TreeSet<>();
    List<Problem> problems = new ArrayList<>();
    for (SoftwarePackage installed : packages) {
      if (!installed.type().equals("deb")) {
        continue;
      }
      SoftwarePackage.Source source = installed.source();
      String name = source == null ? installed.name() : source.name();
      String version =
          source == null || source.version() == null ? installed.version() : source.version();
      try {
        order.compare(version, version);
      } catch (UnreadableVersionException e) {
        problems.add(
            new Problem(
                installed.purl().toString(),
                "cannot be compared with the archive: " + e.getMessage()));
        continue;
      }
      byName.computeIfAbsent(name, any -> new ArrayList<>()).add(new Built(installed, version));
      installed
          .purl()
          .qualifier("arch")
          .filter(architecture -> !architecture.equals("all"))
          .ifPresent(architectures::add);
    }
    return new InstalledSources(byName, architectures, problems);
  }

  Set<String> names() {
    return byName.keySet();
  }

  /** Architectures whose indexes in a suite can hold what is installed. */
  List<String> indexesIn(ReleaseFile release) {
    List<String> wanted = new ArrayList<>(architectures);
    if (release.separateAll() || wanted.isEmpty()) {
      wanted.add("all");
    }
    return wanted;
  }

  /** How many packages there are. */
  int packages() {
    int count = 0;
    for (List<Built> built : byName.values()) {
      count += built.size();
    }
    return count;
  }

  /** The packages of a source that are older than a version. */
  List<Built> olderThan(String source, String version, VersionOrder order) throws ArchiveException {
    List<Built> older = new ArrayList<>();
    for (Built built : byName.getOrDefault(source, List.of())) {
      if (SourceRecord.isNewer(version, built.sourceVersion(), order, "the archive")) {
        older.add(built);
      }
    }
    return older;
  }
}
