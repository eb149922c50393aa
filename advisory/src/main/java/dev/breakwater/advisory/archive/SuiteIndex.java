package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveTransport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one suite at one address offers of the source packages that are installed.
 *
 * @param release verified
 * @param candidates by source name
 * @param notes why this is less than it could be, clauses for people
 */
record SuiteIndex(ReleaseFile release, Map<String, Candidate> candidates, List<String> notes) {
  SuiteIndex {
    candidates = Map.copyOf(candidates);
    notes = List.copyOf(notes);
  }

  /**
   * The newest version of a source package.
   *
   * @param origin where its files are; null where only the version is known
   */
  record Candidate(String version, @Nullable Origin origin) {}

  /**
   * Where to read about a source package.
   *
   * @param source its record; null where the archive has no index of source packages
   * @param binaries what was built from it
   */
  record Origin(ArchiveTransport transport, @Nullable SourceRecord source, BinaryIndex binaries) {}
}
