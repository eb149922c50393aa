package dev.breakwater.advisory.archive;

import dev.breakwater.advisory.archive.InstalledSources.Built;
import dev.breakwater.advisory.archive.SuiteIndex.Candidate;
import dev.breakwater.advisory.mirror.ArchiveCache;
import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.ArchiveTransports;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.mirror.OpenPgpKeyring;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Vulnerability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One question to an archive, from the sources to the findings. Used once.
 *
 * <p>For each security suite: its index, from apt's own lists where they are fresh and nothing is
 * outdated by them, else from the archive, else from the cache; then the changelogs of what is
 * outdated, four at a time.
 */
final class ArchiveAssessment {
  private static final int AT_ONCE = 4;
  private static final Duration OLD_WITHOUT_EXPIRY = Duration.ofDays(30);
  private static final String ONLY_RELEASED =
      "only fixes that the security suite has released are known, vulnerabilities without a fix are"
          + " not";

  private final @Nullable Distribution distribution;
  private final InstalledSources installed;
  private final CapturedFiles settings;
  private final Optional<Path> root;
  private final ArchiveOptions options;
  private final Progress progress;
  private final VersionOrder order;
  private final List<Assessment> assessed = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Vulnerability> findings = new TreeMap<>();
  private final ArchiveTransports transports;

  ArchiveAssessment(
      @Nullable Distribution distribution,
      InstalledSources installed,
      CapturedFiles settings,
      Optional<Path> root,
      ArchiveOptions options,
      Progress progress,
      VersionOrder order) {
    this.distribution = distribution;
    this.installed = installed;
    this.settings = settings;
    this.root = root;
    this.options = options;
    this.progress = progress;
    this.order = order;
    this.transports = new ArchiveTransports(root, options);
  }

  ArchiveResult run() {
    problems.addAll(installed.problems());
    problems.addAll(settings.problems());
    String architecture =
        installed.architectures().isEmpty() ? "all" : installed.architectures().first();
    AptSources sources = AptSources.parse(settings, architecture);
    problems.addAll(sources.problems());
    List<SecuritySuite> suites = SecuritySuite.among(sources.sources(), distribution);
    if (suites.isEmpty()) {
      notAssessed(name(), whyNoSuite(sources.sources()));
      return result();
    }
    try {
      ArchiveCache cache = ArchiveCache.open(options.cacheDir());
      for (SecuritySuite suite : suites) {
        assess(suite, cache);
      }
      cache.prune(Instant.now());
    } catch (ArchiveException e) {
      notAssessed(name(), e.getMessage());
    } finally {
      transports.close();
    }
    return result();
  }

  private String whyNoSuite(List<AptSource> sources) {
    if (settings.files().isEmpty()) {
      return "the subject has no apt sources, so its archive is not known";
    }
    return sources.isEmpty()
        ? "the subject's apt sources name no archive"
        : "the subject's apt sources name no security suite for this release; add one, for example"
            + " CODENAME-security";
  }

  private void assess(SecuritySuite suite, ArchiveCache cache) {
    String feed = name() + " (" + suite.name() + ")";
    List<String> reasons = new ArrayList<>();
    List<SuiteIndex> indexes = new ArrayList<>();
    for (AptSource source : suite.sources()) {
      progress.at("reading the index of " + suite.name(), indexes.size(), suite.sources().size());
      try {
        indexes.add(index(source, cache));
      } catch (ArchiveException e) {
        reasons.add(e.getMessage());
        problems.add(new Problem(source.place(), suite.name() + ": " + e.getMessage()));
      }
    }
    if (indexes.isEmpty()) {
      notAssessed(feed, ArchiveResult.joined(reasons));
      return;
    }
    try {
      List<Outdated> outdated = outdated(suite, indexes);
      int unread = report(outdated, cache);
      if (unread > 0) {
        reasons.add(
            "the changelogs of "
                + unread
                + (unread == 1 ? " source package" : " source packages")
                + " could not be read in full, so not all their vulnerabilities are named");
      }
      assessed.add(assessment(feed, indexes, reasons));
    } catch (ArchiveException e) {
      notAssessed(feed, e.getMessage());
    }
  }

  /** The index of a suite, from the nearest place that can be believed. */
  private SuiteIndex index(AptSource source, ArchiveCache cache) throws ArchiveException {
    OpenPgpKeyring keyring = Keyrings.of(source, settings, problems);
    AptLists.Listed listed = listed(source, keyring);
    if (listed != null && listed.fresh() && nothingOutdated(listed.index())) {
      return listed.index();
    }
    SuiteReader reader =
        new SuiteReader(
            source,
            transports.to(source.uri()),
            keyring,
            cache,
            installed,
            order,
            distribution,
            options.now(),
            options.offline());
    try {
      return reader.read();
    } catch (ArchiveException.Unreachable e) {
      if (listed == null) {
        throw e;
      }
      return new SuiteIndex(
          listed.index().release(),
          listed.index().candidates(),
          List.of("judged by the lists that apt has fetched, because " + e.getMessage()));
    }
  }

  private AptLists.@Nullable Listed listed(AptSource source, OpenPgpKeyring keyring) {
    if (root.isEmpty()) {
      return null;
    }
    try {
      return new AptLists(root.get(), installed, order, distribution, options.now())
          .read(source, keyring)
          .orElse(null);
    } catch (ArchiveException e) {
      problems.add(new Problem("var/lib/apt/lists", "not used: " + e.getMessage()));
      return null;
    }
  }

  private boolean nothingOutdated(SuiteIndex index) throws ArchiveException {
    for (Map.Entry<String, Candidate> candidate : index.candidates().entrySet()) {
      if (!installed
          .olderThan(candidate.getKey(), candidate.getValue().version(), order)
          .isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private List<Outdated> outdated(SecuritySuite suite, List<SuiteIndex> indexes)
      throws ArchiveException {
    Map<String, Candidate> newest = new HashMap<>();
    for (SuiteIndex index : indexes) {
      for (Map.Entry<String, Candidate> offered : index.candidates().entrySet()) {
        Candidate before = newest.get(offered.getKey());
        if (before == null
            || SourceRecord.isNewer(
                offered.getValue().version(), before.version(), order, "the archive")) {
          newest.put(offered.getKey(), offered.getValue());
        }
      }
    }
    String id = distribution == null ? "debian" : distribution.id();
    String feed = "archive:" + id + " " + suite.name();
    List<Outdated> outdated = new ArrayList<>();
    for (String source : installed.names()) {
      Candidate candidate = newest.get(source);
      if (candidate == null) {
        continue;
      }
      List<Built> older = installed.olderThan(source, candidate.version(), order);
      if (!older.isEmpty()) {
        outdated.add(new Outdated(suite.name(), feed, source, candidate, older));
      }
    }
    return outdated;
  }

  /** Reads the changelogs and adds the findings; returns how many could not be read. */
  private int report(List<Outdated> outdated, ArchiveCache cache) throws ArchiveException {
    ChangelogReader reader = new ChangelogReader(cache, order, options.offline());
    Semaphore turns = new Semaphore(AT_ONCE);
    AtomicInteger done = new AtomicInteger();
    Map<Outdated, Future<Changelog>> reading = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Outdated one : outdated) {
        reading.put(
            one,
            threads.submit(() -> {
              turns.acquire();
              try {
                return reader.read(
                    one.source(), one.candidate(), one.oldest(order), one.packageNames());
              } finally {
                turns.release();
                progress.at("reading changelogs", done.incrementAndGet(), outdated.size());
              }
            }));
      }
      int unread = 0;
      for (Map.Entry<Outdated, Future<Changelog>> read : reading.entrySet()) {
        Changelog changelog = await(read.getKey(), read.getValue(), threads);
        if (changelog == null) {
          unread++;
        } else if (!changelog.complete()) {
          unread++;
          problems.add(
              new Problem(
                  read.getKey().source() + " " + read.getKey().candidate().version(),
                  "its changelog was cut short by the distribution and does not reach back to what"
                      + " is installed, so more vulnerabilities may be fixed than are named"));
        }
        for (Vulnerability finding : read.getKey().findings(changelog, order)) {
          findings.putIfAbsent(finding.id() + " " + finding.purl(), finding);
        }
      }
      return unread;
    }
  }

  private @Nullable Changelog await(
      Outdated outdated, Future<Changelog> reading, ExecutorService threads)
      throws ArchiveException {
    try {
      return reading.get();
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw new ArchiveException("interrupted", e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof ArchiveException cause)) {
        throw new IllegalStateException(e.getCause());
      }
      problems.add(
          new Problem(
              outdated.source() + " " + outdated.candidate().version(),
              "its changelog could not be read: " + cause.getMessage()));
      return null;
    }
  }

  private Assessment assessment(String feed, List<SuiteIndex> indexes, List<String> failures) {
    Instant asOf = Instant.MAX;
    boolean stale = false;
    Set<String> reasons = new LinkedHashSet<>();
    for (SuiteIndex index : indexes) {
      ReleaseFile release = index.release();
      asOf = release.date().isBefore(asOf) ? release.date() : asOf;
      String age = whyStale(release);
      if (age != null) {
        stale = true;
        reasons.add(age);
      }
      reasons.addAll(index.notes());
    }
    reasons.addAll(failures);
    reasons.add(ONLY_RELEASED);
    return new Assessment(
        feed,
        stale ? Assessment.State.STALE : Assessment.State.PARTIAL,
        asOf,
        installed.packages(),
        String.join("; ", reasons));
  }

  private @Nullable String whyStale(ReleaseFile release) {
    Instant until = release.validUntil();
    if (until != null) {
      return until.isBefore(options.now())
          ? "the archive's index expired at " + until + "; use a mirror that is kept up to date"
          : null;
    }
    return release.date().plus(OLD_WITHOUT_EXPIRY).isBefore(options.now())
        ? "the archive's index was last changed at " + release.date()
        : null;
  }

  private void notAssessed(String feed, String reason) {
    assessed.add(
        new Assessment(feed, Assessment.State.NOT_ASSESSED, null, installed.packages(), reason));
  }

  /** As OSV names the release, where the subject says which it is. */
  private String name() {
    if (distribution == null) {
      return "Debian archive";
    }
    String id = distribution.id();
    String name =
        switch (id) {
          case "debian" -> "Debian";
          case "ubuntu" -> "Ubuntu";
          default -> id;
        };
    return distribution.versionId() == null ? name : name + ":" + distribution.versionId();
  }

  private ArchiveResult result() {
    return ArchiveResult.sorted(findings.values(), assessed, problems);
  }
}
