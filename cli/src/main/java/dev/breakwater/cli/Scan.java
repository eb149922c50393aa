package dev.breakwater.cli;

import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.MatchResult;
import dev.breakwater.advisory.Matcher;
import dev.breakwater.advisory.NamedArtifacts;
import dev.breakwater.advisory.Subscriptions;
import dev.breakwater.advisory.archive.PackageArchive;
import dev.breakwater.advisory.feed.FeedOutcome;
import dev.breakwater.advisory.feed.FeedUpdater;
import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.judge.Judge;
import dev.breakwater.image.Detector;
import dev.breakwater.image.Image;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.Images;
import dev.breakwater.inventory.Cataloguer;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.RunningKernel;
import dev.breakwater.inventory.base.BaseAttribution;
import dev.breakwater.inventory.base.KnownBases;
import dev.breakwater.inventory.base.Places;
import dev.breakwater.inventory.distribution.EndOfLife;
import dev.breakwater.inventory.sbom.PurlList;
import dev.breakwater.inventory.sbom.SbomReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The main road: a subject is opened and read, its packages are matched, the findings are judged.
 *
 * @param image how to open images
 * @param store the advisory store's directory
 * @param missing fetches what the store lacks; null to fetch nothing
 * @param archiveUse when to ask the package archive that the subject names
 * @param archiveCache what was fetched from package archives
 * @param scanners what to look for
 * @param bases the base images that are known
 * @param judge gives the verdict
 * @param input standard input
 */
record Scan(
    ImageOptions image,
    Path store,
    @Nullable MissingFeeds missing,
    ArchiveUse archiveUse,
    Path archiveCache,
    Scanners scanners,
    KnownBases bases,
    Judge judge,
    InputStream input) {

  /** When to ask the package archive that the subject names. */
  enum ArchiveUse {
    /** Where the distribution's advisories cannot be had. */
    AUTO,
    ALWAYS,
    NEVER
  }

  /** What was read of a subject. */
  private record Read(
      Subject subject,
      Inventory inventory,
      List<Finding> weaknesses,
      Map<PackageArchive, CapturedFiles> archives,
      Subscriptions subscriptions,
      Optional<Path> root) {}

  Report run(SubjectReference reference, Progress progress) throws BreakwaterException {
    Read read =
        switch (reference) {
          case SubjectReference.OfImage(ImageSource source) -> read(source, List.of(), progress);
          case SubjectReference.Sbom(Path file) ->
              listed("sbom", file.toString(), SbomReader.read(file).inventory());
          case SubjectReference.Purls(Path file) ->
              listed("purls", file == null ? "-" : file.toString(), readPurls(file));
        };
    return assess(read, progress);
  }

  /**
   * Scans this machine without its containers.
   *
   * @param besides directories to leave out, where containers are kept
   * @param problems what is known to be missing already
   */
  Report host(List<Path> besides, List<Problem> problems, Progress progress)
      throws BreakwaterException {
    return assess(read(new ImageSource.Host(besides), problems, progress), progress);
  }

  private Read read(ImageSource source, List<Problem> known, Progress progress)
      throws BreakwaterException {
    List<Detector<?>> detectors = new ArrayList<>(Cataloguer.detectors());
    detectors.addAll(PackageArchive.detectors());
    detectors.addAll(Subscriptions.detectors());
    detectors.addAll(scanners.content().detectors());
    try (Image opened = Images.open(source, image, progress)) {
      ImageFacts facts = opened.examine(detectors, progress);
      Inventory inventory = Cataloguer.catalogue(opened.subject(), facts).with(known);
      if (source instanceof ImageSource.Host) {
        inventory = withKernel(inventory);
      }
      Subject subject =
          Cataloguer.withChanges(opened.subject(), inventory, facts)
              .withDistribution(inventory.distribution());
      subject = subject.on(BaseAttribution.of(subject, opened.settings(), bases));
      return new Read(
          subject,
          inventory,
          scanners.content().findings(subject, opened.settings(), facts),
          PackageArchive.settings(facts),
          Subscriptions.of(facts),
          opened.root());
    }
  }

  private static Inventory withKernel(Inventory inventory) {
    try {
      RunningKernel kernel = RunningKernel.read();
      return kernel == null ? inventory : kernel.addTo(inventory);
    } catch (IOException e) {
      return inventory.with(
          List.of(new Problem("the running kernel", BreakwaterException.reason(e))));
    }
  }

  private Inventory readPurls(@Nullable Path file) throws BreakwaterException {
    String name = file == null ? "standard input" : file.toString();
    try (InputStream in = file == null ? input : Files.newInputStream(file)) {
      return PurlList.read(in, name);
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to read " + name + ", but " + BreakwaterException.reason(e), e);
    }
  }

  private static Read listed(String kind, String name, Inventory inventory) {
    Distribution distribution = inventory.distribution();
    if (distribution != null && distribution.endOfLife() == null) {
      distribution = EndOfLife.added(distribution);
    }
    return new Read(
        new Subject(kind, name, null, null, distribution, List.of()),
        inventory,
        List.of(),
        Map.of(),
        Subscriptions.NONE,
        Optional.empty());
  }

  private Report assess(Read read, Progress progress) throws BreakwaterException {
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    Inventory inventory = read.inventory();
    List<Finding> findings = new ArrayList<>();
    List<Problem> problems = new ArrayList<>(inventory.problems());
    List<Assessment> assessed = new ArrayList<>();
    List<Evidence.Alternative> alternatives = List.of();
    if (scanners.ofPackages()) {
      Looked looked = lookUp(read, now, progress);
      inventory = looked.inventory();
      findings.addAll(Places.assign(read.subject(), looked.findings()));
      problems.addAll(looked.problems());
      assessed.addAll(looked.assessed());
      alternatives = alternatives(read.subject(), now);
      problems.addAll(bases.problems());
    }
    findings.addAll(read.weaknesses());
    findings.removeIf(finding -> !scanners.keeps(finding));
    return judge.judge(
        new Evidence(
            now,
            read.subject(),
            assessed,
            problems.stream().sorted().distinct().toList(),
            inventory.packages(),
            findings,
            alternatives));
  }

  /** What the advisories say of the packages. */
  private record Looked(
      Inventory inventory,
      List<Vulnerability> findings,
      List<Assessment> assessed,
      List<Problem> problems) {}

  private Looked lookUp(Read read, Instant now, Progress progress) throws BreakwaterException {
    boolean offline = missing == null;
    if (missing != null && NamedArtifacts.isNeeded(read.inventory())) {
      missing.fetch(Set.of(new Ecosystem(FeedUpdater.JARS, null)));
    }
    AdvisoryStore advisories = AdvisoryStore.at(store);
    Inventory inventory = NamedArtifacts.of(read.inventory(), advisories);
    List<FeedOutcome> outcomes =
        missing == null ? List.of() : missing.fetch(Matcher.needed(inventory));
    progress.at("matching", 0, 0);
    MatchResult match = new Matcher(advisories, now).match(inventory, read.subscriptions());

    List<Vulnerability> findings = new ArrayList<>(match.findings());
    List<Problem> problems = new ArrayList<>();
    List<Assessment> assessed = Unassessed.explain(match.assessed(), outcomes, offline);
    for (PackageArchive archive : PackageArchive.values()) {
      Set<String> feeds = Matcher.feeds(inventory, archive.packageType());
      if (!asksArchive(assessed, feeds)) {
        continue;
      }
      ArchiveResult answer =
          archive.assess(
              inventory,
              read.archives().getOrDefault(archive, CapturedFiles.NONE),
              read.root(),
              ArchiveOptions.defaults(archiveCache)
                  .withOffline(offline)
                  .withCaFile(image.registry().caFile())
                  .at(now),
              progress);
      problems.addAll(answer.problems());
      assessed = Unassessed.answeredByArchive(assessed, answer.assessed(), feeds);
      findings = FindingUnion.of(findings, answer.findings());
    }
    if (!findings.isEmpty()) {
      assessed = new ArrayList<>(assessed);
      assessed.addAll(Unassessed.explain(Unassessed.marks(advisories), outcomes, offline));
    }
    return new Looked(inventory, findings, assessed, problems);
  }

  /** What would be wrong with newer images of the base, as the same advisories see them. */
  private List<Evidence.Alternative> alternatives(Subject subject, Instant now)
      throws BreakwaterException {
    List<KnownBases.Candidate> newer = bases.newer(subject);
    if (newer.isEmpty()) {
      return List.of();
    }
    Matcher matcher = new Matcher(AdvisoryStore.at(store), now);
    List<Evidence.Alternative> alternatives = new ArrayList<>();
    for (KnownBases.Candidate candidate : newer) {
      MatchResult match = matcher.match(candidate.inventory());
      alternatives.add(new Evidence.Alternative(candidate.reference(), match.findings()));
    }
    return alternatives;
  }

  /**
   * @param feeds that judge the packages of the archive's type
   */
  private boolean asksArchive(List<Assessment> assessed, Set<String> feeds) {
    return switch (archiveUse) {
      case NEVER -> false;
      case ALWAYS -> !feeds.isEmpty();
      case AUTO ->
          assessed.stream()
              .anyMatch(
                  a -> a.state() == Assessment.State.NOT_ASSESSED && feeds.contains(a.feed()));
    };
  }
}
