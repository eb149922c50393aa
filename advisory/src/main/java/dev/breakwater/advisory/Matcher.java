package dev.breakwater.advisory;

import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.UpdateChannels.Access;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.inventory.Inventory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
 *   <li>What a feed says of other builds than the installed one is not meant: of another
 *       architecture, module stream or channel, or of another minor release that has fixes of its
 *       own.
 *   <li>Language packages that an operating-system package installed follow its vendor: no language
 *       feed is asked about them. They stay in the inventory, with their owner. Where that is of
 *       another vendor, whose advisories nobody reads, their own feeds are asked.
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

  /** The ecosystems whose feeds an inventory needs, as the store names them. */
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
   * Debian:12}, whether there is a feed for them or not. Packages of other vendors are left out: a
   * distribution's archive cannot answer for them.
   *
   * @param type of purl, for example {@code rpm}
   */
  public static SortedSet<String> feeds(Inventory inventory, String type) {
    TreeSet<String> feeds = new TreeSet<>();
    for (SoftwarePackage item : inventory.packages()) {
      if (item.type().equals(type) && isJudged(item) && !Builder.isOtherVendors(item.purl())) {
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
   * Matches an inventory of a subject that tells of no subscriptions.
   *
   * @throws BreakwaterException where the advisories' data are there and damaged
   */
  public MatchResult match(Inventory inventory) throws BreakwaterException {
    return match(inventory, Subscriptions.NONE);
  }

  /**
   * Matches an inventory.
   *
   * @param subscriptions from which channels the subject updates
   * @throws BreakwaterException where the advisories' data are there and damaged
   */
  public MatchResult match(Inventory inventory, Subscriptions subscriptions)
      throws BreakwaterException {
    Run run = new Run(inventory, subscriptions);
    for (SoftwarePackage item : inventory.packages()) {
      if (isJudged(item)) {
        switch (run.home(item, inventory.distribution())) {
          case Home.In in -> run.judge(item, in);
          case Home.Nowhere nowhere -> run.leave(item, nowhere);
        }
      }
    }
    return run.result();
  }

  /**
   * Keys and debugging symbols of rpm are no software; what the distribution's packages own follows
   * it. Those of other vendors are said not to be assessed, and what they brought would be too.
   */
  private static boolean isJudged(SoftwarePackage item) {
    if (!item.type().equals("rpm")) {
      return item.ownedBy() == null || Builder.isOtherVendors(item.ownedBy());
    }
    String name = item.name();
    return !name.equals("gpg-pubkey")
        && !name.endsWith("-debuginfo")
        && !name.endsWith("-debugsource");
  }

  /**
   * What a feed says of a package.
   *
   * @param ofOtherProducts whether it names the package for products only that the subject does not
   *     say it has
   */
  private record Answer(List<Advisory> advisories, boolean ofOtherProducts) {}

  /** A feed, with what goes with it. */
  private record Answering(
      Ecosystem ecosystem,
      AdvisoryLookup.Feed feed,
      AffectedVersions versions,
      FindingMaker findings,
      Coverage coverage,
      Map<Sought, Answer> asked) {

    /**
     * The advisories that may hold what is sought: the feed need not build the others. Many binary
     * packages share a source, so answers are kept.
     */
    Answer about(Sought sought, boolean comparable) throws BreakwaterException {
      Answer known = asked.get(sought);
      if (known == null) {
        known = ask(sought, comparable);
        asked.put(sought, known);
      }
      return known;
    }

    private Answer ask(Sought sought, boolean comparable) throws BreakwaterException {
      if (!comparable) {
        return new Answer(feed.naming(sought.name()), false);
      }
      if (!(versions.channels() instanceof UpdateChannels.RedHat)) {
        return new Answer(
            feed.naming(sought.name(), entry -> versions.matters(entry, sought)), false);
      }
      boolean[] ofOthers = {false, false};
      List<Advisory> found =
          feed.naming(
              sought.name(),
              entry -> {
                boolean other = versions.access(entry, sought) == Access.OTHER_PRODUCT;
                ofOthers[other ? 1 : 0] = true;
                return versions.matters(entry, sought);
              });
      return new Answer(found, ofOthers[1] && !ofOthers[0]);
    }
  }

  /** One call's state. */
  private final class Run {
    private final Inventory inventory;
    private final Subscriptions subscriptions;
    private final Map<Home.In, Optional<Answering>> feeds = new HashMap<>();
    private final Map<List<Ecosystem>, Coverage> missing = new HashMap<>();
    private final Map<String, Coverage> homeless = new TreeMap<>();
    private final Map<String, String> reasons = new HashMap<>();
    private final List<Vulnerability> findings = new ArrayList<>();
    private @Nullable SoftwarePackage previous;
    private Home previousHome = new Home.Nowhere("", "");

    Run(Inventory inventory, Subscriptions subscriptions) {
      this.inventory = inventory;
      this.subscriptions = subscriptions;
    }

    /**
     * Sorted inventories hold many packages of an operating system in a row, so the last one's home
     * is kept; elsewhere a home takes no reading of a release, and hangs on more of the purl.
     */
    Home home(SoftwarePackage item, @Nullable Distribution distribution) {
      if (!isOfOperatingSystem(item)) {
        return Home.of(item, distribution);
      }
      if (previous == null || !isFromWhere(previous, item)) {
        previousHome = Home.of(item, distribution);
        previous = item;
      }
      return previousHome;
    }

    private static boolean isOfOperatingSystem(SoftwarePackage item) {
      return switch (item.type()) {
        case "deb", "apk", "rpm" -> true;
        default -> false;
      };
    }

    private static boolean isFromWhere(SoftwarePackage left, SoftwarePackage right) {
      PackageUrl one = left.purl();
      PackageUrl other = right.purl();
      return one.type().equals(other.type())
          && Objects.equals(one.qualifiers().get("distro"), other.qualifiers().get("distro"))
          && Objects.equals(one.namespace(), other.namespace())
          && Builder.of(left) == Builder.of(right);
    }

    void leave(SoftwarePackage item, Home.Nowhere nowhere) {
      Coverage coverage = homeless.computeIfAbsent(nowhere.label(), Coverage::new);
      if (nowhere.named()) {
        coverage.countNamed(item.name(), item.purl().qualifiers().get("vendor"));
      } else {
        coverage.count();
      }
      reasons.putIfAbsent(nowhere.label(), nowhere.reason());
    }

    void judge(SoftwarePackage item, Home.In in) throws BreakwaterException {
      Optional<Answering> answering = feeds.get(in);
      if (answering == null) {
        answering = open(in);
        feeds.put(in, answering);
      }
      if (answering.isEmpty()) {
        missing
            .computeIfAbsent(in.candidates(), names -> new Coverage(names.getFirst().toString()))
            .count();
        return;
      }
      Answering feed = answering.get();
      feed.coverage().count();
      for (Sought sought : Sought.of(item, feed.ecosystem())) {
        if (judge(item, sought, feed)) {
          return;
        }
      }
    }

    /** Whether there was something to find. */
    private boolean judge(SoftwarePackage item, Sought sought, Answering feed)
        throws BreakwaterException {
      String fault = feed.versions().fault(sought.version());
      Answer answer = feed.about(sought, fault == null);
      if (answer.ofOtherProducts()) {
        feed.coverage().ofOtherProduct(item.name());
      }
      if (answer.advisories().isEmpty()) {
        return false;
      }
      Set<String> mended = new HashSet<>();
      List<Hit> hits = hits(item, sought, feed, answer.advisories(), fault, mended);
      if (!hits.isEmpty()) {
        for (HitGroup vulnerability : HitGroup.fold(hits)) {
          if (!mended.isEmpty() && vulnerability.isNamedIn(mended)) {
            vulnerability
                .hits()
                .removeIf(hit -> !feed.versions().isOfOwnLine(hit.holding(), sought));
          }
          if (!vulnerability.hits().isEmpty()) {
            findings.add(feed.findings().finding(item, sought, vulnerability));
          }
        }
      }
      return !hits.isEmpty();
    }

    private Optional<Answering> open(Home.In in) throws BreakwaterException {
      for (Ecosystem ecosystem : in.candidates()) {
        AdvisoryLookup.Feed feed = lookup.feed(ecosystem).orElse(null);
        if (feed != null) {
          AffectedVersions versions =
              new AffectedVersions(ecosystem, subscriptions.channels(in, inventory));
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

    /**
     * @param mended gets the names of the vulnerabilities that the version has its line's fix of
     */
    private List<Hit> hits(
        SoftwarePackage item,
        Sought sought,
        Answering feed,
        List<Advisory> advisories,
        @Nullable String fault,
        Set<String> mended) {
      List<Hit> hits = new ArrayList<>();
      boolean uncertain = false;
      for (Advisory advisory : advisories) {
        if (advisory.withdrawn() != null) {
          continue;
        }
        Hit hit = null;
        if (fault != null) {
          List<Affected> entries = feed.versions().spokenOf(advisory, sought);
          hit = hitByText(advisory, entries, sought);
          uncertain |= hit == null && !entries.isEmpty();
        } else {
          try {
            hit = hit(advisory, sought, feed.versions(), mended);
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

    private static @Nullable Hit hit(
        Advisory advisory, Sought sought, AffectedVersions versions, Set<String> mended)
        throws UnreadableVersionException {
      List<Affected> entries = versions.entries(advisory, sought);
      Affected holding = null;
      boolean attainable = false;
      boolean hasFix = false;
      for (Affected entry : entries) {
        boolean own = versions.isOfOwnLine(entry, sought);
        if (!versions.holds(entry, sought)) {
          hasFix |= own;
          continue;
        }
        boolean open = versions.access(entry, sought) == Access.OPEN;
        if (own) {
          return new Hit(advisory, entries, entry, open);
        }
        if (holding == null || (open && !attainable)) {
          holding = entry;
          attainable = open;
        }
      }
      if (hasFix) {
        for (List<String> names : Hit.vulnerabilities(advisory)) {
          mended.addAll(names);
        }
        return null;
      }
      return holding == null ? null : new Hit(advisory, entries, holding, attainable);
    }

    /**
     * A version that cannot be compared can still be listed, or lie in what holds every version.
     */
    private static @Nullable Hit hitByText(
        Advisory advisory, List<Affected> entries, Sought sought) {
      for (Affected entry : entries) {
        if (AffectedVersions.holdsByText(entry, sought.version())) {
          return new Hit(advisory, List.of(entry), entry, true);
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

  private static final Comparator<Vulnerability> WORST_FIRST =
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

  private static double epss(Vulnerability finding) {
    Vulnerability.Epss epss = finding.epss();
    return epss == null ? -1 : epss.score();
  }
}
