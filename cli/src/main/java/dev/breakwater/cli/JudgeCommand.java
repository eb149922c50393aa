package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Report;
import dev.breakwater.core.judge.Judge;
import dev.breakwater.core.plan.Planner;
import dev.breakwater.core.report.JsonReportReader;
import dev.breakwater.core.report.ReportWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code judge}: another verdict on what an earlier scan or audit found. */
final class JudgeCommand implements Callable<Integer> {
  private final PositionalParamSpec stored =
      Options.operands(
          "REPORT",
          "1",
          "What 'breakwater scan --format json' wrote, or 'breakwater audit --format json'"
              + " without --pss.");
  private final OptionSpec at =
      OptionSpec.builder("--at")
          .paramLabel("INSTANT")
          .type(String.class)
          .description(
              "Judge as at this time, for example 2026-01-31T12:00:00Z, which is also the time of"
                  + " the new report. Default: now.")
          .build();
  private final CommandSpec spec = Main.command(this);
  private final ReportOptions report;
  private final JudgementOptions judgement;

  /**
   * @param directory where the usual file of waivers is looked for
   */
  JudgeCommand(Console console, Path directory) {
    spec.addPositional(stored);
    report = new ReportOptions(console, spec);
    report.addTo(spec);
    judgement = new JudgementOptions(spec, directory);
    judgement.addTo(spec);
    spec.addOption(at);
    spec.usageMessage()
        .sortOptions(false)
        .description(
            "Judge what a scan or an audit found again, by other policies, waivers, VEX documents"
                + " or another day.",
            "Nothing is scanned: vulnerabilities that are known since are not found.")
        .footer(
            "",
            "Examples:",
            "  breakwater judge report.json --fail-on high --since last-week.json",
            "  breakwater judge report.json --vex vendor.openvex.json --waivers"
                + " .breakwater/waivers.yaml",
            "  breakwater judge report.json --policy release.yaml --at 2026-12-31T00:00:00Z",
            "",
            "Exit codes: 0 passed, 1 the policy denied, 2 wrong usage, 3 could not be assessed.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws BreakwaterException {
    ReportOutput destination = report.destination();
    Judge judge = judgement.judge(new Planner(new FixedVersions()));
    Instant now = now();
    Evidence evidence = JsonReportReader.read(path(stored.getValue())).evidence(now);
    report.isAbout(evidence.subject());
    ReportWriter writer = report.writer(judgement.explain());
    Report judged = judge.judge(evidence);
    report.write(judged, writer, destination);
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
