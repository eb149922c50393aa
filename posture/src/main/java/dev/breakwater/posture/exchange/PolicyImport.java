package dev.breakwater.posture.exchange;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.admission.AdmissionPolicies;
import dev.breakwater.posture.admission.PolicyFiles;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.mutation.Equality;
import dev.breakwater.posture.mutation.MutatingPolicies;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes policies from where people have them: dumps of clusters, constraint templates of Gatekeeper
 * with their constraints, policies of Kyverno that are written in CEL. What comes out are admission
 * policies of Kubernetes and their bindings; each is compiled, and what cannot be carried over is
 * named with the reason.
 */
public final class PolicyImport {
  static final String GROUP = "admissionregistration.k8s.io";
  static final String VERSION = GROUP + "/v1";

  private final Map<String, List<Value.Fields>> policies = new LinkedHashMap<>();
  private final Map<String, List<Value.Fields>> bindings = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();
  private final Gatekeeper gatekeeper = new Gatekeeper(this);

  /** What is no policy, and may be what one is parametrised by. */
  private final List<Value.Fields> others = new ArrayList<>();

  private PolicyImport() {}

  /** Imports what is in files; what cannot be read is in {@link Imports#problems}. */
  public static Imports of(List<SourceFile> files) {
    PolicyImport policyImport = new PolicyImport();
    for (SourceFile file : files) {
      policyImport.problems.addAll(file.problems());
      KubernetesObjects.read(file, policyImport.new Taker());
    }
    policyImport.gatekeeper.finish();
    policyImport.others.removeIf(policyImport::isParameter);
    return policyImport.imports();
  }

  private final class Taker implements Sink {
    @Override
    public void add(Resource resource) {
      Value.Fields object = resource.object();
      String apiVersion = object.text("apiVersion");
      String group = apiVersion == null ? "" : apiVersion;
      group = group.substring(0, Math.max(group.indexOf('/'), 0));
      switch (group) {
        case GROUP -> ofKubernetes(object);
        case "templates.gatekeeper.sh" -> gatekeeper.template(object);
        case "constraints.gatekeeper.sh" -> gatekeeper.constraint(object);
        case "policies.kyverno.io" -> Kyverno.take(object, PolicyImport.this);
        case "kyverno.io" -> Kyverno.refuse(object, PolicyImport.this);
        default -> {
          if (group.endsWith(".gatekeeper.sh")) {
            problem(object, "is of Gatekeeper, but no constraint nor a template of one");
          } else if (group.endsWith(".kyverno.io")) {
            problem(object, "is of Kyverno, but no policy about objects of Kubernetes");
          } else {
            others.add(object);
          }
        }
      }
    }

    @Override
    public void add(Problem problem) {
      problems.add(problem);
    }
  }

  private void ofKubernetes(Value.Fields object) {
    String kind = object.text("kind");
    switch (kind == null ? "" : kind) {
      case "ValidatingAdmissionPolicy" -> policy(CleanObject.of(object, VERSION));
      case "ValidatingAdmissionPolicyBinding" ->
          binding(withActionSaid(CleanObject.of(object, VERSION)));
      // The first versions of Kubernetes that have these do not have v1 of them.
      case "MutatingAdmissionPolicy" ->
          policy(CleanObject.of(object, String.valueOf(object.text("apiVersion"))));
      case "MutatingAdmissionPolicyBinding" ->
          binding(CleanObject.of(object, String.valueOf(object.text("apiVersion"))));
      default -> problem(object, "is no admission policy in CEL, so it is not imported");
    }
  }

  /** Only the versions before v1 fill in what is to be done where there are no parameters. */
  private static Value.Fields withActionSaid(Value.Fields binding) {
    if (!(binding.get("spec") instanceof Value.Fields spec)
        || !(spec.get("paramRef") instanceof Value.Fields reference)
        || reference.get("parameterNotFoundAction") != null) {
      return binding;
    }
    Value.Text deny = new Value.Text(reference.origin(), "Deny");
    return binding.with(
        "spec", spec.with("paramRef", reference.with("parameterNotFoundAction", deny)));
  }

  /** Takes a policy as it is to be written. */
  void policy(Value.Fields policy) {
    String name = name(policy);
    if (!isFileName(name)) {
      problem(policy, "has no name that a policy can have, so it is not imported");
    } else if (policies.containsKey(name)) {
      problem(policy, "has the name of another policy, so it is not imported");
    } else {
      policies.put(name, new ArrayList<>(List.of(policy)));
    }
  }

  /** Takes a binding as it is to be written. */
  void binding(Value.Fields binding) {
    Value policy = binding.at("spec", "policyName");
    String name = policy == null ? null : policy.text();
    if (name == null) {
      problem(binding, "names no policy, so it is not imported");
    } else {
      bindings.computeIfAbsent(name, _ -> new ArrayList<>()).add(binding);
    }
  }

  /** Takes an object that a policy is parametrised by. */
  void parameter(String policy, Value.Fields object) {
    List<Value.Fields> documents = policies.get(policy);
    if (documents != null) {
      documents.add(object);
    }
  }

  /** Takes an object if a binding gives it to its policy. */
  boolean isParameter(Value.Fields object) {
    boolean isOne = false;
    for (Map.Entry<String, List<Value.Fields>> policy : policies.entrySet()) {
      Value kind = policy.getValue().getFirst().at("spec", "paramKind");
      if (kind != null
          && Equality.same(kind.get("apiVersion"), object.get("apiVersion"))
          && Equality.same(kind.get("kind"), object.get("kind"))
          && isChosen(object, bindings.getOrDefault(policy.getKey(), List.of()))) {
        policy.getValue().add(CleanObject.parameter(object));
        isOne = true;
      }
    }
    return isOne;
  }

  /** One too many is harmless: a binding that is in force chooses by itself. */
  private static boolean isChosen(Value.Fields object, List<Value.Fields> bindings) {
    Value labels = object.at("metadata", "labels");
    for (Value.Fields binding : bindings) {
      Value name = binding.at("spec", "paramRef", "name");
      Value wanted = binding.at("spec", "paramRef", "selector", "matchLabels");
      boolean isSelected =
          name == null
              && binding.at("spec", "paramRef", "selector") != null
              && (wanted == null || (labels != null && has(labels, wanted)));
      if (isSelected || (name != null && name(object).equals(name.text()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(Value labels, Value wanted) {
    for (Map.Entry<String, Value> label : wanted.members().entrySet()) {
      if (!Equality.same(label.getValue(), labels.get(label.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** Takes down what is not imported, or loses something. */
  void problem(Value object, String what) {
    problems.add(about(object, what));
  }

  /** Takes down what a person should know. */
  void note(Value object, String what) {
    notes.add(about(object, what));
  }

  static Problem about(Value object, String what) {
    String kind = object.text("kind");
    return new Problem(
        object.origin().place(),
        (kind == null ? "an object" : kind) + " \"" + name(object) + "\" " + what);
  }

  static String name(Value object) {
    Value name = object.at("metadata", "name");
    String text = name == null ? null : name.text();
    return text == null ? "" : text;
  }

  /** A name becomes a file's; what API servers allow as one is harmless there. */
  private static boolean isFileName(String name) {
    if (name.isEmpty() || name.length() > 253 || name.charAt(0) == '.') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }

  private Imports imports() {
    List<ImportedPolicy> imported = new ArrayList<>();
    for (Map.Entry<String, List<Value.Fields>> policy : policies.entrySet()) {
      List<Value.Fields> documents = new ArrayList<>(policy.getValue());
      List<Value.Fields> bound = bindings.remove(policy.getKey());
      if (bound == null) {
        note(documents.getFirst(), "has no binding here, so it is in force nowhere");
      } else {
        documents.addAll(1, bound);
      }
      ImportedPolicy complete = new ImportedPolicy(policy.getKey(), documents);
      imported.add(complete);
      check(complete);
    }
    bindings
        .values()
        .forEach(orphans ->
            orphans.forEach(orphan ->
                problem(orphan, "binds a policy that is not here, so it is not imported")));
    if (!others.isEmpty()) {
      notes.add(
          new Problem(
              "import",
              "left out, as no policies: "
                  + others.size()
                  + (others.size() == 1 ? " other object" : " other objects")));
    }
    return new Imports(imported, problems, notes);
  }

  /** Compiles what was imported as it would be read again. */
  private void check(ImportedPolicy policy) {
    Origin origin = policy.documents().getFirst().origin();
    String name = policy.name() + ".yaml, imported from " + origin.file();
    SourceFile written = read(name, policy.yaml());
    if (written != null) {
      problems.addAll(AdmissionPolicies.read(PolicyFiles.of(List.of(written))).problems());
      problems.addAll(MutatingPolicies.read(PolicyFiles.of(List.of(written))).problems());
    }
  }

  private @Nullable SourceFile read(String name, String yaml) {
    try {
      return SourceFile.of(name, yaml.getBytes(StandardCharsets.UTF_8));
    } catch (BreakwaterException e) {
      problems.add(new Problem(name, String.valueOf(e.getMessage())));
      return null;
    }
  }
}
