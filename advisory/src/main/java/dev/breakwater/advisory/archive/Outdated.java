package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.archive.InstalledSources.Built;
import dev.breakwater.advisory.archive.SuiteIndex.Candidate;
import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Effects;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A source package that a security suite supersedes, and what the report says of it.
 *
 * @param suite for example {@code bookworm-security}
 * @param feed the archive as a report names it
 * @param source name of the source package
 * @param candidate the suite's newest version
 * @param built its installed packages that are older than that
 */
record Outdated(String suite, String feed, String source, Candidate candidate, List<Built> built) {
  Outdated {
    built = List.copyOf(built);
  }

  /** The oldest installed version, down to which the changelog matters. */
  String oldest(VersionOrder order) throws ArchiveException {
    String oldest = built.getFirst().sourceVersion();
    for (Built one : built) {
      if (SourceRecord.isNewer(oldest, one.sourceVersion(), order, "the inventory")) {
        oldest = one.sourceVersion();
      }
    }
    return oldest;
  }

  /** Names of the installed packages. */
  Set<String> packageNames() {
    Set<String> names = new HashSet<>();
    for (Built one : built) {
      names.add(one.installed().name());
    }
    return names;
  }

  /**
   * One finding for each vulnerability that the changelog names and each installed package that it
   * is new to; for a package that it names none for, one that says that it is outdated.
   *
   * @param changelog null where it could not be read
   */
  List<Vulnerability> findings(@Nullable Changelog changelog, VersionOrder order)
      throws ArchiveException {
    List<Vulnerability> findings = new ArrayList<>();
    for (Built one : built) {
      Map<String, Fix> fixes =
          changelog == null ? Map.of() : fixesSince(changelog, one.sourceVersion(), order);
      fixes.forEach((id, fix) -> findings.add(vulnerability(id, fix, one.installed())));
      if (fixes.isEmpty()) {
        findings.add(superseded(one.installed(), changelog != null));
      }
    }
    return findings;
  }

  /** Where a vulnerability was fixed first. */
  private record Fix(String version, @Nullable Instant date, String title, String advisory) {}

  private Map<String, Fix> fixesSince(Changelog changelog, String version, VersionOrder order)
      throws ArchiveException {
    Map<String, Fix> fixes = new LinkedHashMap<>();
    for (Changelog.Entry entry : changelog.entries()) {
      boolean isOffered =
          !SourceRecord.isNewer(entry.version(), candidate.version(), order, "the changelog");
      if (!isOffered || !SourceRecord.isNewer(entry.version(), version, order, "the changelog")) {
        continue;
      }
      // Newest entries come first, so the last one to write is the version that fixed it first.
      entry
          .vulnerabilities()
          .forEach((id, title) ->
              fixes.put(
                  id,
                  new Fix(
                      entry.version(),
                      entry.date(),
                      title,
                      entry.advisories().isEmpty() ? id : entry.advisories().getFirst())));
    }
    return fixes;
  }

  private Vulnerability vulnerability(String id, Fix fix, SoftwarePackage installed) {
    List<String> versions =
        fix.version().equals(candidate.version())
            ? List.of(candidate.version())
            : List.of(fix.version(), candidate.version());
    return finding(id, fix.title(), fix.date(), installed, versions, fix.advisory());
  }

  private Vulnerability superseded(SoftwarePackage installed, boolean changelogRead) {
    String title =
        "superseded by "
            + candidate.version()
            + " in "
            + suite
            + (changelogRead
                ? "; its changelog names no CVE"
                : "; why is not known, its changelog could not be read");
    String id = "OUTDATED-" + source;
    return finding(id, title, null, installed, List.of(candidate.version()), id);
  }

  private Vulnerability finding(
      String id,
      String title,
      @Nullable Instant published,
      SoftwarePackage installed,
      List<String> versions,
      String advisory) {
    String version = candidate.version();
    String which = installed.name().equals(source) ? "" : " (source " + source + ")";
    return new Vulnerability(
        id,
        List.of(),
        Finding.Kind.VULNERABILITY,
        Severity.UNKNOWN,
        null,
        Vulnerability.Status.FIXED,
        title,
        installed.purl(),
        installed.name(),
        installed.version(),
        version,
        new Finding.Location(
            installed.paths().isEmpty() ? null : installed.paths().getFirst(), installed.layer()),
        new Finding.Remedy(
            "upgrade " + installed.name() + which + " to " + version + " from " + suite, versions),
        published,
        List.of(),
        Effects.of(List.of(), null, title),
        Vulnerability.Place.APPLICATION,
        null,
        null,
        List.of(new Vulnerability.Source(feed, advisory, Severity.UNKNOWN, null, null, null)));
  }
}
