package dev.breakwater.cli;

import dev.breakwater.advisory.feed.FeedUpdater;
import dev.breakwater.content.ContentScanner;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Survey;
import dev.breakwater.core.judge.Judge;
import dev.breakwater.core.judge.SeverityThreshold;
import dev.breakwater.core.plan.Planner;
import dev.breakwater.core.report.JsonReport;
import dev.breakwater.core.report.ReportWriter;
import dev.breakwater.core.report.SarifReport;
import dev.breakwater.core.report.SurveyJson;
import dev.breakwater.core.report.SurveySarif;
import dev.breakwater.core.report.SurveyTable;
import dev.breakwater.core.report.SurveyWriter;
import dev.breakwater.core.report.TableReport;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.container.Machine;
import dev.breakwater.image.oci.Platform;
import dev.breakwater.image.registry.RegistryClient;
import dev.breakwater.image.registry.RegistryOptions;
import dev.breakwater.inventory.sbom.CycloneDxReport;
import dev.breakwater.inventory.sbom.SpdxReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code scan}: what is vulnerable in a subject. */
final class ScanCommand implements Callable<Integer> {
  private enum Format {
    TABLE,
    JSON,
    SARIF,
    CYCLONEDX,
    SPDX
  }

  private final Console console;
  private final PositionalParamSpec subject =
      PositionalParamSpec.builder()
          .paramLabel("SUBJECT")
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .description(
              "registry:REF, docker:REF, podman:REF or containerd:REF; container:NAME, a container of this machine; host:,"
                  + " this machine and all that runs on it; docker-archive:FILE, oci-archive:FILE, oci:DIR[:TAG],"
                  + " dir:PATH, sbom:FILE or purls:FILE (- for standard input). Without a prefix: what exists in the file system is taken by its"
                  + " content, all else is an image in a registry.")
          .build();
  private final OptionSpec platform =
      text("OS/ARCH", "The image wanted of several, for example linux/arm64.", "--platform");
  private final OptionSpec format =
      OptionSpec.builder("-f", "--format")
          .paramLabel("FORMAT")
          .type(Format.class)
          .defaultValue("TABLE")
          .description("table, json, sarif, cyclonedx or spdx. Default: table.")
          .build();
  private final OptionSpec output =
      text("FILE", "Write the report to FILE instead of standard output.", "-o", "--output");
  private final OptionSpec severity =
      text(
          "LEVEL[,LEVEL…]",
          "Report only findings of these severities: critical, high, medium, low, negligible, unknown.",
          "-s",
          "--severity");
  private final OptionSpec onlyFixed =
      flag("Report only findings that have a fixed version.", "--only-fixed");
  private final OptionSpec failOn =
      text(
          "LEVEL",
          "Deny (exit code 1) where a reported finding is this severe or worse; what could not be assessed gives 3.",
          "--fail-on");
  private final OptionSpec allowNotAssessed =
      flag(
          "Let --fail-on pass although a part of the subject could not be assessed.",
          "--allow-not-assessed");
  private final OptionSpec offline =
      flag("Use only the advisories in the store; fetch nothing.", "--offline");
  private final OptionSpec archiveFeed =
      text(
          "WHEN",
          "Ask the package archive that the subject names for outstanding security updates: auto (where the"
              + " distribution's advisories cannot be had), always or never. Default: auto.",
          "--archive-feed");
  private final OptionSpec feeds = DbCommands.feedsOption();
  private final OptionSpec store = DbCommands.storeOption();
  private final OptionSpec allTags =
      flag(
          "SUBJECT is a repository, as in registry:ghcr.io/acme/app: scan every tag of it.",
          "--all-tags");
  private final OptionSpec catalog =
      flag(
          "SUBJECT is a registry, as in registry:localhost:5000: scan every tag of every repository.",
          "--catalog");
  private final OptionSpec details =
      OptionSpec.builder("--report")
          .paramLabel("WHAT")
          .type(String.class)
          .description(
              "Of many subjects print all: each report and the summary; or summary alone. Default: summary in a"
                  + " table of --all-tags or --catalog, else all.")
          .build();
  private final OptionSpec noCache =
      flag("Do not keep or use facts of layers already read.", "--no-cache");
  private final OptionSpec plainHttp =
      OptionSpec.builder("--plain-http")
          .paramLabel("HOST")
          .type(List.class)
          .auxiliaryTypes(String.class)
          .arity("1")
          .description("Speak to this registry, HOST or HOST:PORT, without TLS. May be repeated.")
          .build();
  private final OptionSpec caFile =
      text("FILE", "Trust the certificate authorities in this PEM file as well.", "--ca-file");

  private final CommandSpec spec = Main.command(this);

  ScanCommand(Console console) {
    this.console = console;
    spec.addPositional(subject);
    for (OptionSpec option :
        List.of(
            format,
            output,
            severity,
            onlyFixed,
            failOn,
            allowNotAssessed,
            platform,
            allTags,
            catalog,
            details,
            offline,
            archiveFeed,
            feeds,
            store,
            noCache,
            plainHttp,
            caFile)) {
      spec.addOption(option);
    }
    spec.usageMessage()
        .sortOptions(false)
        .description("Find what is vulnerable in an image, a directory or an SBOM.")
        .footer(
            "",
            "Examples:",
            "  breakwater scan dir:/",
            "  breakwater scan ghcr.io/acme/app:1.2 --platform linux/arm64 --fail-on high --only-fixed",
            "  docker save app | gzip > app.tgz && breakwater scan app.tgz --format sarif -o app.sarif",
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
    Path file = path(output);
    ReportOutput destination =
        new ReportOutput(
            file, format.<Format>getValue().name().toLowerCase(Locale.ROOT), console.report());
    Path directory = file == null ? null : file.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw usage("--output: there is no directory " + directory);
    }
    ProgressLine line =
        console.errIsTerminal() ? new ProgressLine(console.err(), console.width()) : null;
    try {
      return isSurvey() ? survey(destination, line) : one(destination, line);
    } finally {
      if (line != null) {
        line.clear();
      }
    }
  }

  private int one(ReportOutput destination, @Nullable ProgressLine line)
      throws BreakwaterException {
    if (details.getValue() != null) {
      throw usage("--report is for many subjects: host:, --all-tags or --catalog");
    }
    ReportWriter writer = writer(format.getValue());
    Progress progress = progress(line);
    Report report =
        scan(noCache.<Boolean>getValue() ? null : directories().layers(), progress)
            .run(SubjectReference.parse(subject.getValue()), progress);
    if (line != null) {
      line.clear();
    }
    destination.write(out -> writer.write(report, out));
    return report.verdict().outcome().exitCode();
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

  private int survey(ReportOutput destination, @Nullable ProgressLine line)
      throws BreakwaterException {
    SurveyWriter writer = surveyWriter(format.getValue());
    Progress progress = progress(line);
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    boolean host = HostSurvey.SUBJECT.equals(subject.getValue());
    // Without a cache to keep, one for this run: a layer that many images share is read once.
    try (RegistryClient client = host ? null : new RegistryClient(registry());
        ShortLivedDirectory layers = new ShortLivedDirectory(noCache.<Boolean>getValue())) {
      Scan scan = scan(layers.orElse(directories().layers()), progress);
      Survey survey = survey(scan, client, progress, line, now);
      destination.write(out -> writer.write(survey, out));
      return survey.outcome().exitCode();
    }
  }

  private Survey survey(
      Scan scan,
      @Nullable RegistryClient client,
      Progress progress,
      @Nullable ProgressLine line,
      Instant now)
      throws BreakwaterException {
    Runnable scanned = line == null ? () -> {} : line::clear;
    String name = subject.getValue();
    if (client == null) {
      Machine machine = Machine.ofThisOne(console.environment());
      return new HostSurvey(scan, machine, progress, scanned).begin(now);
    }
    RegistrySurvey registry = new RegistrySurvey(scan, client, progress, scanned);
    return catalog.<Boolean>getValue()
        ? registry.ofRegistry(name, now)
        : registry.ofRepository(name, now);
  }

  private static Progress progress(@Nullable ProgressLine line) {
    return line == null ? (step, done, total) -> {} : line;
  }

  private Directories directories() {
    return Directories.of(console.environment());
  }

  private Scan scan(@Nullable Path layers, Progress progress) throws BreakwaterException {
    Severity threshold = failOn.getValue() == null ? null : level("--fail-on", failOn.getValue());
    Directories directories = directories();
    Path advisories =
        store.getValue() == null ? directories.advisories() : Path.of(store.<String>getValue());
    return new Scan(
        new ImageOptions(platform(), registry(), layers),
        advisories,
        offline.<Boolean>getValue()
            ? null
            : new MissingFeeds(new FeedUpdater(advisories, feeds.getValue(), progress)),
        archiveUse(),
        directories.archive(),
        new ContentScanner(List.of()),
        new Judge(
            List.of(),
            new FindingFilter(severities(), onlyFixed.<Boolean>getValue())::keeps,
            threshold == null ? List.of() : List.of(new SeverityThreshold(threshold)),
            allowNotAssessed.<Boolean>getValue(),
            new Planner(new FixedVersions())),
        console.in());
  }

  private @Nullable Platform platform() {
    String text = platform.getValue();
    try {
      return text == null ? null : Platform.parse(text);
    } catch (IllegalArgumentException e) {
      throw usage("--platform: " + e.getMessage());
    }
  }

  private RegistryOptions registry() {
    List<String> hosts = plainHttp.getValue();
    return new RegistryOptions(
        hosts == null ? Set.of() : Set.copyOf(hosts),
        path(caFile),
        RegistryOptions.usualDockerConfig(console.environment()).orElse(null));
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

  private Set<Severity> severities() {
    String list = severity.getValue();
    if (list == null) {
      return Set.of(Severity.values());
    }
    return Arrays.stream(list.split(","))
        .map(word -> level("--severity", word))
        .collect(Collectors.toSet());
  }

  private Severity level(String option, String word) {
    return Severity.parse(word)
        .orElseThrow(() ->
            usage(
                option
                    + ": '"
                    + word
                    + "' is no severity; there are "
                    + Arrays.stream(Severity.values())
                        .map(Severity::label)
                        .collect(Collectors.joining(", "))));
  }

  private SurveyWriter surveyWriter(Format chosen) {
    String wanted = details.getValue();
    boolean all =
        switch (wanted == null ? "" : wanted) {
          case "" -> chosen != Format.TABLE || HostSurvey.SUBJECT.equals(subject.getValue());
          case "all" -> true;
          case "summary" -> false;
          default -> throw usage("--report is all or summary, not '" + wanted + "'");
        };
    return switch (chosen) {
      case TABLE -> new SurveyTable(table(), all);
      case JSON -> new SurveyJson(all);
      case SARIF -> new SurveySarif(new SarifReport(Main.version()));
      case CYCLONEDX, SPDX ->
          throw usage(
              "--format: an SBOM is of one subject; scan the images one by one, or take json");
    };
  }

  private TableReport table() {
    return new TableReport(
        console.width(),
        output.getValue() == null && console.colour(),
        console.unicode(),
        new FixedVersions());
  }

  private ReportWriter writer(Format chosen) {
    return switch (chosen) {
      case TABLE -> table();
      case JSON -> new JsonReport();
      case SARIF -> new SarifReport(Main.version());
      case CYCLONEDX -> new CycloneDxReport(Main.version());
      case SPDX -> new SpdxReport(Main.version());
    };
  }

  private @Nullable Path path(OptionSpec option) {
    String text = option.getValue();
    return text == null ? null : Path.of(text);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static OptionSpec text(String label, String description, String... names) {
    return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
        .paramLabel(label)
        .type(String.class)
        .description(description)
        .build();
  }

  private static OptionSpec flag(String description, String name) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .defaultValue("false")
        .description(description)
        .build();
  }
}
