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
          "Azure Linux",
          "BellSoft Hardened Containers",
          "Bioconductor",
          "Bitnami",
          "CRAN",
          "Chainguard",
          "CleanStart",
          "ConanCenter",
          "Debian",
          "Docker Hardened Images",
          "Echo",
          "FreeBSD",
          "GHC",
          "GitHub Actions",
          "Go",
          "Hackage",
          "Hex",
          "Julia",
          "Kubernetes",
          "Linux",
          "Mageia",
          "Maven",
          "MinimOS",
          "NuGet",
          "OSS-Fuzz",
          "Packagist",
          "Photon OS",
          "Pub",
          "PyPI",
          "Red Hat",
          "Rocky Linux",
          "Root",
          "RubyGems",
          "SUSE",
          "SwiftURL",
          "TuxCare",
          "Ubuntu",
          "VSCode",
          "Wolfi",
          "crates.io",
          "npm",
          "opam",
          "openEuler",
          "openSUSE",
          FeedUpdater.KEV,
          FeedUpdater.EPSS,
          FeedUpdater.JARS,
          FeedUpdater.MALWARE);

  private static final Set<String> WITH_RELEASES =
      Set.of(
          "AlmaLinux",
          "Alpaquita",
          "Alpine",
          "Azure Linux",
          "BellSoft Hardened Containers",
          "Debian",
          "Docker Hardened Images",
          "Mageia",
          "Photon OS",
          "Red Hat",
          "Rocky Linux",
          "Root",
          "SUSE",
          "TuxCare",
          "Ubuntu",
          "openEuler",
          "openSUSE");

  /** Whether advisories are issued for the releases of this ecosystem. */
  static boolean hasReleases(String family) {
    return WITH_RELEASES.contains(family);
  }

  /**
   * The name under which the store keeps an ecosystem: the known one that differs in the case of
   * its letters only, and of a release what {@link Filing} makes of it; else the name as it is.
   */
  static String canonical(String name) {
    int colon = name.indexOf(':');
    String family = colon < 0 ? name : name.substring(0, colon);
    for (String known : KNOWN) {
      if (known.equalsIgnoreCase(family)) {
        return colon < 0
            ? known
            : Filing.of(known.concat(name.substring(colon))).ecosystem().toString();
      }
    }
    return name;
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private EcosystemNames() {}
}
