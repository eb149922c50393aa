package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.posture.admission.Admission;
import dev.breakwater.posture.admission.AdmissionPolicies;
import dev.breakwater.posture.admission.OldObjects;
import dev.breakwater.posture.admission.Operation;
import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.admission.PolicyDecision;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.admission.RequestOptions;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.source.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code policy check}: what admission policies say of objects. */
final class PolicyCheckCommand implements Callable<Integer> {
  private final Console console;
  private final OptionSpec policies =
      PolicyCommands.paths(
          "FILE",
          "ValidatingAdmissionPolicies: files and directories, which may hold bindings and"
              + " parameters, too.",
          "--policy");
  private final OptionSpec bindings =
      PolicyCommands.paths(
          "FILE",
          "ValidatingAdmissionPolicyBindings. Without any, each policy denies everywhere, and takes"
              + " all parameters of its kind.",
          "--binding");
  private final OptionSpec params =
      PolicyCommands.paths(
          "FILE",
          "Objects that policies are parametrised by; Namespaces, definitions of kinds, and roles"
              + " for the authorizer.",
          "--params");
  private final OptionSpec resources =
      PolicyCommands.paths(
          "FILE",
          "Objects to check: files, directories, - for standard input. Without any, the policies"
              + " are only compiled.",
          "--resource");
  private final OptionSpec old =
      PolicyCommands.paths(
          "FILE", "What is there before an UPDATE or DELETE, paired by kind and name.", "--old");
  private final PolicyRequest request = new PolicyRequest();
  private final OptionSpec format =
      Options.text("FORMAT", "table, json or jsonl. Default: table.", "--format", "-f");
  private final CommandSpec spec = Main.command(this);

  PolicyCheckCommand(Console console) {
    this.console = console;
    for (OptionSpec option : List.of(policies, bindings, params, resources, old)) {
      spec.addOption(option);
    }
    request.addTo(spec);
    spec.addOption(format);
    spec.usageMessage()
        .sortOptions(false)
        .description(
            "Say what validating admission policies decide on objects, as an API server would that"
                + " has these policies and bindings.")
        .footer(
            "",
            "Examples:",
            "  breakwater policy check --policy policies/ --resource deploy/",
            "  breakwater policy check --policy p.yaml --binding b.yaml --params c.yaml --resource"
                + " pod.yaml",
            "  breakwater policy check --policy p.yaml --resource new.yaml --old now.yaml"
                + " --operation UPDATE",
            "  kubectl get pods -A -o yaml | breakwater policy check --policy p.yaml --resource -"
                + " --format json",
            "",
            "Exit codes: 0 all are allowed, 1 one is denied, 2 wrong usage, 3 one cannot be"
                + " decided, or something not read.");
  }

  CommandSpec spec() {
    return spec;
  }

  /** How decisions are printed. */
  private enum Format {
    TABLE,
    JSON,
    JSONL
  }

  @Override
  public Integer call() throws BreakwaterException {
    if (policies.getValue() == null) {
      throw usage("--policy is missing: which policies?");
    }
    Format printed = Options.word(spec, format, Format.values()).orElse(Format.TABLE);
    LoaderOptions loading = PolicyCommands.loading(console);
    AdmissionPolicies read =
        AdmissionPolicies.read(
            PolicyFiles.load(Options.paths(spec, policies, bindings, params), loading));
    List<Problem> problems = new ArrayList<>(read.problems());
    if (read.names().isEmpty() && problems.isEmpty()) {
      throw new BreakwaterException(
          "There is no ValidatingAdmissionPolicy in what --policy names: "
              + String.join(", ", policies.<List<String>>getValue())
              + ". Those of Gatekeeper and Kyverno are made into some by 'breakwater policy"
              + " import'.");
    }
    PolicyObjects named = new PolicyObjects(spec, problems);
    RequestOptions options =
        request.in(named.namespace(request.namespace(), loading, read.files().cluster()));
    List<Resource> objects = named.load(resources, loading);
    OldObjects before = new OldObjects(named.load(old, loading));
    if (resources.getValue() == null && options.operation() == Operation.DELETE) {
      objects = before.all();
    }
    objects.forEach(read.files().cluster()::learn);
    PolicyCommands.tell(console, problems);
    PolicyCommands.tellBindings(console, read.unbound(), "allows everything", read.missing());
    Decisions decisions = new Decisions(new Admission(read), objects, before, options);
    print(decisions, printed, read);
    return decisions.exitCode(problems.isEmpty());
  }

  /** Decides on the objects one after the other, and counts. */
  private static final class Decisions {
    private final Admission admission;
    private final List<Resource> objects;
    private final OldObjects before;
    private final RequestOptions options;
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

    /** False also where whoever reads the decisions has seen enough. */
    private boolean isComplete;

    Decisions(
        Admission admission, List<Resource> objects, OldObjects before, RequestOptions options) {
      this.admission = admission;
      this.objects = objects;
      this.before = before;
      this.options = options;
    }

    void each(Taker taker) throws IOException {
      for (Resource object : objects) {
        Resource there = before.find(object, objects.size());
        for (PolicyDecision decision : admission.decide(object, there, options)) {
          counts.merge(decision.outcome(), 1, Integer::sum);
          taker.take(decision);
        }
      }
      isComplete = true;
    }

    int count(Outcome outcome) {
      return counts.getOrDefault(outcome, 0);
    }

    int exitCode(boolean readAll) {
      if (count(Outcome.DENY) > 0) {
        return 1;
      }
      return readAll && isComplete && count(Outcome.ERROR) == 0 ? 0 : Main.NOT_ASSESSED;
    }
  }

  /** Takes decisions as they are made. */
  private interface Taker {
    void take(PolicyDecision decision) throws IOException;
  }

  private void print(Decisions decisions, Format printed, AdmissionPolicies read)
      throws BreakwaterException {
    new ReportOutput(null, "", console.report()).write(out -> print(out, decisions, printed, read));
  }

  private void print(OutputStream out, Decisions decisions, Format printed, AdmissionPolicies read)
      throws IOException {
    switch (printed) {
      case JSON ->
          JsonPrinter.print(
              out,
              json -> {
                json.object().array("decisions");
                decisions.each(decision -> PolicyDecisionJson.print(json, decision));
                json.endArray().endObject();
              });
      case JSONL ->
          decisions.each(decision ->
              JsonPrinter.printOnOneLine(out, json -> PolicyDecisionJson.print(json, decision)));
      case TABLE -> {
        PolicyDecisionTable table = new PolicyDecisionTable(console, read, out);
        decisions.each(table::print);
        table.total(decisions.objects.size(), decisions.counts);
      }
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
