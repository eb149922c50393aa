package dev.breakwater.advisory.feed;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.Advisory.Scope;
import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.PackageName;
import dev.breakwater.advisory.feed.OsvRecord.Event;
import dev.breakwater.advisory.feed.OsvRecord.Range;
import dev.breakwater.advisory.feed.OsvRecord.Rating;
import dev.breakwater.advisory.version.UnreadableVersionException;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Effects;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes advisories of OSV records: one for each ecosystem and release that a record speaks of.
 *
 * <p>Go's {@code custom_ranges} hold the versions by which a project is known outside of the module
 * proxy, where its tags are no module versions ({@code controller-v1.9.0}). The owner's tools judge
 * by {@code ranges} alone. That is kept wherever {@code ranges} know a fix. Where they say "every
 * version, for ever", which is all that can be said of pseudo-versions, the custom ranges decide
 * for versions that have a number, and everything up to {@code 0.0.0}, which holds the
 * pseudo-versions {@code v0.0.0-…}, stays affected.
 *
 * <p>For one thread.
 */
final class OsvAdvisories {
  /** Vendors whose advisories stand for several vulnerabilities, and list these as related. */
  private static final Set<String> VENDORS =
      Set.of(
          "ALSA",
          "ALBA",
          "ALEA",
          "RLSA",
          "RLBA",
          "RLEA",
          "RXSA",
          "RHSA",
          "RHBA",
          "RHEA",
          "ELSA",
          "ELBA",
          "ELEA",
          "DSA",
          "DLA",
          "DTSA",
          "USN",
          "LSN",
          "SUSE",
          "openSUSE",
          "MGASA",
          "ALAS",
          "ALAS2",
          "OESA");

  private static final int MAX_COVERED_CHECKS = 1_000_000;

  private final Function<String, Optional<VersionOrder>> orders;
  private final Map<String, Optional<VersionOrder>> knownOrders = new HashMap<>();
  private final CvssScores scores = new CvssScores();
  private final Problems problems;

  OsvAdvisories(Function<String, Optional<VersionOrder>> orders, Problems problems) {
    this.orders = orders;
    this.problems = problems;
  }

  /**
   * The advisories of a record, by ecosystem and release.
   *
   * @param wanted the ecosystems, with their releases, to make advisories for
   */
  Map<Ecosystem, Advisory> of(OsvRecord record, Predicate<Ecosystem> wanted) {
    Map<Ecosystem, Entries> affected = new LinkedHashMap<>(2);
    Map<Ecosystem, List<Rating>> ratings = new HashMap<>(2);
    Map<Ecosystem, String> labels = new HashMap<>(2);
    for (OsvRecord.Affected entry : record.affected()) {
      Filing filing = Filing.of(entry.ecosystem());
      Ecosystem ecosystem = filing.ecosystem();
      if (entry.ecosystem().isBlank() || entry.name().isBlank() || !wanted.test(ecosystem)) {
        continue;
      }
      Entries found = affected.computeIfAbsent(ecosystem, Entries::of);
      Affected converted = convert(record.id(), ecosystem, entry);
      if (converted != null) {
        found.add(converted, filing.channel());
      }
      if (!entry.ratings().isEmpty()) {
        ratings.putIfAbsent(ecosystem, entry.ratings());
      }
      if (entry.label() != null) {
        labels.putIfAbsent(ecosystem, entry.label());
      }
    }
    Map<Ecosystem, Advisory> advisories = new LinkedHashMap<>(2);
    for (Map.Entry<Ecosystem, Entries> entry : affected.entrySet()) {
      Ecosystem ecosystem = entry.getKey();
      advisories.put(
          ecosystem,
          advisory(
              record,
              ratings.getOrDefault(ecosystem, record.ratings()),
              labels.get(ecosystem),
              entry.getValue().list()));
    }
    return advisories;
  }

  /** The entries of one advisory. */
  private sealed interface Entries {
    void add(Affected entry, @Nullable String channel);

    List<Affected> list();

    static Entries of(Ecosystem ecosystem) {
      return Filing.hasChannels(ecosystem.name())
          ? new OfChannels(new LinkedHashMap<>())
          : new Plain(new ArrayList<>(1));
    }
  }

  private record Plain(List<Affected> list) implements Entries {
    @Override
    public void add(Affected entry, @Nullable String channel) {
      list.add(entry);
    }
  }

  /**
   * Entries that say the same of several channels become one; what every installation gets is no
   * channel's.
   *
   * @param channels of each entry, which is without them
   */
  private record OfChannels(Map<Affected, Set<String>> channels) implements Entries {
    private static final String EVERYBODYS = "";

    @Override
    public void add(Affected entry, @Nullable String channel) {
      channels
          .computeIfAbsent(entry, e -> new TreeSet<>())
          .add(channel == null ? EVERYBODYS : channel);
    }

    @Override
    public List<Affected> list() {
      List<Affected> entries = new ArrayList<>(channels.size());
      channels.forEach((entry, of) ->
          entries.add(
              of.contains(EVERYBODYS)
                  ? entry
                  : new Affected(
                      entry.name(),
                      entry.intervals(),
                      entry.versions(),
                      entry.status(),
                      entry.severity(),
                      entry.scope().in(List.copyOf(of)))));
      return entries;
    }
  }

  private Advisory advisory(
      OsvRecord record, List<Rating> ratings, @Nullable String ownLabel, List<Affected> affected) {
    Rating vector = bestVector(ratings.isEmpty() ? record.ratings() : ratings);
    Double score = vector == null ? null : scores.of(vector.score());
    String scored = score == null || vector == null ? null : vector.score();
    String title = Titles.of(record.summary(), record.details(), record.id());
    List<String> weaknesses = Effects.weaknesses(record.weaknesses());
    return new Advisory(
        record.id(),
        record.aliases(),
        upstream(record),
        title,
        record.malicious(),
        record.malicious() ? Severity.CRITICAL : severity(record, ratings, ownLabel, score),
        score,
        scored,
        weaknesses,
        record.malicious() ? List.of() : effects(record, weaknesses, scored, title),
        record.url() == null ? address(record.id()) : record.url(),
        record.published(),
        record.withdrawn(),
        affected);
  }

  /** RustSec's categories are plain words joined by hyphens, such as {@code memory-corruption}. */
  private static List<Vulnerability.Effect> effects(
      OsvRecord record, List<String> weaknesses, @Nullable String vector, String title) {
    StringBuilder words = new StringBuilder(title);
    for (String category : record.categories()) {
      words.append("; ").append(category.replace('-', ' '));
    }
    return Effects.of(weaknesses, vector, words.toString());
  }

  /** What a vendor's advisory fixes; AlmaLinux and others write it as related. */
  private static List<String> upstream(OsvRecord record) {
    if (!record.upstream().isEmpty() || record.related().isEmpty() || !isVendor(record.id())) {
      return record.upstream();
    }
    Set<String> cves = new LinkedHashSet<>();
    for (String related : record.related()) {
      if (related.startsWith("CVE-")) {
        cves.add(related);
      }
    }
    return List.copyOf(cves);
  }

  private static boolean isVendor(String id) {
    int dash = id.indexOf('-');
    return dash > 0 && VENDORS.contains(id.substring(0, dash));
  }

  private static @Nullable String address(String id) {
    return id.startsWith("DSA-") || id.startsWith("DLA-") || id.startsWith("DTSA-")
        ? "https://security-tracker.debian.org/tracker/" + id
        : null;
  }

  /** The vendor's words come before the vector's score. */
  private static Severity severity(
      OsvRecord record, List<Rating> ratings, @Nullable String ownLabel, @Nullable Double score) {
    if (ownLabel != null) {
      Severity own = Severity.parse(ownLabel).orElse(null);
      if (own != null) {
        return own;
      }
    }
    for (Rating rating : ratings) {
      if (!rating.type().startsWith("CVSS_")) {
        Severity own = Severity.parse(rating.score()).orElse(null);
        if (own != null) {
          return own;
        }
      }
    }
    if (record.label() != null) {
      Severity own = Severity.parse(record.label()).orElse(null);
      if (own != null) {
        return own;
      }
    }
    Severity titled = titledSeverity(record);
    if (titled != null) {
      return titled;
    }
    return score == null ? Severity.UNKNOWN : Severity.ofCvss(score);
  }

  /** Red Hat's family begins its titles with the rating: "Important: kernel security update". */
  private static @Nullable Severity titledSeverity(OsvRecord record) {
    String summary = record.summary();
    if (summary == null || !isVendor(record.id())) {
      return null;
    }
    int colon = summary.indexOf(':');
    return colon < 0 || colon > 10
        ? null
        : Severity.parse(summary.substring(0, colon)).orElse(null);
  }

  /** The vector of the newest CVSS version that can be scored; null where there is none. */
  private @Nullable Rating bestVector(List<Rating> ratings) {
    Rating best = null;
    for (Rating rating : ratings) {
      if (rating.type().startsWith("CVSS_V")
          && (best == null || rating.type().compareTo(best.type()) > 0)
          && scores.of(rating.score()) != null) {
        best = rating;
      }
    }
    return best;
  }

  /** Null where the entry speaks of no versions, only of commits. */
  private @Nullable Affected convert(String id, Ecosystem ecosystem, OsvRecord.Affected entry) {
    List<Range> ranges = new ArrayList<>(entry.ranges().size());
    for (Range range : entry.ranges()) {
      if (range.type().equals("ECOSYSTEM") || range.type().equals("SEMVER")) {
        ranges.add(range);
      }
    }
    if (ranges.isEmpty() && entry.versions().isEmpty()) {
      return null;
    }
    VersionOrder order = order(ecosystem, ranges);
    Intervals converter = new Intervals(order);
    List<Interval> intervals = intervals(id, converter, ranges);
    if (!entry.customRanges().isEmpty() && isEverything(intervals)) {
      intervals = withCustom(id, converter, entry.customRanges());
    }
    boolean unaffected = VendorState.isNotAffected(entry.states());
    return new Affected(
        PackageName.normal(ecosystem.name(), entry.name()),
        unaffected ? List.of() : intervals,
        unaffected ? List.of() : versionsBeside(converter, intervals, entry.versions()),
        VendorState.of(entry.states()),
        ownSeverity(entry),
        scope(entry));
  }

  private static Scope scope(OsvRecord.Affected entry) {
    return entry.architectures().isEmpty() && entry.module() == null
        ? Scope.EVERY_BUILD
        : new Scope(List.of(), entry.architectures(), entry.module());
  }

  private @Nullable VersionOrder order(Ecosystem ecosystem, List<Range> ranges) {
    VersionOrder own = knownOrders.computeIfAbsent(ecosystem.toString(), orders).orElse(null);
    if (own != null || ranges.isEmpty() || !ranges.getFirst().type().equals("SEMVER")) {
      return own;
    }
    return knownOrders.computeIfAbsent("semver", orders).orElse(null);
  }

  private List<Interval> intervals(String id, Intervals converter, List<Range> ranges) {
    if (ranges.size() == 1) {
      return intervals(id, converter, ranges.getFirst());
    }
    List<Interval> all = new ArrayList<>();
    for (Range range : ranges) {
      all.addAll(intervals(id, converter, range));
    }
    return converter.inOrder(all);
  }

  private List<Interval> intervals(String id, Intervals converter, Range range) {
    try {
      return converter.of(range.events());
    } catch (UnreadableVersionException e) {
      if (range.type().equals("SEMVER")) {
        try {
          List<Interval> padded = converter.of(padded(range.events()));
          problems.doubtful(id, "read with the missing numbers as 0: " + e.getMessage());
          return padded;
        } catch (UnreadableVersionException notForLackOfNumbers) {
          // Told below, as it stands in the record.
        }
      }
      problems.doubtful(id, "a range is taken as it stands: " + e.getMessage());
      return Intervals.asTheyStand(range.events());
    }
  }

  /** Semantic versions have three numbers; {@code 1.2} can only mean {@code 1.2.0}. */
  private static List<Event> padded(List<Event> events) {
    List<Event> padded = new ArrayList<>(events.size());
    for (Event event : events) {
      String version = event.version();
      int dots = 0;
      boolean numbers = !version.isEmpty();
      for (int i = 0; i < version.length(); i++) {
        char c = version.charAt(i);
        dots += c == '.' ? 1 : 0;
        numbers &= c == '.' || (c >= '0' && c <= '9');
      }
      padded.add(
          numbers && dots < 2 && !version.equals("0")
              ? new Event(event.kind(), version + (dots == 0 ? ".0.0" : ".0"))
              : event);
    }
    return padded;
  }

  private static boolean isEverything(List<Interval> intervals) {
    if (intervals.size() != 1) {
      return false;
    }
    Interval only = intervals.getFirst();
    return only.introduced() == null && only.fixed() == null && only.lastAffected() == null;
  }

  private List<Interval> withCustom(String id, Intervals converter, List<Range> customRanges) {
    List<Interval> custom = intervals(id, converter, customRanges);
    if (custom.isEmpty() || custom.getFirst().introduced() == null) {
      return custom.isEmpty() ? List.of(new Interval(null, null, null)) : custom;
    }
    List<Interval> all = new ArrayList<>(custom.size() + 1);
    all.add(new Interval(null, null, "0.0.0"));
    all.addAll(custom);
    return all;
  }

  /** Listed versions that no interval holds; the others would say the same twice. */
  private static List<String> versionsBeside(
      Intervals converter, List<Interval> intervals, List<String> versions) {
    if (versions.isEmpty()
        || intervals.isEmpty()
        || (long) versions.size() * intervals.size() > MAX_COVERED_CHECKS) {
      return versions;
    }
    Set<String> beside = new LinkedHashSet<>();
    for (String version : versions) {
      boolean covered;
      try {
        covered = converter.contain(intervals, version);
      } catch (UnreadableVersionException cannotBeCompared) {
        covered = false;
      }
      if (!covered) {
        beside.add(version);
      }
    }
    return List.copyOf(beside);
  }

  private static @Nullable Severity ownSeverity(OsvRecord.Affected entry) {
    for (String state : entry.states()) {
      // Debian marks urgencies that nobody has looked at with stars.
      Severity urgency =
          Severity.parse(state.endsWith("*") ? state.replace("*", "") : state).orElse(null);
      if (urgency != null && urgency != Severity.UNKNOWN) {
        return urgency;
      }
    }
    return entry.label() == null ? null : Severity.parse(entry.label()).orElse(null);
  }
}
