package dev.breakwater.advisory;

import dev.breakwater.core.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one feed answered for, and how well. For one thread. */
final class Coverage {
  /** So many packages and advisories are named; more are counted. */
  private static final int NAMED = 3;

  /** Where something is published every day, data older than this have missed some of it. */
  private static final Duration BUSY_MAX_AGE = Duration.ofDays(7);

  /** Elsewhere a quiet week is common. */
  private static final Duration MAX_AGE = Duration.ofDays(30);

  private final String label;
  private final List<String> unreadablePackages = new ArrayList<>();
  private final List<String> unreadableAdvisories = new ArrayList<>();
  private final List<String> named = new ArrayList<>();
  private final List<String> otherProducts = new ArrayList<>();
  private int packages;
  private int unreadablePackageCount;
  private int unreadableAdvisoryCount;
  private int otherProductCount;

  Coverage(String label) {
    this.label = label;
  }

  void count() {
    packages++;
  }

  /** Counts a package that is to be named where nothing can be said of it. */
  void countNamed(String name, @Nullable String vendor) {
    count();
    if (named.size() < NAMED) {
      named.add(vendor == null ? name : name + " (" + vendor + ")");
    }
  }

  /** Notes a package that only advisories for other products than the subject's name. */
  void ofOtherProduct(String name) {
    otherProductCount++;
    if (otherProducts.size() < NAMED) {
      otherProducts.add(name);
    }
  }

  void unreadablePackage(String name, String version, String why) {
    unreadablePackageCount++;
    if (unreadablePackages.size() < NAMED) {
      unreadablePackages.add(version.isBlank() ? name : name + " " + version + " (" + why + ")");
    }
  }

  void unreadableAdvisory(String id, String name, String why) {
    unreadableAdvisoryCount++;
    if (unreadableAdvisories.size() < NAMED) {
      unreadableAdvisories.add(id + " on " + name + " (" + why + ")");
    }
  }

  Assessment notAssessed(String reason) {
    String whole = named.isEmpty() ? reason : reason + ": " + named(named, packages);
    return new Assessment(label, Assessment.State.NOT_ASSESSED, null, packages, whole);
  }

  /** The outcome where the feed was there. */
  Assessment assessed(String ecosystem, Instant asOf, Instant now) {
    String stale = stale(ecosystem, asOf, now);
    String partial = partial();
    if (partial != null) {
      String reason = stale == null ? partial : partial + "; " + stale;
      return new Assessment(label, Assessment.State.PARTIAL, asOf, packages, reason);
    }
    return stale == null
        ? new Assessment(label, Assessment.State.ASSESSED, asOf, packages, null)
        : new Assessment(label, Assessment.State.STALE, asOf, packages, stale);
  }

  private @Nullable String partial() {
    List<String> reasons = new ArrayList<>(3);
    if (unreadablePackageCount > 0) {
      reasons.add(
          unreadablePackageCount
              + (unreadablePackageCount == 1
                  ? " package has a version that cannot be compared: "
                  : " packages have versions that cannot be compared: ")
              + named(unreadablePackages, unreadablePackageCount));
    }
    if (unreadableAdvisoryCount > 0) {
      reasons.add(
          unreadableAdvisoryCount
              + (unreadableAdvisoryCount == 1
                  ? " advisory cannot be evaluated: "
                  : " advisories cannot be evaluated: ")
              + named(unreadableAdvisories, unreadableAdvisoryCount));
    }
    if (otherProductCount > 0) {
      reasons.add(
          otherProductCount
              + (otherProductCount == 1 ? " package is" : " packages are")
              + " of a product whose repository the subject does not name: "
              + named(otherProducts, otherProductCount));
    }
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  private static String named(List<String> names, int count) {
    String listed = String.join(", ", names);
    return count > names.size() ? listed + " and " + (count - names.size()) + " more" : listed;
  }

  private static @Nullable String stale(String ecosystem, Instant asOf, Instant now) {
    Duration bound = isBusy(ecosystem) ? BUSY_MAX_AGE : MAX_AGE;
    Duration age = Duration.between(asOf, now);
    return age.compareTo(bound) <= 0
        ? null
        : "its data are "
            + age.toDays()
            + " days old; run: breakwater db update "
            + quoted(ecosystem);
  }

  private static boolean isBusy(String ecosystem) {
    return switch (ecosystem) {
      case "Debian",
          "Ubuntu",
          "Red Hat",
          "SUSE",
          "openSUSE",
          "npm",
          "PyPI",
          "Maven",
          "Go",
          "NuGet",
          "Packagist" ->
          true;
      default -> false;
    };
  }

  /** As a shell needs it. */
  static String quoted(String ecosystem) {
    return ecosystem.indexOf(' ') < 0 ? ecosystem : "'" + ecosystem + "'";
  }
}
