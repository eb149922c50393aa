package dev.breakwater.advisory;

import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.Inventory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the advisories that apply to an inventory.
 *
 * <ul>
 *   <li>Operating-system packages are judged by their own release's feed, on the name and version
 *       of their source where the feed names sources, and on their own where it names binaries.
 *   <li>Language packages that an operating-system package installed follow its vendor: no language
 *       feed is asked about them. They stay in the inventory, with their owner.
 *   <li>Advisories that share a name fold into one finding for each package; an advisory that
 *       stands for several vulnerabilities is a source of each.
 *   <li>What could not be judged is said, by feed: no distribution, no data, old data, versions
 *       that cannot be compared.
 * </ul>
 *
 * <p>The same inventory, advisories and time give the same result. Stateless between calls, and
 * safe to share between threads where the lookup is.
 */
public final class Matcher {
  private final AdvisoryLookup lookup;
  private final Instant now;

  /**
   * @param now against which the age of feeds is held
   */
  public Matcher(AdvisoryLookup lookup, Instant now) {
    this.lookup = lookup;
    this.now = now;
  }

  /**
   * The ecosystems whose feeds an inventory needs, each by its most likely name (a feed for Ubuntu
   * 22.04 may also go without its {@code :LTS}).
   */
  public static SortedSet<Ecosystem> needed(Inventory inventory) {
    TreeSet<Ecosystem> needed = new TreeSet<>();
    for (SoftwarePackage item : inventory.packages()) {
      if (isJudged(item) && Home.of(item, inventory.distribution()) instanceof Home.In in) {
        needed.add(in.candidates().getFirst());
      }
    }
    return needed;
  }

  /**
   * What the assessments of an inventory's packages of one type are called, for example {@code
   * Debian:12}, whether there is a feed for them or not.
   *
   * @param type of purl, for example {@code rpm}
   */
  public static SortedSet<String> feeds(Inventory inventory, String type) {
    TreeSet<String> feeds = new TreeSet<>();
    for (SoftwarePackage item : inventory.packages()) {
      if (item.type().equals(type) && isJudged(item)) {
        feeds.add(
            switch (Home.of(item, inventory.distribution())) {
              case Home.In in -> in.candidates().getFirst().toString();
              case Home.Nowhere nowhere -> nowhere.label();
            });
      }
    }
    return feeds;
  }

  /**
   * Matches an inventory.
   *
   * @throws BreakwaterException where the advisories' data are there and damaged
   */
  public MatchResult match(Inventory inventory) throws BreakwaterException {
    Run run = new Run();
    for (SoftwarePackage item : inventory.packages()) {
      if (isJudged(item)) {
        switch (run.home(item, inventory.distribution())) {
          case Home.In in -> run.judge(item, in);
          case Home.Nowhere nowhere -> run.leave(nowhere);
        }
      }
    }
    return run.result();
  }

  /** Keys and debugging symbols of rpm are no software; what has an owner follows its vendor. */
  private static boolean isJudged(SoftwarePackage item) {
    if (!item.type().equals("rpm")) {
      return item.ownedBy() == null;
    }
    String name = item.name();
    return !name.equals("gpg-pubkey")
        && !name.endsWith("-debuginfo")
        && !name.endsWith("-debugsource");
  }

  /** A feed, with what goes with it. */
  private record Answering(
      Ecosystem ecosystem,
      AdvisoryLookup.Feed feed,
      AffectedVersions versions,
      FindingMaker findings,
      Coverage coverage,
      Map<Sought, List<Advisory>> asked) {

    /**
     * The advisories that may hold what is sought: the feed need not build the others. Many binary
     * packages share a source, so answers are kept.
     */
    List<Advisory> about(Sought sought, boolean comparable) throws BreakwaterException {
      List<Advisory> known = asked.get(sought);
      if (known == null) {
        known =
            comparable
                ? feed.naming(sought.name(), entry -> versions.mayHold(entry, sought))
                : feed.naming(sought.name());
        asked.put(sought, known);
      }
      return known;
    }
  }

  /** One call's state. */
  private final class Run {
    private final Map<List<Ecosystem>, Optional<Answering>> feeds = new HashMap<>();
    private final Map<List<Ecosystem>, Coverage> missing = new HashMap<>();
    private final Map<String, Coverage> homeless = new TreeMap<>();
    private final Map<String, String> reasons = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable SoftwarePackage previous;
    private Home previousHome = new Home.Nowhere("", "");

    /** Sorted inventories hold many packages of one home in a row, so the last one is kept. */
    Home home(SoftwarePackage item, @Nullable Distribution distribution) {
      if (previous == null || !isFromWhere(previous.purl(), item.purl())) {
        previousHome = Home.of(item, distribution);
        previous = item;
      }
      return previousHome;
    }

    private static boolean isFromWhere(PackageUrl one, PackageUrl other) {
      return one.type().equals(other.type())
          && Objects.equals(one.qualifiers().get("distro"), other.qualifiers().get("distro"))
          && Objects.equals(one.namespace(), other.namespace());
    }

    void leave(Home.Nowhere nowhere) {
      homeless.computeIfAbsent(nowhere.label(), Coverage::new).count();
      reasons.putIfAbsent(nowhere.label(), nowhere.reason());
    }

    void judge(SoftwarePackage item, Home.In in) throws BreakwaterException {
      Optional<Answering> answering = feeds.get(in.candidates());
      if (answering == null) {
        answering = open(in);
        feeds.put(in.candidates(), answering);
      }
      if (answering.isEmpty()) {
        missing
            .computeIfAbsent(in.candidates(), names -> new Coverage(names.getFirst().toString()))
            .count();
        return;
      }
      Answering feed = answering.get();
      feed.coverage().count();
      Sought sought = Sought.of(item, feed.ecosystem());
      String fault = feed.versions().fault(sought.version());
      List<Advisory> advisories = feed.about(sought, fault == null);
      if (advisories.isEmpty()) {
        return;
      }
      List<Hit> hits = hits(item, sought, feed, advisories, fault);
      if (!hits.isEmpty()) {
        for (Vulnerability vulnerability : Vulnerability.fold(hits)) {
          findings.add(feed.findings().finding(item, sought, vulnerability));
        }
      }
    }

    private Optional<Answering> open(Home.In in) throws BreakwaterException {
      for (Ecosystem ecosystem : in.candidates()) {
        AdvisoryLookup.Feed feed = lookup.feed(ecosystem).orElse(null);
        if (feed != null) {
          AffectedVersions versions = new AffectedVersions(ecosystem);
          return Optional.of(
              new Answering(
                  ecosystem,
                  feed,
                  versions,
                  new FindingMaker(lookup, ecosystem, versions),
                  new Coverage(ecosystem.toString()),
                  new HashMap<>()));
        }
      }
      return Optional.empty();
    }

    private List<Hit> hits(
        SoftwarePackage item,
        Sought sought,
        Answering feed,
        List<Advisory> advisories,
        @Nullable String fault) {
      List<Hit> hits = new ArrayList<>();
      boolean uncertain = false;
      for (Advisory advisory : advisories) {
        if (advisory.withdrawn() != null || AffectedVersions.isForOtherStream(advisory, sought)) {
          continue;
        }
        Hit hit = null;
        if (fault != null) {
          hit = hitByText(advisory, sought);
          uncertain |= hit == null;
        } else {
          try {
            hit = hit(advisory, sought, feed.versions());
          } catch (UnreadableVersionException e) {
            feed.coverage()
                .unreadableAdvisory(advisory.id(), sought.name(), String.valueOf(e.getMessage()));
          }
        }
        if (hit != null) {
          hits.add(hit);
        }
      }
      if (uncertain && fault != null) {
        feed.coverage().unreadablePackage(item.name(), item.version(), fault);
      }
      return hits;
    }

    private static @Nullable Hit hit(Advisory advisory, Sought sought, AffectedVersions versions)
        throws UnreadableVersionException {
      List<Affected> entries = versions.entries(advisory, sought);
      for (Affected entry : entries) {
        if (versions.holds(entry, sought)) {
          return new Hit(advisory, entries, entry);
        }
      }
      return null;
    }

    /**
     * A version that cannot be compared can still be listed, or lie in what holds every version.
     */
    private static @Nullable Hit hitByText(Advisory advisory, Sought sought) {
      for (Affected entry : advisory.affected()) {
        if (entry.name().equals(sought.name())
            && AffectedVersions.holdsByText(entry, sought.version())) {
          return new Hit(advisory, List.of(entry), entry);
        }
      }
      return null;
    }

    MatchResult result() {
      List<Assessment> assessed = new ArrayList<>();
      for (Optional<Answering> answering : feeds.values()) {
        if (answering.isPresent()) {
          Answering feed = answering.get();
          assessed.add(feed.coverage().assessed(feed.ecosystem().name(), feed.feed().asOf(), now));
        }
      }
      for (Map.Entry<List<Ecosystem>, Coverage> entry : missing.entrySet()) {
        assessed.add(entry.getValue().notAssessed(noData(entry.getKey().getFirst())));
      }
      for (Map.Entry<String, Coverage> entry : homeless.entrySet()) {
        assessed.add(entry.getValue().notAssessed(reasons.getOrDefault(entry.getKey(), "no feed")));
      }
      assessed.sort(Comparator.comparing(Assessment::feed));
      findings.sort(WORST_FIRST);
      return new MatchResult(findings, assessed);
    }
  }

  private static String noData(Ecosystem ecosystem) {
    return "there are no data for it in the store; run: breakwater db update "
        + Coverage.quoted(ecosystem.name());
  }

  private static final Comparator<Finding> WORST_FIRST =
      (left, right) -> {
        int order = left.severity().compareTo(right.severity());
        if (order == 0) {
          order = Boolean.compare(right.kev() != null, left.kev() != null);
        }
        if (order == 0) {
          order = Double.compare(epss(right), epss(left));
        }
        if (order == 0) {
          order = left.packageName().compareTo(right.packageName());
        }
        if (order == 0) {
          order = left.id().compareTo(right.id());
        }
        return order != 0 ? order : left.purl().compareTo(right.purl());
      };

  private static double epss(Finding finding) {
    Finding.Epss epss = finding.epss();
    return epss == null ? -1 : epss.score();
  }
}
