package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.core.judge.Excuser;
import dev.breakwater.core.judge.Judge;
import dev.breakwater.core.judge.Policy;
import dev.breakwater.core.plan.Planner;
import dev.breakwater.core.report.FileExcerpts;
import dev.breakwater.core.report.ReportWriter;
import dev.breakwater.posture.admission.Admission;
import dev.breakwater.posture.admission.AdmissionPolicies;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.audit.AdmissionGate;
import dev.breakwater.posture.audit.Audited;
import dev.breakwater.posture.audit.Auditor;
import dev.breakwater.posture.audit.ObjectJson;
import dev.breakwater.posture.audit.PodSecurityGate;
import dev.breakwater.posture.compose.ComposeProject;
import dev.breakwater.posture.load.Formats;
import dev.breakwater.posture.load.Loader;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code audit}: what is wrong with the manifests of workloads. */
final class AuditCommand implements Callable<Integer> {
  private final Console console;
  private final PositionalParamSpec paths =
      Options.operands(
          "PATH",
          "0..*",
          "Files and directories with manifests of Kubernetes (YAML, JSON, Helm charts,"
              + " Kustomize overlays), Compose, Amazon ECS or Marathon, known by their content;"
              + " - for standard input.");
  private final OptionSpec jsonl =
      Options.flag(
          "Print what the standards say of each object as one line of JSON, as it is read.",
          "--jsonl");
  private final OptionSpec noRender =
      Options.flag("Do not run helm or kustomize; say what was not rendered.", "--no-render");
  private final OptionSpec admission =
      Options.several(
          "FILE",
          "Deny what the validating admission policies in a file or directory deny, with their"
              + " bindings and parameters. May be repeated.",
          "--admission");
  private final OptionSpec compose =
      Options.several(
          "FILE",
          "A Compose file; several are laid over one another in this order, as 'docker compose -f'"
              + " does.",
          "--compose");
  private final OptionSpec values =
      Options.several("FILE", "Values that Helm charts are rendered with.", "--values");
  private final OptionSpec kubeVersion =
      Options.text(
          "VERSION",
          "The version of Kubernetes that Helm charts are rendered for. Default: what helm takes.",
          "--kube-version");
  private final CommandSpec spec = Main.command(this);
  private final PodSecurityOptions pss;
  private final ReportOptions report;
  private final JudgementOptions judgement;

  AuditCommand(Console console) {
    this.console = console;
    spec.addPositional(paths);
    pss =
        new PodSecurityOptions(
            spec,
            "Deny what the Pod Security Standard of this level does not allow: privileged, baseline"
                + " or restricted. Without it, everything that restricted does not allow is"
                + " reported, and nothing is denied.",
            Level.values());
    for (OptionSpec option : List.of(admission, jsonl, compose, values, kubeVersion, noRender)) {
      spec.addOption(option);
    }
    report = ReportOptions.ofConfigurations(console, spec);
    report.addTo(spec);
    judgement = new JudgementOptions(spec, Path.of(""));
    judgement.addTo(spec);
    spec.usageMessage()
        .sortOptions(false)
        .description(
            "Audit manifests: every workload of Kubernetes, Compose, Amazon ECS and Marathon is"
                + " judged as a pod.")
        .footer(
            "",
            "Examples:",
            "  breakwater audit deploy/",
            "  breakwater audit compose.yaml --fail-on high",
            "  breakwater audit --pss restricted --pss-version v1.31 --format json pod.yaml",
            "  breakwater audit --pss baseline --jsonl manifests/ | jq 'select(.allowed | not)'",
            "  breakwater audit --admission policies/ deploy/ compose.yaml",
            "  helm template chart | breakwater audit - --pss restricted",
            "",
            "With --pss, --format json is a list of objects, each with what it breaks; without, it"
                + " is the report that 'breakwater judge' reads.",
            "",
            "Exit codes: 0 passed, 1 the policy denied, 2 wrong usage, 3 could not be assessed.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws BreakwaterException {
    if (paths.getValue() == null && compose.getValue() == null) {
      throw usage("say what to audit: files, directories, or - for standard input");
    }
    boolean lines = jsonl.<Boolean>getValue();
    if (lines && report.isChosen() && !report.isJson()) {
      throw usage("--jsonl is JSON; it goes without another --format and without --quiet");
    }
    if (judgement.picksSeverities() && (pss.isGiven() || admission.getValue() != null)) {
      throw usage(
          "--severity would hide what --pss and --admission have to deny; it goes without them");
    }
    PodSecurity standards = new PodSecurity(pss.level().orElse(Level.RESTRICTED), pss.version());
    Judge judge = judge(standards.level());
    ReportOutput destination = report.destination();
    List<Problem> unread = new ArrayList<>();
    Auditor auditor = new Auditor(standards, admission(unread));
    Audit audit = new Audit(auditor, judge.excusers(), unread);
    if (lines) {
      destination.write(out -> audit.run(each -> JsonPrinter.printOnOneLine(out, each)));
      return tell(judge.judge(audit.evidence()));
    }
    if (pss.isGiven() && report.isJson()) {
      destination.write(out ->
          JsonPrinter.print(
              out,
              json -> {
                json.array();
                audit.run(each -> each.printTo(json));
                json.endArray();
              }));
      Report found = judge.judge(audit.evidence());
      report.printVerdictBeside(found, destination);
      return tell(found);
    }
    ReportWriter writer = report.writer(judgement.explain(), new FileExcerpts(Path.of("")));
    try (ProgressLine line = new ProgressLine(console, !report.quiet())) {
      audit.run(line);
    }
    Report found = judge.judge(audit.evidence());
    report.write(found, writer, destination);
    return found.verdict().outcome().exitCode();
  }

  private Judge judge(Level level) throws BreakwaterException {
    Judge asked = judgement.judge(new Planner(FixOrder.NATURAL));
    List<Policy> policies = new ArrayList<>(asked.policies());
    if (pss.isGiven()) {
      policies.add(new PodSecurityGate(level));
    }
    if (admission.getValue() != null) {
      policies.add(new AdmissionGate());
    }
    return new Judge(
        asked.excusers(), asked.heeded(), policies, asked.allowNotAssessed(), asked.planner());
  }

  /**
   * What is printed object by object says what breaks the standards, and nothing of notices and
   * other gates.
   */
  private int tell(Report found) {
    for (Notice notice : found.notices()) {
      console.tell(notice.where() + ": " + notice.what());
    }
    for (Decision decision : found.verdict().decisions()) {
      if (!decision.where().equals(PodSecurityGate.OPTION)) {
        console.tell(
            decision.where() + ": " + decision.effect().label() + ": " + decision.message());
      }
    }
    if (found.subject().workloads() == 0 && found.problems().isEmpty()) {
      console.tell("No workload was found in " + found.subject().name());
    }
    return found.verdict().outcome().exitCode();
  }

  private @Nullable Admission admission(List<Problem> unread) throws BreakwaterException {
    List<Path> files = Options.paths(spec, admission);
    if (files.isEmpty()) {
      return null;
    }
    AdmissionPolicies policies = AdmissionPolicies.read(PolicyFiles.load(files, loading()));
    unread.addAll(policies.problems());
    if (policies.names().isEmpty() && unread.isEmpty()) {
      throw new BreakwaterException(
          "There is no ValidatingAdmissionPolicy in what --admission names: "
              + String.join(", ", admission.<List<String>>getValue()));
    }
    return new Admission(policies);
  }

  private LoaderOptions loading() {
    return new LoaderOptions(
        Formats.all(console.environment()),
        !noRender.<Boolean>getValue(),
        helmOptions(),
        console.environment(),
        console.in());
  }

  private List<String> helmOptions() {
    List<String> options = new ArrayList<>();
    for (Path file : Options.paths(spec, values)) {
      options.addAll(List.of("--values", file.toAbsolutePath().toString()));
    }
    String version = kubeVersion.getValue();
    if (version != null) {
      options.addAll(List.of("--kube-version", version));
    }
    return options;
  }

  /** What was asked for, for people. */
  private String name() {
    List<String> names = new ArrayList<>();
    List<String> project = compose.getValue();
    List<String> others = paths.getValue();
    names.addAll(project == null ? List.of() : project);
    names.addAll(others == null ? List.of() : others);
    return String.join(", ", names);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** One run over the paths. */
  private final class Audit implements Sink {
    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    private final Auditor auditor;
    private final List<Excuser> excusers;

    /** Each once: a file that others include may be read twice. */
    private final Set<Finding> findings = new LinkedHashSet<>();

    private final List<Problem> unread;
    private final List<Problem> problems = new ArrayList<>();
    private int workloads;
    private Printer printer = each -> {};
    private Progress progress = Progress.SILENT;

    /**
     * @param unread what could not be read already
     */
    Audit(Auditor auditor, List<Excuser> excusers, List<Problem> unread) {
      this.auditor = auditor;
      this.excusers = excusers;
      this.unread = unread;
    }

    /** Audits everything, and prints what comes of each object as soon as it is known. */
    void run(Printer each) throws IOException {
      printer = each;
      try {
        run();
      } catch (UncheckedIOException e) {
        problems.add(new Problem("the report", "nobody read on, so the rest was not audited"));
        throw e.getCause();
      }
    }

    /** Audits everything, and tells how far it is. */
    void run(Progress told) {
      progress = told;
      run();
    }

    private void run() {
      unread.forEach(this::add);
      List<Path> project = Options.paths(spec, compose);
      if (!project.isEmpty()) {
        ComposeProject.read(project, console.environment(), this);
      }
      new Loader(loading()).load(Options.paths(spec, paths), this);
    }

    @Override
    public void add(Resource resource) {
      progress.at("auditing " + resource.file(), 0, 0);
      workloads += resource.pod() == null ? 0 : 1;
      Audited audited = auditor.audit(resource);
      findings.addAll(audited.findings());
      print(json -> ObjectJson.print(json, audited, excused(audited)));
      audited.problems().forEach(this::add);
    }

    @Override
    public void add(Problem problem) {
      problems.add(problem);
      print(json -> ObjectJson.print(json, problem));
    }

    private void print(JsonPrinter.Body body) {
      try {
        printer.print(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Map<Finding, Excuse> excused(Audited audited) {
      Map<Finding, Excuse> excused = new HashMap<>();
      List<Finding> counting = List.copyOf(audited.findings());
      for (Excuser excuser : excusers) {
        if (!counting.isEmpty()) {
          Excuser.Outcome outcome = excuser.divide(counting, evidence(List.of(), counting));
          counting = outcome.counting();
          for (Excused each : outcome.excused()) {
            excused.put(each.finding(), each.excuse());
          }
        }
      }
      return excused;
    }

    Evidence evidence() {
      List<Finding> sorted = new ArrayList<>(findings);
      sorted.sort(Comparator.comparing(Finding::severity));
      return evidence(problems.stream().sorted().toList(), sorted);
    }

    private Evidence evidence(List<Problem> told, List<Finding> some) {
      Subject subject = Subject.ofConfiguration(name(), workloads);
      return new Evidence(now, subject, List.of(), told, List.of(), some, List.of());
    }
  }

  /** Where an object is printed. */
  private interface Printer {
    void print(JsonPrinter.Body object) throws IOException;
  }
}
