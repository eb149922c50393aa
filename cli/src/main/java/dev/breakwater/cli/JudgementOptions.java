package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Severity;
import dev.breakwater.core.baseline.Baseline;
import dev.breakwater.core.judge.Excuser;
import dev.breakwater.core.judge.Judge;
import dev.breakwater.core.judge.Policy;
import dev.breakwater.core.judge.SeverityThreshold;
import dev.breakwater.core.plan.Planner;
import dev.breakwater.core.policy.PolicyFile;
import dev.breakwater.core.vex.Vex;
import dev.breakwater.core.waiver.Waivers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The options of every command that judges, so that all of them judge alike. */
final class JudgementOptions {
  private final CommandSpec spec;
  private final Path directory;
  private final OptionSpec severity =
      Options.text(
          "LEVEL[,LEVEL…]",
          "Report only findings of these severities: critical, high, medium, low, negligible,"
              + " unknown.",
          "-s",
          "--severity");
  private final OptionSpec onlyFixed =
      Options.flag("Report only findings that have a fixed version.", "--only-fixed");
  private final OptionSpec failOn =
      Options.text(
          "LEVEL",
          "Deny (exit code 1) where a reported finding is this severe or worse; what could not be"
              + " assessed gives 3.",
          "--fail-on");
  private final OptionSpec policy =
      Options.several(
          "FILE",
          "Deny what the CEL policy in FILE denies; 'default' is the one that comes with"
              + " Breakwater. May be repeated; all must pass.",
          "--policy");
  private final OptionSpec allowNotAssessed =
      Options.flag(
          "Let a gate pass although a part of the subject could not be assessed.",
          "--allow-not-assessed");
  private final OptionSpec waivers =
      Options.text(
          "FILE",
          "Exceptions (default: "
              + Waivers.USUAL_FILE
              + " where there is one), each with a reason, an owner and a last day.",
          "--waivers");
  private final OptionSpec noWaivers = Options.flag("Heed no waivers.", "--no-waivers");
  private final OptionSpec vex =
      Options.several(
          "FILE",
          "An OpenVEX or CSAF document that says what is not affected or is fixed. May be"
              + " repeated.",
          "--vex");
  private final OptionSpec since =
      Options.text(
          "REPORT", "Count only what is not in this earlier report (of --format json).", "--since");
  private final OptionSpec explain =
      Options.flag("Show which rule decided, and by which findings.", "--explain");

  /**
   * @param spec of the command that has the options; see {@link #addTo}
   * @param directory where the usual files are looked for
   */
  JudgementOptions(CommandSpec spec, Path directory) {
    this.spec = spec;
    this.directory = directory;
  }

  /** Adds the options to the command. */
  void addTo(CommandSpec command) {
    for (OptionSpec option :
        List.of(
            severity,
            onlyFixed,
            failOn,
            policy,
            allowNotAssessed,
            waivers,
            noWaivers,
            vex,
            since,
            explain)) {
      command.addOption(option);
    }
  }

  /** Whether findings of some severities do not count. */
  boolean picksSeverities() {
    return severity.getValue() != null;
  }

  /** Whether to show what decided. */
  boolean explain() {
    return explain.<Boolean>getValue();
  }

  /** The file of waivers that is heeded; null where none is. */
  private @Nullable Path waiversFile() {
    String given = waivers.getValue();
    if (noWaivers.<Boolean>getValue()) {
      if (given != null) {
        throw usage("--waivers and --no-waivers exclude each other");
      }
      return null;
    }
    if (given != null) {
      return path("--waivers", given);
    }
    Path usual = directory.resolve(Waivers.USUAL_FILE);
    return Files.exists(usual) ? usual : null;
  }

  /**
   * The judge that the user asks for. What is a fact goes before what is an exception: a waiver for
   * what a VEX document excuses anyhow is unused.
   *
   * @throws BreakwaterException where a file of waivers, VEX, policies or the earlier report cannot
   *     be read
   */
  Judge judge(Planner planner) throws BreakwaterException {
    List<Excuser> excusers = new ArrayList<>();
    List<Path> documents = Options.paths(spec, vex);
    if (!documents.isEmpty()) {
      excusers.add(Vex.read(documents));
    }
    Path exceptions = waiversFile();
    if (exceptions != null) {
      excusers.add(Waivers.read(exceptions));
    }
    String earlier = since.getValue();
    if (earlier != null) {
      excusers.add(Baseline.read(path("--since", earlier)));
    }
    return new Judge(
        excusers,
        new FindingFilter(severities(), onlyFixed.<Boolean>getValue())::keeps,
        gates(),
        allowNotAssessed.<Boolean>getValue(),
        planner);
  }

  private List<Policy> gates() throws BreakwaterException {
    List<Policy> gates = new ArrayList<>();
    String threshold = failOn.getValue();
    if (threshold != null) {
      gates.add(new SeverityThreshold(level("--fail-on", threshold)));
    }
    List<String> names = policy.getValue();
    for (String name : names == null ? List.<String>of() : names) {
      gates.add(
          name.equals(PolicyFile.BUILT_IN)
              ? PolicyFile.builtIn()
              : PolicyFile.read(path("--policy", name)));
    }
    return gates;
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

  private Path path(String option, String text) {
    return Options.path(spec, option, text);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
