package dev.breakwater.cli;

import dev.breakwater.advisory.feed.FeedUpdater;
import dev.breakwater.advisory.store.StoreDirectory;
import dev.breakwater.content.secret.SecretVerifier;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Report;
import dev.breakwater.core.Survey;
import dev.breakwater.core.net.EnvironmentProxies;
import dev.breakwater.core.plan.Planner;
import dev.breakwater.core.report.ReportWriter;
import dev.breakwater.core.report.SurveyWriter;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.container.Machine;
import dev.breakwater.image.registry.RegistryClient;
import dev.breakwater.inventory.base.KnownBases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code scan}: what is vulnerable in a subject. */
final class ScanCommand implements Callable<Integer> {
  private final Console console;
  private final PositionalParamSpec subject =
      Options.operands(
          "SUBJECT",
          "1",
          "registry:REF, docker:REF, podman:REF or containerd:REF; container:NAME, a container"
              + " of this machine; host:, this machine and all that runs on it;"
              + " docker-archive:FILE, oci-archive:FILE, oci:DIR[:TAG], dir:PATH, sbom:FILE or"
              + " purls:FILE (- for standard input). Without a prefix: what exists in the file"
              + " system is taken by its content, all else is an image in a registry.");
  private final OptionSpec offline =
      Options.flag("Use only the advisories in the store; fetch nothing.", "--offline");
  private final OptionSpec archiveFeed =
      Options.text(
          "WHEN",
          "Ask the package archive that the subject names for outstanding security updates: auto"
              + " (where the distribution's advisories cannot be had), always or never. Default:"
              + " auto.",
          "--archive-feed");
  private final OptionSpec feeds = DbCommands.feedsOption();
  private final OptionSpec store = DbCommands.storeOption();
  private final OptionSpec allTags =
      Options.flag(
          "SUBJECT is a repository, as in registry:ghcr.io/acme/app: scan every tag of it.",
          "--all-tags");
  private final OptionSpec catalog =
      Options.flag(
          "SUBJECT is a registry, as in registry:localhost:5000: scan every tag of every"
              + " repository.",
          "--catalog");
  private final OptionSpec details =
      OptionSpec.builder("--report")
          .paramLabel("WHAT")
          .type(String.class)
          .description(
              "Of many subjects print all: each report and the summary; or summary alone. Default:"
                  + " summary in a table of --all-tags or --catalog, else all.")
          .build();
  private final OptionSpec noCache =
      Options.flag("Do not keep or use facts of layers already read.", "--no-cache");
  private final OptionSpec scanners =
      Options.text(
          "WHAT[,WHAT…]",
          "What to look for: " + Scanners.NAMES + ". Default: all of them.",
          "--scanners");
  private final OptionSpec verifySecrets =
      Options.flag(
          "Ask providers whether the secrets that were found still work. Sends each to the provider"
              + " that made it, and to nobody else.",
          "--verify-secrets");
  private final OptionSpec malwareList =
      Options.text(
          "FILE",
          "Hashes of known-bad files, as ClamAV writes them (.hdb, .hsb), or lines of SHA-256 and"
              + " name. Default: what 'db update malware' fetched.",
          "--malware-list");

  private final CommandSpec spec = Main.command(this);
  private final ReportOptions report;
  private final JudgementOptions judgement;
  private final OpeningOptions opening;

  ScanCommand(Console console) {
    this.console = console;
    spec.addPositional(subject);
    report = new ReportOptions(console, spec);
    report.addTo(spec);
    judgement = new JudgementOptions(spec, Path.of(""));
    judgement.addTo(spec);
    spec.addOption(scanners).addOption(verifySecrets).addOption(malwareList);
    opening = new OpeningOptions(spec);
    for (OptionSpec option :
        List.of(allTags, catalog, details, offline, archiveFeed, feeds, store, noCache)) {
      spec.addOption(option);
    }
    spec.usageMessage()
        .sortOptions(false)
        .description(
            "Find what is dangerous in an image, a container, a directory or an SBOM: vulnerable"
                + " packages, secrets, mistakes in settings and malware.")
        .footer(
            "",
            "Examples:",
            "  breakwater scan dir:/",
            "  breakwater scan ghcr.io/acme/app:1.2 --platform linux/arm64 --fail-on high"
                + " --only-fixed",
            "  docker save app | gzip > app.tgz && breakwater scan app.tgz --format sarif -o"
                + " app.sarif",
            "  breakwater scan oci-archive:app.tar --policy default --since last-week.json"
                + " --explain",
            "  breakwater scan app.tgz --format json -o app.json --quiet && breakwater judge"
                + " app.json -f html -o app.html",
            "  breakwater scan sbom:bom.json --format json",
            "  sudo breakwater scan host:",
            "  breakwater scan registry:ghcr.io/acme/app --all-tags --format json -o app.json",
            "  echo pkg:npm/lodash@4.17.20 | breakwater scan purls:-",
            "",
            "Exit codes: 0 passed, 1 the policy denied, 2 wrong usage, 3 could not be assessed.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws BreakwaterException {
    ReportOutput destination = report.destination();
    try (ProgressLine line = new ProgressLine(console, !report.quiet())) {
      return isSurvey() ? survey(destination, line) : one(destination, line);
    }
  }

  private int one(ReportOutput destination, ProgressLine line) throws BreakwaterException {
    if (details.getValue() != null) {
      throw usage("--report is for many subjects: host:, --all-tags or --catalog");
    }
    ReportWriter writer = report.writer(judgement.explain());
    boolean keeps = !noCache.<Boolean>getValue() && !verifySecrets.<Boolean>getValue();
    Report found;
    try (SecretVerifier verifier = verifier()) {
      found =
          scan(keeps ? directories().layers() : null, verifier, line)
              .run(SubjectReference.parse(subject.getValue()), line);
    }
    line.clear();
    report.write(found, writer, destination);
    return found.verdict().outcome().exitCode();
  }

  private @Nullable SecretVerifier verifier() throws BreakwaterException {
    if (!verifySecrets.<Boolean>getValue()) {
      return null;
    }
    if (offline.<Boolean>getValue()) {
      throw usage("--verify-secrets asks providers, and --offline forbids it");
    }
    return new SecretVerifier(EnvironmentProxies.from(console.environment()).orElse(null));
  }

  /** Whether the subject is many; checks that they are asked for in a way that means something. */
  private boolean isSurvey() {
    boolean ofRegistry = allTags.<Boolean>getValue() || catalog.<Boolean>getValue();
    String name = subject.getValue();
    for (String prefix : SubjectReference.OTHERS_THAN_REGISTRY) {
      if (ofRegistry && name.startsWith(prefix + ":")) {
        throw usage(
            "--all-tags and --catalog are of a registry; '"
                + prefix
                + ":' is not, and a registry or repository of that name is written registry:"
                + name);
      }
    }
    if (allTags.<Boolean>getValue() && catalog.<Boolean>getValue()) {
      throw usage("--all-tags and --catalog exclude each other; --catalog takes all tags");
    }
    return ofRegistry || HostSurvey.SUBJECT.equals(name);
  }

  private int survey(ReportOutput destination, ProgressLine line) throws BreakwaterException {
    SurveyWriter writer = surveyWriter();
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    boolean host = HostSurvey.SUBJECT.equals(subject.getValue());
    // Without a cache to keep, one for this run: a layer that many images share is read once. With
    // secrets to verify there is none at all, because these are never written down.
    try (RegistryClient client = host ? null : new RegistryClient(images().registry());
        ShortLivedDirectory layers = new ShortLivedDirectory(noCache.<Boolean>getValue());
        SecretVerifier verifier = verifier()) {
      Path kept = verifier == null ? layers.orElse(directories().layers()) : null;
      Scan scan = scan(kept, verifier, line);
      Survey survey = survey(scan, client, line, now);
      report.write(survey, writer, destination);
      return survey.outcome().exitCode();
    }
  }

  private Survey survey(Scan scan, @Nullable RegistryClient client, ProgressLine line, Instant now)
      throws BreakwaterException {
    String name = subject.getValue();
    if (client == null) {
      Machine machine = Machine.ofThisOne(console.environment());
      return new HostSurvey(scan, machine, line, line::clear).begin(now);
    }
    RegistrySurvey registry = new RegistrySurvey(scan, client, line, line::clear);
    return catalog.<Boolean>getValue()
        ? registry.ofRegistry(name, now)
        : registry.ofRepository(name, now);
  }

  private Directories directories() {
    return Directories.of(console.environment());
  }

  private ImageOptions images() {
    return opening.of(console.environment());
  }

  private Scan scan(@Nullable Path layers, @Nullable SecretVerifier verifier, Progress progress)
      throws BreakwaterException {
    Directories directories = directories();
    Path advisories =
        store.getValue() == null
            ? directories.advisories()
            : Options.path(spec, "--store", store.getValue());
    ImageOptions images = images();
    return new Scan(
        new ImageOptions(images.platform(), images.registry(), layers),
        advisories,
        offline.<Boolean>getValue()
            ? null
            : new MissingFeeds(new FeedUpdater(advisories, feeds.getValue(), progress)),
        archiveUse(),
        directories.archive(),
        scanners(advisories, verifier),
        KnownBases.at(Directories.bases(console.environment())),
        judgement.judge(new Planner(new FixedVersions())),
        console.in());
  }

  private Scanners scanners(Path advisories, @Nullable SecretVerifier verifier)
      throws BreakwaterException {
    String list = malwareList.getValue();
    Path fetched = new StoreDirectory(advisories).malware();
    Path hashes = null;
    if (list != null) {
      hashes = Options.path(spec, "--malware-list", list);
    } else if (Files.isRegularFile(fetched)) {
      hashes = fetched;
    }
    try {
      return Scanners.of(scanners.getValue(), hashes, verifier);
    } catch (IllegalArgumentException e) {
      throw usage("--scanners: " + e.getMessage());
    }
  }

  private Scan.ArchiveUse archiveUse() {
    String when = archiveFeed.getValue();
    return switch (when == null ? "auto" : when) {
      case "auto" -> Scan.ArchiveUse.AUTO;
      case "always" -> Scan.ArchiveUse.ALWAYS;
      case "never" -> Scan.ArchiveUse.NEVER;
      default -> throw usage("--archive-feed is auto, always or never, not '" + when + "'");
    };
  }

  private SurveyWriter surveyWriter() {
    String wanted = details.getValue();
    boolean each =
        switch (wanted == null ? "" : wanted) {
          case "" -> !report.isTable() || HostSurvey.SUBJECT.equals(subject.getValue());
          case "all" -> true;
          case "summary" -> false;
          default -> throw usage("--report is all or summary, not '" + wanted + "'");
        };
    return report.surveyWriter(judgement.explain(), each);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
