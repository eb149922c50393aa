package dev.breakwater.cli;

import dev.breakwater.core.Problem;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.posture.admission.Mutated;
import dev.breakwater.posture.admission.MutatingPolicies;
import dev.breakwater.posture.admission.Mutator;
import dev.breakwater.posture.admission.Operation;
import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.admission.RequestOptions;
import dev.breakwater.posture.admission.User;
import dev.breakwater.posture.exchange.JsonWriter;
import dev.breakwater.posture.exchange.YamlWriter;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.mutation.Difference;
import dev.breakwater.posture.mutation.JsonPatch;
import dev.breakwater.posture.mutation.UnifiedDiff;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code policy mutate}: what mutating admission policies make of objects. */
final class PolicyMutateCommand implements Callable<Integer> {
  private static final int DENIED = 1;
  private static final int NOT_ASSESSED = 3;

  private final OptionSpec policies =
      Options.several("FILE", "Mutating policies: a file, a directory or -.", "--policy");
  private final OptionSpec bindings =
      Options.several(
          "FILE", "Their bindings; without any, every policy is in force for everything.", "--binding");
  private final OptionSpec params =
      Options.several("FILE", "What policies are parametrised by, and namespaces.", "--params");
  private final OptionSpec resources =
      Options.several("FILE", "The objects to change: a file, a directory or -.", "--resource");
  private final OptionSpec old =
      Options.text("FILE", "The object as it is, with --operation UPDATE.", "--old");
  private final OptionSpec operation =
      Options.text("NAME", "CREATE (the default), UPDATE or CONNECT.", "--operation");
  private final OptionSpec namespace =
      Options.text(
          "NAME",
          "Where objects go that name no namespace: its name, or a file with it. Default: default.",
          "--namespace");
  private final OptionSpec user = Options.text("NAME", "Who sends the objects.", "--as");
  private final OptionSpec groups =
      Options.several("NAME", "A group of the sender.", "--as-group");
  private final OptionSpec format =
      Options.text(
          "FORMAT",
          "yaml, json, diff or patch (RFC 6902). Default: that of the files of the objects.",
          "--format");
  private final Console console;
  private final CommandSpec spec = Main.command(this);
  private final List<Problem> problems = new ArrayList<>();
  private boolean isDenied;
  private boolean isAllJson;

  PolicyMutateCommand(Console console) {
    this.console = console;
    for (OptionSpec option :
        List.of(
            policies, bindings, params, resources, old, operation, namespace, user, groups, format)) {
      spec.addOption(option);
    }
    spec.usageMessage()
        .sortOptions(false)
        .description(
            "Print objects as mutating admission policies change them; without --resource, only compile the policies.",
            "An object that a policy fails on is not printed, unless its failurePolicy is Ignore.")
        .footer(
            "",
            "Examples:",
            "  breakwater policy mutate --policy add-label.yaml --resource pod.yaml",
            "  breakwater policy mutate --policy policies/ --resource manifests/ --format diff",
            "",
            "Exit codes: 0 done, 1 a binding refuses an object, 2 wrong usage, 3 something failed or could not be read.");
  }

  CommandSpec spec() {
    return spec;
  }

  /** What is printed. */
  private enum Format {
    YAML,
    JSON,
    DIFF,
    PATCH
  }

  @Override
  public Integer call() throws IOException {
    RequestOptions options = options();
    Format chosen = format();
    PolicyFiles files = new PolicyFiles(spec, console);
    MutatingPolicies read = policies(files);
    List<Resource> objects = objects(files.read(resources));
    Resource before = single(files.readOne(old));
    problems.addAll(files.problems());
    objects.forEach(read.cluster()::learn);
    if (read.names().isEmpty()) {
      problems.add(new Problem("--policy", "there is no mutating policy that can be used"));
    }
    tellBindings(read);
    List<Mutated> changed = new ArrayList<>();
    Mutator mutator = new Mutator(read);
    for (Resource object : objects) {
      Mutated mutated = mutator.mutate(object, before, options);
      tellFaults(mutated);
      if (mutated.outcome() == Outcome.ALLOW) {
        changed.add(mutated);
      }
    }
    print(changed, chosen == null ? (isAllJson ? Format.JSON : Format.YAML) : chosen);
    PolicyFiles.tell(problems, console.err());
    return !problems.isEmpty() ? NOT_ASSESSED : isDenied ? DENIED : 0;
  }

  private MutatingPolicies policies(PolicyFiles files) {
    List<SourceFile> sources = new ArrayList<>(files.read(policies));
    if (policies.getValue() == null) {
      throw usage("--policy: there has to be at least one");
    }
    sources.addAll(files.read(bindings));
    sources.addAll(files.read(params));
    String where = namespace.getValue();
    if (where != null && isFile(where)) {
      sources.addAll(files.read("--namespace", List.of(where)));
    }
    MutatingPolicies read = MutatingPolicies.read(sources);
    problems.addAll(read.problems());
    return read;
  }

  private boolean isFile(String name) {
    return name.indexOf('/') >= 0 || Files.isRegularFile(Options.path(spec, "--namespace", name));
  }

  private RequestOptions options() {
    String word = operation.getValue();
    RequestOptions options = RequestOptions.USUAL;
    if (word != null) {
      options =
          options.with(
              switch (word) {
                case "CREATE" -> Operation.CREATE;
                case "UPDATE" -> Operation.UPDATE;
                case "CONNECT" -> Operation.CONNECT;
                default ->
                    throw usage(
                        "--operation: '" + word + "' changes nothing; it is CREATE, UPDATE or CONNECT");
              });
    }
    String where = namespace.getValue();
    if (where != null) {
      options = options.in(isFile(where) ? namespaceIn(where) : where);
    }
    List<String> inGroups = groups.getValue();
    String who = user.getValue();
    return who == null && inGroups == null
        ? options
        : options.by(
            User.of(who == null ? "user" : who, inGroups == null ? List.of() : inGroups));
  }

  private String namespaceIn(String name) {
    PolicyFiles files = new PolicyFiles(spec, console);
    for (SourceFile file : files.read("--namespace", List.of(name))) {
      for (Value document : file.documents()) {
        Value named = document.at("metadata", "name");
        if ("Namespace".equals(document.text("kind")) && named != null && named.text() != null) {
          return String.valueOf(named.text());
        }
      }
    }
    throw usage("--namespace: there is no Namespace in " + name);
  }

  private @Nullable Format format() {
    String word = format.getValue();
    return word == null
        ? null
        : switch (word) {
          case "yaml" -> Format.YAML;
          case "json" -> Format.JSON;
          case "diff" -> Format.DIFF;
          case "patch" -> Format.PATCH;
          default -> throw usage("--format: '" + word + "' is none of yaml, json, diff, patch");
        };
  }

  private List<Resource> objects(List<SourceFile> files) {
    List<Resource> objects = new ArrayList<>();
    isAllJson = !files.isEmpty();
    for (SourceFile file : files) {
      problems.addAll(file.problems());
      isAllJson &= isJson(file);
      int known = objects.size();
      KubernetesObjects.read(file, new Taker(objects));
      if (objects.size() == known && file.problems().isEmpty()) {
        problems.add(new Problem(file.name(), "there is no Kubernetes object in it"));
      }
    }
    return objects;
  }

  private static boolean isJson(SourceFile file) {
    String first = file.line(1).stripLeading();
    return file.name().endsWith(".json") || first.startsWith("{") || first.startsWith("[");
  }

  private @Nullable Resource single(@Nullable SourceFile file) {
    if (file == null) {
      return null;
    }
    problems.addAll(file.problems());
    List<Resource> objects = new ArrayList<>();
    KubernetesObjects.read(file, new Taker(objects));
    if (objects.size() != 1) {
      throw usage("--old: " + file.name() + " has " + objects.size() + " objects, not one");
    }
    return objects.getFirst();
  }

  private final class Taker implements Sink {
    private final List<Resource> objects;

    Taker(List<Resource> objects) {
      this.objects = objects;
    }

    @Override
    public void add(Resource resource) {
      objects.add(resource);
    }

    @Override
    public void add(Problem problem) {
      problems.add(problem);
    }
  }

  private void tellBindings(MutatingPolicies read) {
    for (String name : read.unbound()) {
      console.err().println("breakwater: the policy " + name + " has no binding, so it changes nothing");
    }
    for (String name : read.missing()) {
      console.err().println("breakwater: a binding names the policy " + name + ", which is not here");
    }
  }

  private void tellFaults(Mutated mutated) {
    for (Mutated.Step step : mutated.steps()) {
      if (step.fault() == null) {
        continue;
      }
      String where = step.origin().file() + ':' + step.origin().line() + ':' + step.origin().column();
      String what =
          "the policy " + step.policy() + " on " + name(mutated.resource()) + ": " + step.fault();
      switch (step.outcome()) {
        case ERROR -> problems.add(new Problem(where, what));
        case DENY -> {
          isDenied = true;
          console.err().println("breakwater: " + where + ": " + what);
        }
        case ALLOW, AUDIT, WARN ->
            console.err().println("breakwater: " + where + ": " + what + " (ignored)");
      }
    }
  }

  private static String name(Resource resource) {
    return resource.kind() + '/' + resource.name() + " (" + resource.file() + ')';
  }

  private void print(List<Mutated> objects, Format chosen) throws IOException {
    switch (chosen) {
      case YAML -> text(YamlWriter.writeAll(objects.stream().map(Mutated::object).toList()));
      case DIFF -> {
        for (Mutated each : objects) {
          text(diff(each));
        }
      }
      case JSON -> json(objects);
      case PATCH -> patches(objects);
    }
  }

  private void text(String text) throws IOException {
    console.report().write(text.getBytes(StandardCharsets.UTF_8));
    console.report().flush();
  }

  private static String diff(Mutated each) {
    String name = name(each.resource());
    return UnifiedDiff.of(
        name,
        YamlWriter.write(each.resource().object()),
        name,
        YamlWriter.write(each.object()));
  }

  private void json(List<Mutated> objects) throws IOException {
    if (objects.isEmpty()) {
      return;
    }
    JsonPrinter.print(
        console.report(),
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

  private void patches(List<Mutated> objects) throws IOException {
    if (objects.isEmpty()) {
      return;
    }
    JsonPrinter.print(
        console.report(),
        json -> {
          if (objects.size() == 1) {
            json.array();
            operations(json, objects.getFirst());
            json.endArray();
            return;
          }
          json.array();
          for (Mutated each : objects) {
            Resource resource = each.resource();
            json.object()
                .object("resource")
                .member("file", resource.file())
                .member("index", resource.index())
                .member("kind", resource.kind())
                .member("namespace", resource.namespace())
                .member("name", resource.name())
                .endObject()
                .array("patch");
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
