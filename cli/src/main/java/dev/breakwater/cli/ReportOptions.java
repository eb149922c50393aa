package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Survey;
import dev.breakwater.core.report.Excerpts;
import dev.breakwater.core.report.GitHubAnnotations;
import dev.breakwater.core.report.GitHubReport;
import dev.breakwater.core.report.GitLabCodeQuality;
import dev.breakwater.core.report.GitLabReport;
import dev.breakwater.core.report.HtmlReport;
import dev.breakwater.core.report.InTotoReport;
import dev.breakwater.core.report.JUnitReport;
import dev.breakwater.core.report.JsonReport;
import dev.breakwater.core.report.ReportWriter;
import dev.breakwater.core.report.SarifReport;
import dev.breakwater.core.report.SurveyJson;
import dev.breakwater.core.report.SurveySarif;
import dev.breakwater.core.report.SurveyTable;
import dev.breakwater.core.report.SurveyWriter;
import dev.breakwater.core.report.TableReport;
import dev.breakwater.core.report.VerdictLine;
import dev.breakwater.core.vex.OpenVexReport;
import dev.breakwater.inventory.sbom.CycloneDxReport;
import dev.breakwater.inventory.sbom.SpdxReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that prints reports: in which form, and where to. */
final class ReportOptions {
  /** The forms that a report can have. */
  private enum Format {
    TABLE,
    JSON,
    SARIF,
    HTML,
    JUNIT,
    GITLAB,
    GITLAB_SECRETS,
    GITLAB_SAST,
    GITLAB_CODEQUALITY,
    GITHUB,
    GITHUB_ANNOTATIONS,
    IN_TOTO,
    OPENVEX,
    CYCLONEDX,
    SPDX;

    /** The name on the command line, for example {@code in-toto}. */
    private String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String labels(List<Format> formats) {
      return formats.stream().map(Format::label).collect(Collectors.joining(", "));
    }

    private static Format parse(String text, List<Format> usual) {
      for (Format format : values()) {
        if (format.label().equalsIgnoreCase(text)) {
          return format;
        }
      }
      throw new TypeConversionException("'" + text + "' is no format; there are " + labels(usual));
    }
  }

  /**
   * The forms that have a place for what is wrong with a configuration. The others are about
   * packages, secrets or the digest of an image, so they would be empty, which reads like clean.
   */
  private static final List<Format> OF_CONFIGURATIONS =
      List.of(
          Format.TABLE,
          Format.JSON,
          Format.SARIF,
          Format.HTML,
          Format.JUNIT,
          Format.GITLAB,
          Format.GITLAB_SAST,
          Format.GITLAB_CODEQUALITY,
          Format.GITHUB_ANNOTATIONS);

  private final Console console;
  private final CommandSpec spec;
  private boolean ofConfigurations;
  private final OptionSpec format;
  private final OptionSpec output =
      Options.text(
          "FILE", "Write the report to FILE instead of standard output.", "-o", "--output");
  private final OptionSpec quiet =
      Options.flag(
          "Print the verdict on one line and nothing else; with --output, the report goes to its"
              + " file besides.",
          "-q",
          "--quiet");

  /**
   * Options for one command.
   *
   * @param spec of the command that has the options; see {@link #addTo}
   */
  ReportOptions(Console console, CommandSpec spec) {
    this(console, spec, false);
  }

  private ReportOptions(Console console, CommandSpec spec, boolean ofConfigurations) {
    this.console = console;
    this.spec = spec;
    this.ofConfigurations = ofConfigurations;
    List<Format> formats = ofConfigurations ? OF_CONFIGURATIONS : List.of(Format.values());
    this.format =
        OptionSpec.builder("-f", "--format")
            .paramLabel("FORMAT")
            .type(Format.class)
            .converters(text -> Format.parse(text, formats))
            .description("One of " + Format.labels(formats) + ". Default: table.")
            .build();
  }

  /** The same for a command whose reports are about configurations alone. */
  static ReportOptions ofConfigurations(Console console, CommandSpec spec) {
    return new ReportOptions(console, spec, true);
  }

  /** Says what the reports are about, where the command alone does not tell. */
  void isAbout(Subject subject) {
    ofConfigurations = subject.isConfiguration();
    checkFormat();
  }

  private void checkFormat() {
    if (ofConfigurations && !OF_CONFIGURATIONS.contains(format())) {
      throw usage(
          "--format "
              + format().label()
              + " has no place for what is wrong with manifests; take one of "
              + Format.labels(OF_CONFIGURATIONS));
    }
  }

  /** Adds the options to the command. */
  void addTo(CommandSpec command) {
    for (OptionSpec option : List.of(format, output, quiet)) {
      command.addOption(option);
    }
  }

  /** Whether nothing but the verdict is printed. */
  boolean quiet() {
    return quiet.<Boolean>getValue();
  }

  /** Whether the report is a table for a person. */
  boolean isTable() {
    return format() == Format.TABLE && !isVerdictAlone();
  }

  /** Whether the report is JSON. */
  boolean isJson() {
    return format() == Format.JSON && !isVerdictAlone();
  }

  /** Whether the user says which form it has. */
  boolean isChosen() {
    return format.getValue() != null || quiet();
  }

  private boolean isVerdictAlone() {
    return quiet() && output.getValue() == null;
  }

  private Format format() {
    Format chosen = format.getValue();
    return chosen == null ? Format.TABLE : chosen;
  }

  /** Where the report goes; a mistake in that is better known before a long scan than after it. */
  ReportOutput destination() {
    checkFormat();
    Path file = file();
    Path parent = file == null ? null : file.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw usage("--output: there is no directory " + parent);
    }
    if (file != null && Files.isDirectory(file)) {
      throw usage("--output: " + file.toAbsolutePath() + " is a directory");
    }
    return new ReportOutput(file, format().label(), console.report());
  }

  /** Writes a report and, where the user wants it quiet, prints the verdict besides. */
  void write(Report found, ReportWriter writer, ReportOutput destination)
      throws BreakwaterException {
    destination.write(out -> writer.write(found, out));
    printVerdictBeside(found, destination);
  }

  /** Prints the verdict where the user wants it quiet and the report is in a file. */
  void printVerdictBeside(Report found, ReportOutput destination) throws BreakwaterException {
    if (quiet() && destination.file() != null) {
      printVerdict(out -> new VerdictLine().write(found, out));
    }
  }

  /** The same for many subjects. */
  void write(Survey survey, SurveyWriter writer, ReportOutput destination)
      throws BreakwaterException {
    destination.write(out -> writer.write(survey, out));
    if (quiet() && destination.file() != null) {
      printVerdict(out -> new VerdictLine().write(survey, out));
    }
  }

  private void printVerdict(ReportOutput.Body verdict) throws BreakwaterException {
    new ReportOutput(null, "verdict", console.report()).write(verdict);
  }

  private @Nullable Path file() {
    String text = output.getValue();
    return text == null ? null : Options.path(spec, "--output", text);
  }

  /**
   * Writes the report of one subject.
   *
   * @param explain whether the table says which rule decided, and by which findings
   */
  ReportWriter writer(boolean explain) {
    return writer(explain, Excerpts.NONE);
  }

  /** The same, with the text of the files that findings are in, for the table. */
  ReportWriter writer(boolean explain, Excerpts excerpts) {
    if (isVerdictAlone()) {
      return new VerdictLine();
    }
    String version = Main.version();
    return switch (format()) {
      case TABLE -> table(explain, excerpts);
      case JSON -> new JsonReport();
      case SARIF -> new SarifReport(version);
      case HTML -> new HtmlReport(version);
      case JUNIT -> new JUnitReport(version);
      case GITLAB -> new GitLabReport(version, usualGitLab());
      case GITLAB_SECRETS -> new GitLabReport(version, GitLabReport.Type.SECRET_DETECTION);
      case GITLAB_SAST -> new GitLabReport(version, GitLabReport.Type.SAST);
      case GITLAB_CODEQUALITY -> new GitLabCodeQuality();
      case GITHUB -> new GitHubReport(version, console.environment());
      case GITHUB_ANNOTATIONS -> new GitHubAnnotations();
      case IN_TOTO -> new InTotoReport(version);
      case OPENVEX -> new OpenVexReport(version, "Breakwater");
      case CYCLONEDX -> new CycloneDxReport(version);
      case SPDX -> new SpdxReport(version);
    };
  }

  /**
   * Writes the reports of many subjects.
   *
   * @param each whether to print each report, and not the summary alone
   */
  SurveyWriter surveyWriter(boolean explain, boolean each) {
    if (isVerdictAlone()) {
      return new VerdictLine();
    }
    String version = Main.version();
    return switch (format()) {
      case TABLE -> new SurveyTable(table(explain, Excerpts.NONE), each);
      case JSON -> new SurveyJson(each);
      case SARIF -> new SurveySarif(new SarifReport(version));
      case JUNIT -> new JUnitReport(version);
      case GITLAB -> new GitLabReport(version, usualGitLab());
      case GITLAB_SECRETS -> new GitLabReport(version, GitLabReport.Type.SECRET_DETECTION);
      case GITLAB_SAST -> new GitLabReport(version, GitLabReport.Type.SAST);
      case GITLAB_CODEQUALITY -> new GitLabCodeQuality();
      case GITHUB_ANNOTATIONS -> new GitHubAnnotations();
      case HTML, GITHUB, IN_TOTO, OPENVEX, CYCLONEDX, SPDX ->
          throw usage(
              "--format "
                  + format().label()
                  + " is of one subject; scan the images one by one, or take json");
    };
  }

  private GitLabReport.Type usualGitLab() {
    return ofConfigurations ? GitLabReport.Type.SAST : GitLabReport.Type.CONTAINER_SCANNING;
  }

  private TableReport table(boolean explain, Excerpts excerpts) {
    boolean toTerminal = output.getValue() == null;
    return new TableReport(
        console.width(),
        toTerminal && console.colour(),
        console.unicode(),
        new FixedVersions(),
        explain,
        excerpts);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
