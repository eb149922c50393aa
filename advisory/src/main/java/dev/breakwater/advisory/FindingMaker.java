package dev.breakwater.advisory;

import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.Advisory.Scope;
import dev.breakwater.advisory.UpdateChannels.Access;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what was found: how bad according to whom, and what to do. */
final class FindingMaker {
  private final AdvisoryLookup lookup;
  private final Ecosystem ecosystem;
  private final AffectedVersions versions;

  FindingMaker(AdvisoryLookup lookup, Ecosystem ecosystem, AffectedVersions versions) {
    this.lookup = lookup;
    this.ecosystem = ecosystem;
    this.versions = versions;
  }

  Vulnerability finding(SoftwarePackage item, Sought sought, HitGroup vulnerability)
      throws BreakwaterException {
    Hit malicious = vulnerability.malicious();
    Hit first = malicious == null ? vulnerability.hits().getFirst() : malicious;
    List<String> attainable = new ArrayList<>(2);
    List<String> fixes = new ArrayList<>(2);
    Scope behind = collectFixes(vulnerability, sought, attainable, fixes);
    String fixed =
        malicious == null ? recommended(attainable, sought, vulnerability, Access.OPEN) : null;
    Vulnerability.Status status = status(vulnerability, fixed);
    String action =
        malicious == null ? action(item, sought, fixed, status) : actionAgainstMalware(item);
    if (fixed == null && behind != null && malicious == null) {
      String elsewhere = recommended(fixes, sought, vulnerability, Access.SUBSCRIPTION);
      action = elsewhere == null ? action : action(item, sought, elsewhere, behind);
    }
    List<Vulnerability.Source> sources = new ArrayList<>(vulnerability.hits().size());
    for (Hit hit : vulnerability.hits()) {
      sources.add(hit.source(ecosystem));
    }
    return new Vulnerability(
        vulnerability.id(),
        vulnerability.aliases(),
        malicious == null ? Finding.Kind.VULNERABILITY : Finding.Kind.MALWARE,
        first.severity(),
        first.severity() == Severity.UNKNOWN ? null : first.advisory().id(),
        status,
        title(vulnerability),
        item.purl(),
        item.name(),
        item.version(),
        fixed,
        new Finding.Location(item.paths().isEmpty() ? null : item.paths().getFirst(), item.layer()),
        new Finding.Remedy(action, malicious == null ? fixes : List.of()),
        vulnerability.published(),
        vulnerability.weaknesses(),
        vulnerability.effects(),
        Vulnerability.Place.APPLICATION,
        kev(vulnerability),
        epss(vulnerability),
        sources);
  }

  /** Another version does not help: what it has done is done. */
  private static String actionAgainstMalware(SoftwarePackage item) {
    return "remove "
        + item.name()
        + ", treat every machine that ran it as compromised, and replace the secrets that it could"
        + " reach";
  }

  private static String title(HitGroup vulnerability) {
    for (Hit hit : vulnerability.hits()) {
      if (!hit.advisory().title().isBlank()) {
        return hit.advisory().title();
      }
    }
    return vulnerability.id();
  }

  /**
   * Every fix that the advisories know for this package, in version order, and of these the ones
   * that the subject can have.
   *
   * @return the channels of a fix that takes a subscription; null where none does
   */
  private @Nullable Scope collectFixes(
      HitGroup vulnerability, Sought sought, List<String> attainable, List<String> all) {
    Scope behind = null;
    for (Hit hit : vulnerability.hits()) {
      for (Affected entry : hit.entries()) {
        boolean open = versions.access(entry, sought) == Access.OPEN;
        for (Interval interval : entry.intervals()) {
          String fixed = interval.fixed();
          if (fixed != null && !fixed.equals("0")) {
            versions.insert(all, fixed);
            if (open) {
              versions.insert(attainable, fixed);
            } else {
              behind = entry.scope();
            }
          }
        }
      }
    }
    return behind;
  }

  /**
   * The lowest fix above the installed version that no advisory of the vulnerability calls
   * affected: 2.9.4 for jackson-databind 2.9.1, not 2.8.11, which came first on another line. Where
   * they leave none, the end of the installed version's own line.
   *
   * @param access of the entries whose ends count
   */
  private @Nullable String recommended(
      List<String> fixes, Sought sought, HitGroup vulnerability, Access access) {
    for (String fix : fixes) {
      if (isAbove(fix, sought) && !isAffected(fix, sought, vulnerability)) {
        return fix;
      }
    }
    for (Hit hit : vulnerability.hits()) {
      if (versions.access(hit.holding(), sought) != access) {
        continue;
      }
      for (Interval interval : hit.holding().intervals()) {
        String fixed = interval.fixed();
        if (fixed != null && holds(interval, sought)) {
          return fixed;
        }
      }
    }
    return null;
  }

  private boolean isAbove(String fix, Sought sought) {
    try {
      return versions.compare(sought, fix) < 0;
    } catch (UnreadableVersionException e) {
      return false;
    }
  }

  /** Where an advisory is for the version's own line, the others do not count. */
  private boolean isAffected(String fix, Sought sought, HitGroup vulnerability) {
    Sought candidate = sought.at(fix);
    boolean held = false;
    boolean mended = false;
    for (Hit hit : vulnerability.hits()) {
      for (Affected entry : hit.entries()) {
        boolean own = versions.isOfOwnLine(entry, candidate);
        boolean holds;
        try {
          holds = versions.holds(entry, candidate);
        } catch (UnreadableVersionException e) {
          holds = true;
        }
        if (own && holds) {
          return true;
        }
        held |= holds;
        mended |= own;
      }
    }
    return held && !mended;
  }

  private boolean holds(Interval interval, Sought sought) {
    try {
      return versions.holds(interval, sought);
    } catch (UnreadableVersionException e) {
      return false;
    }
  }

  /**
   * What the vendor says; where it says nothing, whether there is a fix. A fix that one of its
   * advisories has counts more than the "later" or "never" of another.
   */
  private static Vulnerability.Status status(HitGroup vulnerability, @Nullable String fixed) {
    Vulnerability.Status worst = Vulnerability.Status.AFFECTED;
    for (Hit hit : vulnerability.hits()) {
      Vulnerability.Status status = hit.status();
      if (status == Vulnerability.Status.FIXED) {
        return status;
      }
      if (worst == Vulnerability.Status.AFFECTED) {
        worst = status;
      }
    }
    return worst == Vulnerability.Status.AFFECTED && fixed != null
        ? Vulnerability.Status.FIXED
        : worst;
  }

  private String action(SoftwarePackage item, Sought sought, String fixed, Scope behind) {
    String subscription = versions.channels().subscription(behind);
    return "no fixed version is known without "
        + subscription
        + "; with it, "
        + action(item, sought, fixed, Vulnerability.Status.FIXED);
  }

  private static String action(
      SoftwarePackage item, Sought sought, @Nullable String fixed, Vulnerability.Status status) {
    if (fixed != null) {
      boolean ownVersion = sought.name().equals(item.name()) || isVersionOf(item, sought);
      return ownVersion
          ? "upgrade " + item.name() + " to " + fixed
          : "upgrade " + item.name() + " to the build of " + sought.name() + " " + fixed;
    }
    return switch (status) {
      case WILL_NOT_FIX -> "no fix will come: the vendor decided against one";
      case FIX_DEFERRED -> "no fixed version is known: the vendor put the fix off";
      case END_OF_LIFE -> "no fix will come: support for " + item.name() + " has ended";
      case UNDER_INVESTIGATION -> "no fixed version is known: the vendor is looking into it";
      case UNKNOWN, AFFECTED, FIXED -> "no fixed version is known";
    };
  }

  /** Whether the binary package has its source's version, but for a rebuild's {@code +b1}. */
  private static boolean isVersionOf(SoftwarePackage item, Sought sought) {
    String own = item.version();
    return own.equals(sought.version())
        || own.endsWith(":" + sought.version())
        || (own.startsWith(sought.version() + "+b") && sought.version().indexOf('-') > 0);
  }

  private Vulnerability.@Nullable Kev kev(HitGroup vulnerability) throws BreakwaterException {
    for (String cve : vulnerability.cves()) {
      Vulnerability.Kev kev = lookup.kev(cve).orElse(null);
      if (kev != null) {
        return kev;
      }
    }
    return null;
  }

  /** Of several CVEs the one that is most likely to be exploited. */
  private Vulnerability.@Nullable Epss epss(HitGroup vulnerability) throws BreakwaterException {
    Vulnerability.Epss worst = null;
    for (String cve : vulnerability.cves()) {
      Vulnerability.Epss epss = lookup.epss(cve).orElse(null);
      if (epss != null && (worst == null || epss.score() > worst.score())) {
        worst = epss;
      }
    }
    return worst;
  }
}
