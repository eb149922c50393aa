package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.updateinfo.InstalledRpms.Installed;
import dev.breakwater.advisory.updateinfo.UpdateAdvisory.Verdict;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what the advisories of all repositories mean for the installed packages, and makes
 * findings of it: one for each vulnerability and package, whose fix is the first version that all
 * advisories about it are content with. For one thread.
 */
final class OutstandingUpdates {
  /** More pairs of vulnerability and package than any real system has. */
  private static final int MOST = 200_000;

  private final InstalledRpms installed;
  private final String distribution;
  private final Map<String, Outstanding> found = new TreeMap<>();
  private final Set<String> unknownStreams = new TreeSet<>();
  private int fixes;

  /**
   * @param distribution os-release id, for the names of sources
   */
  OutstandingUpdates(InstalledRpms installed, String distribution) {
    this.installed = installed;
    this.distribution = distribution;
  }

  /** An advisory of a repository that a package is older than. */
  private record Fix(UpdateAdvisory advisory, String version, String repository) {}

  /** A vulnerability of a package, with what fixes it by advisory. */
  private record Outstanding(String id, SoftwarePackage item, Map<String, Fix> fixes) {}

  /**
   * Judges the installed packages by an advisory.
   *
   * @param repository that it is from
   */
  void add(UpdateAdvisory advisory, String repository) throws ArchiveException {
    Set<String> names = new TreeSet<>();
    for (RpmBuild build : advisory.builds()) {
      names.add(build.name());
    }
    for (String name : names) {
      for (Installed one : installed.byName().getOrDefault(name, List.of())) {
        Verdict verdict = advisory.on(one.build(), installed.architecture());
        switch (verdict.standing()) {
          case NOT_CONCERNED -> {}
          case STREAM_UNKNOWN -> unknownStreams.add(one.build().name());
          case OUTSTANDING -> {
            if (verdict.fix() != null) {
              add(advisory, one.item(), new Fix(advisory, verdict.fix().version(), repository));
            }
          }
        }
      }
    }
  }

  private void add(UpdateAdvisory advisory, SoftwarePackage item, Fix fix) throws ArchiveException {
    Set<String> ids = advisory.vulnerabilities();
    for (String id : ids.isEmpty() ? Set.of(advisory.id()) : ids) {
      Outstanding outstanding =
          found.computeIfAbsent(
              id + " " + item.purl() + " " + first(item),
              any -> new Outstanding(id, item, new LinkedHashMap<>()));
      Fix before = outstanding.fixes.get(advisory.id());
      // Repositories repeat each other's advisories; the lower version is then the nearer one.
      if (before == null || RpmBuild.compare(fix.version, before.version) < 0) {
        outstanding.fixes.put(advisory.id(), fix);
      }
      if (before == null && ++fixes > MOST) {
        throw new ArchiveException(
            fix.repository + " announces more than " + MOST + " fixes for what is installed");
      }
    }
  }

  private static String first(SoftwarePackage item) {
    return item.paths().isEmpty() ? "" : item.paths().getFirst();
  }

  /** Packages of modules that could not be judged in full, because a stream is not named. */
  Set<String> unknownStreams() {
    return unknownStreams;
  }

  /** All findings, by id and package. */
  List<Vulnerability> findings() {
    List<Vulnerability> findings = new ArrayList<>(found.size());
    for (Outstanding outstanding : found.values()) {
      findings.add(finding(outstanding));
    }
    return findings;
  }

  private Vulnerability finding(Outstanding outstanding) {
    List<Fix> fixes = new ArrayList<>(outstanding.fixes.values());
    fixes.sort(OutstandingUpdates::worstFirst);
    List<String> versions = new ArrayList<>();
    for (Fix fix : fixes) {
      if (!versions.contains(fix.version)) {
        versions.add(fix.version);
      }
    }
    versions.sort(RpmBuild::compare);
    UpdateAdvisory first = fixes.getFirst().advisory;
    SoftwarePackage item = outstanding.item;
    return new Vulnerability(
        outstanding.id,
        List.of(),
        Finding.Kind.VULNERABILITY,
        first.severity(),
        first.severity() == Severity.UNKNOWN ? null : first.id(),
        Vulnerability.Status.FIXED,
        first.title().isEmpty() ? first.id() : first.title(),
        item.purl(),
        item.name(),
        item.version(),
        versions.getLast(),
        new Finding.Location(item.paths().isEmpty() ? null : item.paths().getFirst(), item.layer()),
        new Finding.Remedy(action(item, versions.getLast(), fixes), versions),
        firstIssued(fixes),
        List.of(),
        List.of(),
        Vulnerability.Place.APPLICATION,
        null,
        null,
        sources(fixes));
  }

  private static @Nullable Instant firstIssued(List<Fix> fixes) {
    Instant first = null;
    for (Fix fix : fixes) {
      Instant issued = fix.advisory.issued();
      if (issued != null && (first == null || issued.isBefore(first))) {
        first = issued;
      }
    }
    return first;
  }

  private static int worstFirst(Fix left, Fix right) {
    int bySeverity = left.advisory.severity().compareTo(right.advisory.severity());
    return bySeverity != 0 ? bySeverity : left.advisory.id().compareTo(right.advisory.id());
  }

  private static String action(SoftwarePackage item, String version, List<Fix> fixes) {
    String repository = "";
    boolean reboot = false;
    for (Fix fix : fixes) {
      repository = fix.version.equals(version) ? fix.repository : repository;
      reboot |= fix.advisory.reboot();
    }
    return "upgrade "
        + item.name()
        + " to "
        + version
        + " from "
        + repository
        + (reboot ? "; the vendor suggests to reboot after it" : "");
  }

  private List<Vulnerability.Source> sources(List<Fix> fixes) {
    List<Vulnerability.Source> sources = new ArrayList<>(fixes.size());
    for (Fix fix : fixes) {
      sources.add(
          new Vulnerability.Source(
              "updateinfo:" + distribution + " " + fix.repository,
              fix.advisory.id(),
              fix.advisory.severity(),
              null,
              null,
              fix.advisory.url()));
    }
    return sources;
  }
}
