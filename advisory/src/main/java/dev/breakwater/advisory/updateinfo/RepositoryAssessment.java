package dev.breakwater.advisory.updateinfo;

import dev.breakwater.advisory.mirror.ArchiveCache;
import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.ArchiveTransports;
import dev.breakwater.advisory.mirror.BoundedInputStream;
import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.mirror.Compression;
import dev.breakwater.advisory.mirror.OpenPgpKeyring;
import dev.breakwater.advisory.updateinfo.RepositoryReader.Announced;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One question to a subject's repositories, from its configuration to the findings. Used once.
 *
 * <p>Each repository that announces updates is assessed by itself, for they change at different
 * paces and fail one by one.
 */
final class RepositoryAssessment {
  private static final long LARGEST_UNPACKED = 2L << 30;
  private static final Duration OLD = Duration.ofDays(30);
  private static final String ONLY_RELEASED =
      "only fixes that the repository has released are known, vulnerabilities without a fix are not";

  private final @Nullable Distribution distribution;
  private final InstalledRpms installed;
  private final CapturedFiles settings;
  private final ArchiveOptions options;
  private final Progress progress;
  private final ArchiveTransports transports;
  private final OutstandingUpdates outstanding;
  private final List<Assessment> assessed = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Read> read = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();

  RepositoryAssessment(
      @Nullable Distribution distribution,
      InstalledRpms installed,
      CapturedFiles settings,
      Optional<Path> root,
      ArchiveOptions options,
      Progress progress) {
    this.distribution = distribution;
    this.installed = installed;
    this.settings = settings;
    this.options = options;
    this.progress = progress;
    this.transports = new ArchiveTransports(root, options);
    this.outstanding =
        new OutstandingUpdates(installed, distribution == null ? "rpm" : distribution.id());
  }

  /** A repository whose announcements were read. */
  private record Read(String id, Announced announced, List<String> notes) {}

  ArchiveResult run() {
    problems.addAll(installed.problems());
    problems.addAll(settings.problems());
    List<RpmRepository> repositories = RpmRepository.enabled(settings, problems);
    if (repositories.isEmpty()) {
      notAssessed(
          name(),
          settings.files().isEmpty()
              ? "the subject has no configuration of rpm repositories, so its updates are not known"
              : "the subject's configuration enables no rpm repository");
      return result();
    }
    Variables variables = Variables.of(settings, distribution, installed);
    try {
      ArchiveCache cache = ArchiveCache.open(options.cacheDir());
      int done = 0;
      for (RpmRepository repository : repositories) {
        progress.at("reading repository " + repository.id(), done++, repositories.size());
        assess(repository, variables, cache);
      }
      cache.prune(Instant.now());
    } catch (ArchiveException e) {
      notAssessed(name(), e.getMessage());
    } finally {
      transports.close();
    }
    conclude();
    return result();
  }

  private void assess(RpmRepository repository, Variables variables, ArchiveCache cache) {
    List<String> notes = new ArrayList<>();
    try {
      Announced announced = announced(repository, variables, cache, notes);
      if (announced.file() == null) {
        silent.add(repository.id());
        return;
      }
      readUpdates(repository.id(), announced, announced.file(), notes);
      read.add(new Read(repository.id(), announced, notes));
    } catch (ArchiveException e) {
      notAssessed(name() + " (" + repository.id() + ")", e.getMessage());
      problems.add(new Problem(repository.place(), repository.id() + ": " + e.getMessage()));
    }
  }

  /** Where the subject is pinned to a release, later fixes are in the latest one only. */
  private Announced announced(
      RpmRepository repository, Variables variables, ArchiveCache cache, List<String> notes)
      throws ArchiveException {
    String pinned = variables.pinnedRelease();
    if (pinned == null) {
      return reader(repository, variables, cache).read();
    }
    try {
      Announced latest = reader(repository, variables.unpinned(), cache).read();
      notes.add(
          "the subject is pinned to release " + pinned + ", and was compared with the latest one");
      return latest;
    } catch (ArchiveException.Unreachable e) {
      throw e;
    } catch (ArchiveException e) {
      Announced own = reader(repository, variables, cache).read();
      notes.add(
          "the subject is pinned to release "
              + pinned
              + " and the latest one cannot be read ("
              + e.getMessage()
              + "), so fixes that were released later are not known");
      return own;
    }
  }

  private RepositoryReader reader(RpmRepository repository, Variables variables, ArchiveCache cache)
      throws ArchiveException {
    RpmRepository complete = repository.with(variables);
    return new RepositoryReader(complete, variables, keyring(complete), transports, cache, options);
  }

  /**
   * The keys that the repository names, as far as the subject has them; where it has none of them,
   * all of its keys: links, which distributions use for some, are not captured.
   */
  private @Nullable OpenPgpKeyring keyring(RpmRepository repository) {
    List<OpenPgpKeyring> keyrings = new ArrayList<>();
    for (String key : repository.keys()) {
      String path = key.startsWith("file:") ? key.substring(5).replaceFirst("^/+", "") : "";
      CapturedFile file = settings.files().get(path);
      if (file != null) {
        add(path, file, keyrings, problems);
      }
    }
    if (keyrings.isEmpty()) {
      // That one of so many keys cannot be read matters to nobody: its signatures just do not
      // count.
      List<Problem> unheeded = new ArrayList<>();
      for (Map.Entry<String, CapturedFile> file : settings.files().entrySet()) {
        if (RepositoryFileDetector.isKey(file.getKey())) {
          add(file.getKey(), file.getValue(), keyrings, unheeded);
        }
      }
    }
    return keyrings.isEmpty() ? null : OpenPgpKeyring.joined(keyrings);
  }

  private static void add(
      String path, CapturedFile file, List<OpenPgpKeyring> keyrings, List<Problem> problems) {
    try {
      keyrings.add(OpenPgpKeyring.read(file.content(), path));
    } catch (ArchiveException e) {
      problems.add(new Problem(path, "not used as a key: " + e.getMessage()));
    }
  }

  private void readUpdates(String id, Announced announced, Path file, List<String> notes)
      throws ArchiveException {
    String name = announced.name();
    if (name.endsWith(".bz2") || name.endsWith(".zck")) {
      throw new ArchiveException(
          name + " is packed in a way that cannot be read here; gzip, xz and zstd can");
    }
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), 64 << 10);
        InputStream in =
            new BoundedInputStream(Compression.of(name).unpack(packed), name, LARGEST_UNPACKED)) {
      int unreadable =
          UpdateInfo.read(
              in, name, installed.byName().keySet(), advisory -> outstanding.add(advisory, id));
      if (unreadable > 0) {
        notes.add(unreadable + " of its entries cannot be read and were left out");
      }
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      throw new ArchiveException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void conclude() {
    if (read.isEmpty() && !silent.isEmpty()) {
      notAssessed(
          name(),
          "of the subject's repositories none announces security updates (no updateinfo in "
              + ArchiveResult.joined(silent)
              + ")");
      return;
    }
    for (Read one : read) {
      assessed.add(assessment(one));
    }
  }

  private Assessment assessment(Read one) {
    List<String> reasons = new ArrayList<>();
    Instant changed = one.announced.index().changed();
    boolean stale = changed != null && changed.plus(OLD).isBefore(options.now());
    if (stale) {
      reasons.add("the repository was last changed at " + changed);
    }
    reasons.addAll(one.notes);
    reasons.addAll(one.announced.notes());
    if (!outstanding.unknownStreams().isEmpty()) {
      reasons.add(
          "nothing says of which module stream these are, so not all advisories could be judged: "
              + ArchiveResult.joined(List.copyOf(outstanding.unknownStreams())));
    }
    if (!silent.isEmpty()) {
      reasons.add("no updates are announced by " + ArchiveResult.joined(silent));
    }
    reasons.add(ONLY_RELEASED);
    return new Assessment(
        name() + " (" + one.id + ")",
        stale ? Assessment.State.STALE : Assessment.State.PARTIAL,
        changed,
        installed.packages(),
        String.join("; ", reasons));
  }

  private void notAssessed(String feed, String reason) {
    assessed.add(
        new Assessment(feed, Assessment.State.NOT_ASSESSED, null, installed.packages(), reason));
  }

  /** As OSV names the release where it does, and as its vendor does elsewhere. */
  private String name() {
    if (distribution == null) {
      return "rpm repositories";
    }
    String id = distribution.id();
    String name =
        switch (id) {
          case "amzn" -> "Amazon Linux";
          case "ol" -> "Oracle Linux";
          case "fedora" -> "Fedora";
          case "almalinux" -> "AlmaLinux";
          case "rocky" -> "Rocky Linux";
          default -> id;
        };
    return distribution.versionId() == null ? name : name + ":" + distribution.versionId();
  }

  private ArchiveResult result() {
    return ArchiveResult.sorted(outstanding.findings(), assessed, problems);
  }
}
