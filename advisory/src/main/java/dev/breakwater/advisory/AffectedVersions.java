package dev.breakwater.advisory;

import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.Advisory.Scope;
import dev.breakwater.advisory.UpdateChannels.Access;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether advisories of one ecosystem hold a version.
 *
 * <p>A version is affected where an interval holds it or the list of versions names it. An interval
 * starts before every version, prereleases included, where it has no {@code introduced}; its {@code
 * fixed} is outside and its {@code lastAffected} inside. {@code fixed "0"} says that nothing ever
 * was affected.
 *
 * <p><b>Repeated entries of rpm feeds.</b> AlmaLinux repeats a package for each module build that
 * carries the fix: ALSA-2021:1242 names Judy as fixed in {@code …el8.3.0+2028}, {@code
 * …el8.5.0+2632}, {@code …el8.6.0+2761} and {@code …el8.6.0+2867}. Each entry reads "everything
 * before", so their union calls three of the four fixed builds vulnerable. They are alternatives:
 * the entries for the installed build's own platform ({@code .module_el8.6.0}) count, or all where
 * none is for it, and of these the lowest fix decides. Entries that start at a version are disjoint
 * ranges and count all.
 */
final class AffectedVersions {
  private final @Nullable VersionOrder order;
  private final boolean rpm;
  private final UpdateChannels channels;

  AffectedVersions(Ecosystem ecosystem, UpdateChannels channels) {
    this.order = order(ecosystem).orElse(null);
    this.rpm = order != null && VersionOrder.named("rpm").equals(Optional.of(order));
    this.channels = channels;
  }

  /** OSV fills up bounds such as {@code 0.3}, and so do we, where the owner's order would not. */
  private static Optional<VersionOrder> order(Ecosystem ecosystem) {
    return switch (ecosystem.name()) {
      case "crates.io", "Hex" -> VersionOrder.named("SwiftURL");
      default -> VersionOrder.named(ecosystem.toString());
    };
  }

  UpdateChannels channels() {
    return channels;
  }

  /** Why versions cannot be compared; null where this one can. */
  @Nullable String fault(String version) {
    if (order == null) {
      return "nobody defines an order for versions of this ecosystem";
    }
    if (version.isBlank()) {
      return "it has no version";
    }
    try {
      order.check(version);
      return null;
    } catch (UnreadableVersionException e) {
      return e.getMessage();
    }
  }

  /** The entries of an advisory that speak of a package, and of this build of it. */
  List<Affected> entries(Advisory advisory, Sought sought) throws UnreadableVersionException {
    List<Affected> named = spokenOf(advisory, sought);
    return rpm && named.size() > 1 ? withoutAlternatives(named, sought) : named;
  }

  /** The same, as far as it can be known where versions cannot be compared. */
  List<Affected> spokenOf(Advisory advisory, Sought sought) {
    List<Affected> named = new ArrayList<>(1);
    for (Affected entry : advisory.affected()) {
      if (entry.name().equals(sought.name())
          && isOfThisBuild(entry, sought)
          && !(rpm && ModuleStream.isOther(advisory, entry, sought))) {
        named.add(entry);
      }
    }
    return named;
  }

  /** Whether an entry is for the kind, the architecture and a channel of the installed build. */
  private boolean isOfThisBuild(Affected entry, Sought sought) {
    Scope scope = entry.scope();
    return (!rpm || isOfThisKind(entry, sought))
        && (scope.architectures().isEmpty() || isFor(scope.architectures(), sought.architecture()))
        && isReached(access(entry, sought));
  }

  Access access(Affected entry, Sought sought) {
    return channels.access(entry.scope(), sought.version());
  }

  private static boolean isReached(Access access) {
    return access == Access.OPEN || access == Access.SUBSCRIPTION;
  }

  /**
   * Module builds stand beside plain builds of the same packages, and Oracle's builds for ksplice
   * beside those that are not: a fix in one kind is none in the other.
   */
  private static boolean isOfThisKind(Affected entry, Sought sought) {
    for (Interval interval : entry.intervals()) {
      String fixed = interval.fixed();
      if (fixed != null) {
        boolean module = sought.module() != null || ModuleStream.isIn(sought.version());
        return module == ModuleStream.isIn(fixed)
            && isKsplice(sought.version()) == isKsplice(fixed);
      }
    }
    return true;
  }

  private static boolean isKsplice(String version) {
    return version.indexOf(".ksplice") >= 0;
  }

  private static boolean isFor(List<String> architectures, @Nullable String installed) {
    if (installed == null) {
      return true;
    }
    for (String architecture : architectures) {
      if (common(architecture).equals(common(installed))) {
        return true;
      }
    }
    return false;
  }

  /** Debian's names and the kernel's. */
  private static String common(String architecture) {
    return switch (architecture) {
      case "amd64" -> "x86_64";
      case "arm64" -> "aarch64";
      default -> architecture;
    };
  }

  /**
   * Whether an entry has the fix on the installed build's own line, so that it, and no other, says
   * how that build stands. A vendor that mends several minor releases issues an advisory for each:
   * a build of {@code el9_1} that has the fix of {@code el9_1} is mended, although it comes before
   * the fix of {@code el9_3}; and where {@code el9_2} has got none, that of {@code el9_3} counts
   * for it. In the same way a build of Ubuntu Pro is mended by Pro's fix, although the release's
   * own packages have none.
   */
  boolean isOfOwnLine(Affected entry, Sought sought) {
    String line = sought.line();
    if (line != null) {
      String fixed = onlyFix(entry);
      return fixed != null && line.equals(Sought.lineOf(fixed));
    }
    return !entry.scope().channels().isEmpty()
        && channels instanceof UpdateChannels.Ubuntu
        && UpdateChannels.Ubuntu.isOfPro(sought.version())
        && onlyFix(entry) != null;
  }

  private List<Affected> withoutAlternatives(List<Affected> entries, Sought sought)
      throws UnreadableVersionException {
    String platform = ModuleStream.platform(sought.version());
    List<Affected> chosen = new ArrayList<>();
    Affected lowest = null;
    boolean lowestIsOwn = false;
    for (Affected entry : entries) {
      String fixed = onlyFix(entry);
      // Fixes for several architectures are no alternatives where it is not known which is meant.
      if (fixed == null
          || (sought.architecture() == null && !entry.scope().architectures().isEmpty())) {
        chosen.add(entry);
        continue;
      }
      boolean own = platform != null && platform.equals(ModuleStream.platform(fixed));
      boolean better =
          lowest == null
              || (own && !lowestIsOwn)
              || (own == lowestIsOwn && compareBounds(fixed, onlyFix(lowest)) < 0);
      if (better) {
        lowest = entry;
        lowestIsOwn = own;
      }
    }
    if (lowest != null) {
      chosen.add(lowest);
    }
    return chosen;
  }

  /** The fix of an entry that says no more than "everything before it"; else null. */
  private static @Nullable String onlyFix(Affected entry) {
    if (entry.intervals().size() != 1 || !entry.versions().isEmpty()) {
      return null;
    }
    Interval only = entry.intervals().getFirst();
    return startsBeforeAll(only) ? only.fixed() : null;
  }

  private int compareBounds(String left, @Nullable String right) throws UnreadableVersionException {
    return order == null || right == null ? 0 : order.compare(left, right);
  }

  /**
   * Whether an entry holds the version, as far as texts tell, where versions cannot be compared.
   */
  static boolean holdsByText(Affected entry, String version) {
    for (Interval interval : entry.intervals()) {
      if (startsBeforeAll(interval)
          && interval.fixed() == null
          && interval.lastAffected() == null) {
        return true;
      }
    }
    return entry.versions().contains(version);
  }

  /**
   * Whether an entry holds the version.
   *
   * @throws UnreadableVersionException where a bound cannot be read
   */
  boolean holds(Affected entry, Sought sought) throws UnreadableVersionException {
    for (Interval interval : entry.intervals()) {
      if (holds(interval, sought)) {
        return true;
      }
    }
    if (entry.versions().isEmpty()) {
      return false;
    }
    if (entry.versions().contains(sought.version())) {
      return true;
    }
    for (String version : entry.versions()) {
      if (equal(version, sought)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether an entry has to be looked at: it holds the version, or cannot be read, or says that the
   * version has the fix of its line.
   */
  boolean matters(Affected entry, Sought sought) {
    if (!isOfThisBuild(entry, sought)) {
      return false;
    }
    try {
      return holds(entry, sought) || isOfOwnLine(entry, sought);
    } catch (UnreadableVersionException e) {
      return true;
    }
  }

  boolean holds(Interval interval, Sought sought) throws UnreadableVersionException {
    String fixed = interval.fixed();
    String last = interval.lastAffected();
    return !"0".equals(fixed)
        && (startsBeforeAll(interval) || compare(sought, interval.introduced()) >= 0)
        && (fixed == null || compare(sought, fixed) < 0)
        && (last == null || compare(sought, last) <= 0);
  }

  private static boolean startsBeforeAll(Interval interval) {
    return interval.introduced() == null || interval.introduced().equals("0");
  }

  /** A listed version that no order can read is simply another one. */
  private boolean equal(String listed, Sought sought) {
    try {
      return compare(sought, listed) == 0;
    } catch (UnreadableVersionException e) {
      return false;
    }
  }

  /** Compares the version sought with a bound; below zero where it comes before. */
  int compare(Sought sought, @Nullable String bound) throws UnreadableVersionException {
    if (order == null || bound == null) {
      throw new UnreadableVersionException("nobody defines an order for these versions");
    }
    return order.compare(sought.version(), sought.epochKnown() ? bound : withoutEpoch(bound));
  }

  private static String withoutEpoch(String bound) {
    return bound.substring(bound.indexOf(':') + 1);
  }

  /**
   * Adds a version to a list in version order, unless its equal is there; one that cannot be read
   * is no advice, and is left out.
   */
  void insert(List<String> sorted, String version) {
    int at = 0;
    try {
      int high = sorted.size();
      while (at < high) {
        int middle = (at + high) >>> 1;
        int comparison = compareBounds(sorted.get(middle), version);
        if (comparison == 0) {
          return;
        }
        if (comparison < 0) {
          at = middle + 1;
        } else {
          high = middle;
        }
      }
    } catch (UnreadableVersionException e) {
      return;
    }
    sorted.add(at, version);
  }
}
