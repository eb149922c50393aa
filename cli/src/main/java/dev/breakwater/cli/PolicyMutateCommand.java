package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Problem;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.posture.admission.OldObjects;
import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.admission.RequestOptions;
import dev.breakwater.posture.exchange.JsonWriter;
import dev.breakwater.posture.exchange.YamlWriter;
import dev.breakwater.posture.load.Format;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.mutation.Difference;
import dev.breakwater.posture.mutation.JsonPatch;
import dev.breakwater.posture.mutation.Mutated;
import dev.breakwater.posture.mutation.MutatingPolicies;
import dev.breakwater.posture.mutation.Mutator;
import dev.breakwater.posture.mutation.UnifiedDiff;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code policy mutate}: what mutating admission policies make of objects. */
final class PolicyMutateCommand implements Callable<Integer> {
  private static final int LONGEST_BLANK = 4096;

  private final OptionSpec policies =
      PolicyCommands.paths(
          "FILE",
          "MutatingAdmissionPolicies: files and directories, which may hold bindings and"
              + " parameters, too.",
          "--policy");
  private final OptionSpec bindings =
      PolicyCommands.paths(
          "FILE",
          "MutatingAdmissionPolicyBindings. Without any, each policy is in force everywhere.",
          "--binding");
  private final OptionSpec params =
      PolicyCommands.paths(
          "FILE",
          "Objects that policies are parametrised by; Namespace objects and definitions of kinds.",
          "--params");
  private final OptionSpec resources =
      PolicyCommands.paths(
          "FILE",
          "Objects to change: files, directories, - for standard input. Without any, the policies"
              + " are only compiled.",
          "--resource");
  private final OptionSpec old =
      PolicyCommands.paths(
          "FILE", "What is there before an UPDATE, paired by kind and name.", "--old");
  private final PolicyRequest request = new PolicyRequest();
  private final OptionSpec format =
      Options.text(
          "FORMAT",
          "yaml, json, diff or patch (RFC 6902). Default: json where all objects are, else yaml.",
          "--format",
          "-f");
  private final Console console;
  private final CommandSpec spec = Main.command(this);
  private final List<Problem> problems = new ArrayList<>();
  private boolean isDenied;

  PolicyMutateCommand(Console console) {
    this.console = console;
    for (OptionSpec option : List.of(policies, bindings, params, resources, old)) {
      spec.addOption(option);
    }
    request.addTo(spec);
    spec.addOption(format);
    spec.usageMessage()
        .sortOptions(false)
        .description(
            "Print objects as mutating admission policies change them, as an API server would that"
                + " has these policies and bindings.",
            "An object that a policy refuses, or fails on without ignoring that, is not printed.")
        .footer(
            "",
            "Examples:",
            "  breakwater policy mutate --policy add-label.yaml --resource pod.yaml",
            "  breakwater policy mutate --policy policies/ --resource deploy/ --format diff",
            "  kubectl get deploy web -o json | breakwater policy mutate --policy p.yaml --resource"
                + " - -f patch",
            "",
            "Exit codes: 0 done, 1 an object is refused, 2 wrong usage, 3 a policy fails, or"
                + " something was not read.");
  }

  CommandSpec spec() {
    return spec;
  }

  /** What is printed. */
  private enum Printed {
    YAML,
    JSON,
    DIFF,
    PATCH
  }

  @Override
  public Integer call() throws BreakwaterException {
    if (policies.getValue() == null) {
      throw usage("--policy is missing: which policies?");
    }
    Optional<Printed> chosen = Options.word(spec, format, Printed.values());
    LoaderOptions loading = PolicyCommands.loading(console);
    MutatingPolicies read =
        MutatingPolicies.read(
            PolicyFiles.load(Options.paths(spec, policies, bindings, params), loading));
    problems.addAll(read.problems());
    if (read.names().isEmpty() && problems.isEmpty()) {
      throw new BreakwaterException(
          "There is no MutatingAdmissionPolicy in what --policy names: "
              + String.join(", ", policies.<List<String>>getValue()));
    }
    PolicyObjects named = new PolicyObjects(spec, problems);
    RequestOptions options =
        request.in(named.namespace(request.namespace(), loading, read.files().cluster()));
    BufferedInputStream input = new BufferedInputStream(console.in());
    List<String> names = resources.getValue();
    boolean inputIsJson = names != null && names.contains("-") && isJson(input);
    List<Resource> objects = named.load(resources, reading(loading, input));
    OldObjects before = new OldObjects(named.load(old, loading));
    objects.forEach(read.files().cluster()::learn);
    PolicyCommands.tellBindings(console, read.unbound(), "changes nothing", read.missing());
    List<Mutated> changed = mutated(new Mutator(read), objects, before, options);
    Printed printed = chosen.orElse(areJson(objects, inputIsJson) ? Printed.JSON : Printed.YAML);
    new ReportOutput(null, "", console.report()).write(out -> print(out, changed, printed));
    PolicyCommands.tell(console, problems);
    return isDenied ? 1 : problems.isEmpty() ? 0 : Main.NOT_ASSESSED;
  }

  /**
   * Only objects of Kubernetes can be changed; of the others there is no more than a translation.
   */
  private static LoaderOptions reading(LoaderOptions loading, InputStream input) {
    return new LoaderOptions(
        List.of(Format.KUBERNETES),
        loading.render(),
        loading.helmOptions(),
        loading.environment(),
        input);
  }

  private List<Mutated> mutated(
      Mutator mutator, List<Resource> objects, OldObjects before, RequestOptions options) {
    List<Mutated> changed = new ArrayList<>();
    for (Resource object : objects) {
      Mutated mutated = mutator.mutate(object, before.find(object, objects.size()), options);
      tellFaults(mutated);
      if (mutated.outcome() == Outcome.ALLOW) {
        changed.add(mutated);
      }
    }
    return changed;
  }

  /** Whether what comes next is JSON, of which nothing is taken. */
  private static boolean isJson(BufferedInputStream in) {
    try {
      in.mark(LONGEST_BLANK + 1);
      int next = in.read();
      for (int i = 0; i < LONGEST_BLANK && Character.isWhitespace(next); i++) {
        next = in.read();
      }
      in.reset();
      return next == '{' || next == '[';
    } catch (IOException e) {
      // Whoever reads it for what is in it meets the same fault, and tells it.
      return false;
    }
  }

  private static boolean areJson(List<Resource> objects, boolean inputIsJson) {
    for (Resource object : objects) {
      if (!object.file().endsWith(".json") && !(inputIsJson && object.file().equals("-"))) {
        return false;
      }
    }
    return !objects.isEmpty();
  }

  private void tellFaults(Mutated mutated) {
    for (Mutated.Step step : mutated.steps()) {
      if (step.fault() == null) {
        continue;
      }
      FileLine where = step.origin().place();
      String what =
          "the policy " + step.policy() + " on " + name(mutated.resource()) + ": " + step.fault();
      switch (step.outcome()) {
        case ERROR -> problems.add(new Problem(where, what));
        case DENY -> {
          isDenied = true;
          console.tell(where + ": " + what);
        }
        case ALLOW, AUDIT, WARN -> console.tell(where + ": " + what + " (ignored)");
      }
    }
  }

  private static String name(Resource resource) {
    return resource.kind() + '/' + resource.name() + " (" + resource.file() + ')';
  }

  private static void print(OutputStream out, List<Mutated> objects, Printed chosen)
      throws IOException {
    switch (chosen) {
      case YAML -> {
        List<Value.Fields> documents = new ArrayList<>(objects.size());
        for (Mutated each : objects) {
          documents.add(each.object());
        }
        text(out, YamlWriter.writeAll(documents));
      }
      case DIFF -> {
        for (Mutated each : objects) {
          text(out, diff(each));
        }
      }
      case JSON -> json(out, objects);
      case PATCH -> patches(out, objects);
    }
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String diff(Mutated each) {
    String name = name(each.resource());
    return UnifiedDiff.of(
        name, YamlWriter.write(each.resource().object()), name, YamlWriter.write(each.object()));
  }

  private static void json(OutputStream out, List<Mutated> objects) throws IOException {
    if (objects.isEmpty()) {
      return;
    }
    JsonPrinter.print(
        out,
        json -> {
          if (objects.size() == 1) {
            JsonWriter.item(json, objects.getFirst().object());
            return;
          }
          json.object().member("apiVersion", "v1").member("kind", "List").array("items");
          for (Mutated each : objects) {
            JsonWriter.item(json, each.object());
          }
          json.endArray().endObject();
        });
  }

  private static void patches(OutputStream out, List<Mutated> objects) throws IOException {
    if (objects.isEmpty()) {
      return;
    }
    JsonPrinter.print(
        out,
        json -> {
          if (objects.size() == 1) {
            json.array();
            operations(json, objects.getFirst());
            json.endArray();
            return;
          }
          json.array();
          for (Mutated each : objects) {
            json.object();
            PolicyDecisionJson.print(json, each.resource());
            json.array("patch");
            operations(json, each);
            json.endArray().endObject();
          }
          json.endArray();
        });
  }

  private static void operations(JsonPrinter json, Mutated mutated) {
    for (JsonPatch.Operation each :
        Difference.between(mutated.resource().object(), mutated.object())) {
      json.object().member("op", each.verb().word()).member("path", each.path());
      if (each.value() != null) {
        JsonWriter.member(json, "value", each.value());
      }
      json.endObject();
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
