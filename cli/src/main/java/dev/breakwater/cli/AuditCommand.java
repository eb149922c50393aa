package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.core.judge.Excuser;
import dev.breakwater.core.judge.Judge;
import dev.breakwater.core.judge.Policy;
import dev.breakwater.core.plan.Planner;
import dev.breakwater.core.report.ReportWriter;
import dev.breakwater.posture.audit.Audited;
import dev.breakwater.posture.audit.Auditor;
import dev.breakwater.posture.audit.ObjectJson;
import dev.breakwater.posture.audit.PodSecurityGate;
import dev.breakwater.posture.load.Loader;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.pss.Version;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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
      PositionalParamSpec.builder()
          .paramLabel("PATH")
          .index("0..*")
          .arity("1..*")
          .required(true)
          .type(List.class)
          .auxiliaryTypes(String.class)
          .description(
              "Files and directories with manifests of Kubernetes (YAML, JSON, Helm charts, Kustomize overlays),"
                  + " Compose, Amazon ECS or Marathon, known by their content; - for standard input.")
          .build();
  private final OptionSpec pss =
      Options.text(
          "LEVEL",
          "Deny what the Pod Security Standard of this level does not allow: privileged, baseline or restricted."
              + " Without it, everything that restricted does not allow is reported, and nothing is denied.",
          "--pss");
  private final OptionSpec pssVersion =
      Options.text(
          "VERSION",
          "The version of the standards, for example v1.31. Default: latest, which is v1."
              + Version.NEWEST.minor()
              + ".",
          "--pss-version");
  private final OptionSpec jsonl =
      Options.flag(
          "Print what the standards say of each object as one line of JSON, as it is read.",
          "--jsonl");
  private final OptionSpec noRender =
      Options.flag("Do not run helm or kustomize; say what was not rendered.", "--no-render");
  private final CommandSpec spec = Main.command(this);
  private final ReportOptions report;
  private final JudgementOptions judgement;

  AuditCommand(Console console) {
    this.console = console;
    spec.addPositional(paths);
    for (OptionSpec option : List.of(pss, pssVersion, jsonl, noRender)) {
      spec.addOption(option);
    }
    report = new ReportOptions(console, spec);
    report.addTo(spec);
    judgement = new JudgementOptions(spec, Path.of(""));
    judgement.addTo(spec);
    spec.usageMessage()
        .sortOptions(false)
        .description(
            "Audit manifests: every workload of Kubernetes, Compose, Amazon ECS and Marathon is judged as a pod.")
        .footer(
            "",
            "Examples:",
            "  breakwater audit deploy/",
            "  breakwater audit compose.yaml --fail-on high",
            "  breakwater audit --pss restricted --pss-version v1.31 --format json pod.yaml",
            "  breakwater audit --pss baseline --jsonl manifests/ | jq 'select(.allowed | not)'",
            "  helm template chart | breakwater audit - --pss restricted",
            "",
            "With --pss, --format json is a list of objects, each with what it breaks; without, it is the report that"
                + " 'breakwater judge' reads.",
            "",
            "Exit codes: 0 passed, 1 the policy denied, 2 wrong usage, 3 could not be assessed.");
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws BreakwaterException {
    boolean lines = jsonl.<Boolean>getValue();
    if (lines && report.isChosen()) {
      throw usage("--jsonl is a format of its own; it goes without --format and --quiet");
    }
    PodSecurity standards = new PodSecurity(level(), version());
    Judge judge = judge(standards.level());
    ReportOutput destination = report.destination();
    Audit audit = new Audit(new Auditor(standards), judge.excusers());
    if (lines) {
      destination.write(out -> audit.run(each -> JsonPrinter.printOnOneLine(out, each)));
      return verdict(judge.judge(audit.evidence()));
    }
    if (pss.getValue() != null && report.isJson()) {
      destination.write(out ->
          JsonPrinter.print(
              out,
              json -> {
                json.array();
                audit.run(each -> each.printTo(json));
                json.endArray();
              }));
      return verdict(judge.judge(audit.evidence()));
    }
    ReportWriter writer = report.writer(judgement.explain());
    audit.run(each -> {});
    Report found = judge.judge(audit.evidence());
    report.write(found, writer, destination);
    return found.verdict().outcome().exitCode();
  }
}
