package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Report;
import dev.breakwater.core.plan.Planner;
import dev.breakwater.core.report.JsonReport;
import dev.breakwater.core.report.JsonReportReader;
import dev.breakwater.core.report.ReportWriter;
import dev.breakwater.core.report.SarifReport;
import dev.breakwater.core.report.TableReport;
import dev.breakwater.core.vex.OpenVexReport;
import dev.breakwater.inventory.sbom.CycloneDxReport;
import dev.breakwater.inventory.sbom.SpdxReport;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code judge}: another verdict on what an earlier scan found. */
final class JudgeCommand implements Callable<Integer> {
  private enum Format {
    TABLE,
    JSON,
    SARIF,
    CYCLONEDX,
    SPDX,
    OPENVEX
  }

  private final Console console;
  private final PositionalParamSpec report =
      PositionalParamSpec.builder()
          .paramLabel("REPORT")
          .index("0")
          .arity("1")
          .required(true)
          .type(String.class)
          .description("What 'breakwater scan --format json' wrote.")
          .build();
  private final OptionSpec format =
      OptionSpec.builder("-f", "--format")
          .paramLabel("FORMAT")
          .type(Format.class)
          .defaultValue("TABLE")
          .description("table, json, sarif, cyclonedx, spdx or openvex. Default: table.")
          .build();
  private final OptionSpec output =
      OptionSpec.builder("-o", "--output")
          .paramLabel("FILE")
          .type(String.class)
          .description("Write the report to FILE instead of standard output.")
          .build();
  private final OptionSpec at =
      OptionSpec.builder("--at")
          .paramLabel("INSTANT")
          .type(String.class)
          .description(
              "Judge as at this time, for example 2026-01-31T12:00:00Z, which is also the time of the new report. Default: now.")
          .build();
  private final CommandSpec spec = Main.command(this);
  private final JudgementOptions judgement;

  /**
   * @param policies reads what {@code --policy} names
   * @param directory where the usual files are looked for
   */
  JudgeCommand(Console console, JudgementOptions.Policies policies, Path directory) {
    this.console = console;
    this.judgement = new JudgementOptions(spec, policies, directory);
    spec.addPositional(report);
    for (OptionSpec option : List.of(format, output, at)) {
      spec.addOption(option);
    }
    judgement.addTo(spec);
    spec.usageMessage()
        .sortOptions(false)
        .description(
            "Judge what a scan found again, by other policies, waivers, VEX documents or another day.",
            "Nothing is scanned: vulnerabilities that are known since are not found.")
        .footer(
            "",
            "Examples:",
            "  breakwater judge report.json --fail-on high --since last-week.json",
            "  breakwater judge report.json --vex vendor.openvex.json --waivers .breakwater/waivers.yaml",
            "  breakwater judge report.json --policy release.yaml --at 2026-12-31T00:00:00Z",
            "",
            "Exit codes: 0 passed, 1 the policy denied, 2 wrong usage, 3 could not be assessed.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws BreakwaterException {
    Path file = output.getValue() == null ? null : path(output.getValue());
    Path parent = file == null ? null : file.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw usage("--output: there is no directory " + parent);
    }
    Instant now = now();
    Path waivers = judgement.waiversFile();
    if (waivers != null && console.errIsTerminal()) {
      console.err().println("waivers of " + waivers);
    }
    Report judged =
        judgement
            .judge(new Planner(new FixedVersions()))
            .judge(JsonReportReader.read(path(report.getValue())).evidence(now));
    Format chosen = format.getValue();
    ReportWriter writer = writer(chosen, file);
    new ReportOutput(file, chosen.name().toLowerCase(Locale.ROOT), console.report())
        .write(out -> writer.write(judged, out));
    return judged.verdict().outcome().exitCode();
  }

  private Instant now() {
    String text = at.getValue();
    if (text == null) {
      return Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw usage("--at: '" + text + "' is no instant such as 2026-01-31T12:00:00Z");
    }
  }

  private ReportWriter writer(Format chosen, @Nullable Path file) {
    return switch (chosen) {
      case TABLE ->
          new TableReport(
              console.width(),
              file == null && console.colour(),
              console.unicode(),
              new FixedVersions());
      case JSON -> new JsonReport();
      case SARIF -> new SarifReport(Main.version());
      case CYCLONEDX -> new CycloneDxReport(Main.version());
      case SPDX -> new SpdxReport(Main.version());
      case OPENVEX -> new OpenVexReport(Main.version(), "breakwater");
    };
  }

  private Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw usage("'" + text + "' is not a path: " + e.getReason());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
