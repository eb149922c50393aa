package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.core.Distribution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A suite that brings security updates: {@code CODENAME-security}, or {@code CODENAME/updates} up
 * to Debian 10.
 *
 * @param name as the sources write it
 * @param sources that name it, in apt's order, each address once
 */
record SecuritySuite(String name, List<AptSource> sources) {
  private static final String SECURITY = "-security";
  private static final String UPDATES = "/updates";

  /** Names of suites that mean another release as time goes on. */
  private static final Set<String> MOVING =
      Set.of("stable", "oldstable", "oldoldstable", "testing", "devel");

  SecuritySuite {
    sources = List.copyOf(sources);
  }

  /** The security suites of a distribution, in the order in which its sources name them. */
  static List<SecuritySuite> among(List<AptSource> sources, @Nullable Distribution distribution) {
    Map<String, Map<String, AptSource>> bySuite = new LinkedHashMap<>();
    for (AptSource source : sources) {
      String release = releaseOf(source.suite());
      if (release != null && isOf(release, distribution)) {
        bySuite
            .computeIfAbsent(source.suite(), any -> new LinkedHashMap<>())
            .merge(source.uri(), source, SecuritySuite::withComponents);
      }
    }
    List<SecuritySuite> suites = new ArrayList<>();
    bySuite.forEach(
        (name, byUri) -> suites.add(new SecuritySuite(name, List.copyOf(byUri.values()))));
    return suites;
  }

  private static AptSource withComponents(AptSource one, AptSource other) {
    List<String> components = new ArrayList<>(one.components());
    for (String component : other.components()) {
      if (!components.contains(component)) {
        components.add(component);
      }
    }
    return new AptSource(one.place(), one.uri(), one.suite(), components, one.signedBy());
  }

  /** The release that a security suite belongs to; null for all other suites. */
  static @Nullable String releaseOf(String suite) {
    if (suite.endsWith(SECURITY)) {
      return suite.substring(0, suite.length() - SECURITY.length());
    }
    if (suite.endsWith(UPDATES) && suite.indexOf('/') == suite.length() - UPDATES.length()) {
      return suite.substring(0, suite.length() - UPDATES.length());
    }
    return null;
  }

  /** Derivatives name the suites of what they derive from, so only two are known well enough. */
  private static boolean isOf(String release, @Nullable Distribution distribution) {
    String codename = codename(distribution);
    return codename == null
        || release.equals(codename)
        || release.startsWith(codename + "-")
        || MOVING.contains(release);
  }

  private static @Nullable String codename(@Nullable Distribution distribution) {
    if (distribution == null
        || !(distribution.id().equals("debian") || distribution.id().equals("ubuntu"))) {
      return null;
    }
    return distribution.codename() == null
        ? null
        : distribution.codename().toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses a Release file that was made for another suite, or for another release than the
   * distribution's: signatures alone do not keep one suite from being shown in place of another.
   */
  static void refuseOther(
      ReleaseFile release, String suite, @Nullable Distribution distribution, String where)
      throws ArchiveException {
    String base = releaseOf(suite);
    boolean named = suite.equals(release.suite()) || suite.equals(release.codename());
    if (!named && base != null && suite.endsWith(UPDATES)) {
      named =
          base.equals(release.codename())
              || base.equals(release.suite())
              || (base + SECURITY).equals(release.codename())
              || (base + SECURITY).equals(release.suite());
    }
    if (!named) {
      throw new ArchiveException(
          where
              + " is for suite "
              + release.suite()
              + " ("
              + release.codename()
              + "), not for "
              + suite);
    }
    String codename = codename(distribution);
    String found = release.codename();
    if (codename != null
        && base != null
        && MOVING.contains(base)
        && found != null
        && !found.equals(codename)
        && !found.startsWith(codename + "-")
        && !found.startsWith(codename + "/")) {
      throw new ArchiveException(where + " is for " + found + ", but the subject is " + codename);
    }
  }
}
