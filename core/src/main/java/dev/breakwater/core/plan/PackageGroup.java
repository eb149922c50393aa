package dev.breakwater.core.plan;

import dev.breakwater.core.FixOrder;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a person mends in one go: a package, or the packages built from one source, with all that is
 * wrong with it. Advisories are about sources, so their packages would only repeat each other. Safe
 * to share between threads.
 */
public final class PackageGroup {
  private static final Comparator<Vulnerability> WORST_FIRST =
      Comparator.comparing(Vulnerability::severity)
          .thenComparing(finding -> finding.kev() == null)
          .thenComparing(Comparator.comparingDouble(PackageGroup::epss).reversed())
          .thenComparing(Vulnerability::id);

  private final String type;
  private final String name;
  private final String installed;
  private final @Nullable SoftwarePackage sample;
  private final TreeSet<String> packageNames = new TreeSet<>();
  private final TreeSet<String> paths = new TreeSet<>();
  private final Map<String, Vulnerability> byId = new LinkedHashMap<>();
  private final List<Vulnerability> every = new ArrayList<>();

  private List<Vulnerability> findings = List.of();
  private @Nullable String fixed;
  private int fixable;

  private PackageGroup(
      String type, String name, String installed, @Nullable SoftwarePackage sample) {
    this.type = type;
    this.name = name;
    this.installed = installed;
    this.sample = sample;
  }

  /** The groups of a report, the worst and those that can be mended first. */
  public static List<PackageGroup> of(Report report, FixOrder order) {
    return of(report.packages(), report.vulnerabilities(), order);
  }

  /**
   * The groups of these findings, the worst and those that can be mended first.
   *
   * @param all the packages in which they were found, among others
   */
  static List<PackageGroup> of(
      List<SoftwarePackage> all, List<Vulnerability> vulnerabilities, FixOrder order) {
    Map<PackageUrl, List<SoftwarePackage>> packages = new HashMap<>();
    for (SoftwarePackage softwarePackage : all) {
      packages
          .computeIfAbsent(softwarePackage.purl(), purl -> new ArrayList<>(1))
          .add(softwarePackage);
    }
    // A copy that an operating-system package owns is mended with that, one beside it is not.
    record Key(String type, String name, String installed, boolean owned) {}
    Map<Key, PackageGroup> groups = new HashMap<>();
    for (Vulnerability finding : vulnerabilities) {
      SoftwarePackage found = null;
      for (SoftwarePackage candidate : packages.getOrDefault(finding.purl(), List.of())) {
        found = finding.isIn(candidate) ? candidate : found;
      }
      SoftwarePackage holder = found;
      SoftwarePackage.Source source = found == null ? null : found.source();
      String name = source == null ? finding.packageName() : source.name();
      boolean owned = found != null && found.ownedBy() != null;
      Key key = new Key(finding.purl().type(), name, finding.installed(), owned);
      groups
          .computeIfAbsent(key, k -> new PackageGroup(k.type(), k.name(), k.installed(), holder))
          .add(finding, found);
    }
    List<PackageGroup> sorted = new ArrayList<>(groups.values());
    for (PackageGroup group : sorted) {
      group.complete(order);
    }
    sorted.sort(
        Comparator.comparing(PackageGroup::worst)
            .thenComparing(group -> !group.isExploited())
            .thenComparing(group -> group.fixed == null)
            .thenComparing(
                Comparator.comparingInt((PackageGroup group) -> group.count(group.worst()))
                    .reversed())
            .thenComparing(PackageGroup::name)
            .thenComparing(PackageGroup::type)
            .thenComparing(PackageGroup::installed)
            .thenComparing(PackageGroup::isOwned));
    return sorted;
  }

  private void add(Vulnerability finding, @Nullable SoftwarePackage found) {
    every.add(finding);
    packageNames.add(finding.packageName());
    if (found != null) {
      paths.addAll(found.paths());
    } else if (finding.location().path() != null) {
      paths.add(finding.location().path());
    }
    byId.merge(
        finding.id(), finding, (one, other) -> WORST_FIRST.compare(one, other) <= 0 ? one : other);
  }

  private void complete(FixOrder order) {
    findings = new ArrayList<>(byId.values());
    findings.sort(WORST_FIRST);
    List<Vulnerability> mendable = new ArrayList<>();
    for (Vulnerability finding : findings) {
      String fix = finding.fixed();
      if (fix != null) {
        mendable.add(finding);
        fixed = fixed == null || order.compare(type, fixed, fix) < 0 ? fix : fixed;
      }
    }
    fixable = mendable.size();
    if (fixable > 0 && !isOperatingSystem()) {
      fixed = new Fixes(type, mendable, order).highest();
    }
  }

  private static double epss(Vulnerability finding) {
    return finding.epss() == null ? 0 : finding.epss().score();
  }

  /** The purl type, for example {@code deb}. */
  public String type() {
    return type;
  }

  /** The source's name for packages that have one, else the package's. */
  public String name() {
    return name;
  }

  /** The version that is there. */
  public String installed() {
    return installed;
  }

  /** The package that was met first; null where the report does not list it. */
  public @Nullable SoftwarePackage sample() {
    return sample;
  }

  /** The packages that findings are about. */
  public SortedSet<String> packageNames() {
    return Collections.unmodifiableSortedSet(packageNames);
  }

  /** Where its packages are. */
  public SortedSet<String> paths() {
    return Collections.unmodifiableSortedSet(paths);
  }

  /** One for each vulnerability, the worst first. */
  public List<Vulnerability> findings() {
    return Collections.unmodifiableList(findings);
  }

  /** The findings of every package, as they were given. */
  List<Vulnerability> every() {
    return every;
  }

  /** The version that mends all that can be mended; null where nothing can. */
  public @Nullable String fixed() {
    return fixed;
  }

  /** How many of the findings can be mended. */
  public int fixable() {
    return fixable;
  }

  /** How bad the worst is. */
  public Severity worst() {
    return findings.getFirst().severity();
  }

  /** Whether a finding is known to be exploited. */
  public boolean isExploited() {
    for (Vulnerability finding : findings) {
      if (finding.kev() != null) {
        return true;
      }
    }
    return false;
  }

  /** How many vulnerabilities there are of this severity. */
  public int count(Severity severity) {
    int count = 0;
    for (Vulnerability finding : findings) {
      if (finding.severity() == severity) {
        count++;
      }
    }
    return count;
  }

  /** Whether an operating-system package brought it, so that its own ecosystem cannot mend it. */
  public boolean isOwned() {
    return sample != null && sample.ownedBy() != null;
  }

  /** Whether its packages belong to the operating system. */
  boolean isOperatingSystem() {
    return type.equals("deb") || type.equals("rpm") || type.equals("apk");
  }
}
