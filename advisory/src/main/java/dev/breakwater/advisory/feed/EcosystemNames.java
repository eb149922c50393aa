package dev.breakwater.advisory.feed;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names of ecosystems as OSV writes them, for people who write them otherwise. */
final class EcosystemNames {
  private static final List<String> KNOWN =
      List.of(
          "AlmaLinux",
          "Alpaquita",
          "Alpine",
          "Android",
          "Bitnami",
          "Chainguard",
          "ConanCenter",
          "Debian",
          "Go",
          "Hackage",
          "Hex",
          "Linux",
          "MinimOS",
          "Maven",
          "NuGet",
          "Packagist",
          "Pub",
          "PyPI",
          "Red Hat",
          "Rocky Linux",
          "RubyGems",
          "SUSE",
          "SwiftURL",
          "Ubuntu",
          "Wolfi",
          "crates.io",
          "npm",
          "openEuler",
          "openSUSE",
          FeedUpdater.KEV,
          FeedUpdater.EPSS,
          FeedUpdater.JARS);

  private static final Set<String> WITH_RELEASES =
      Set.of(
          "AlmaLinux",
          "Alpaquita",
          "Alpine",
          "Debian",
          "Red Hat",
          "Rocky Linux",
          "SUSE",
          "Ubuntu",
          "openEuler",
          "openSUSE");

  /** Whether advisories are issued for the releases of this ecosystem. */
  static boolean hasReleases(String family) {
    return WITH_RELEASES.contains(family);
  }

  /** The known name that differs in the case of its letters only, else the name as it is. */
  static String canonical(String name) {
    int colon = name.indexOf(':');
    String family = colon < 0 ? name : name.substring(0, colon);
    for (String known : KNOWN) {
      if (known.equalsIgnoreCase(family)) {
        return colon < 0 ? known : known + name.substring(colon);
      }
    }
    return name;
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private EcosystemNames() {}
}
