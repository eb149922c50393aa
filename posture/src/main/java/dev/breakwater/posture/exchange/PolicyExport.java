package dev.breakwater.posture.exchange;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes policies and their bindings for {@code kubectl apply}: what {@link PolicyImport} makes of
 * them, with bindings as the user wants them.
 *
 * @param actions of all bindings, {@code Deny}, {@code Warn} or {@code Audit}; empty for those that
 *     are written, and {@code Deny} where there is no binding
 * @param namespaceLabels of the namespaces in which alone the policies are to be in force, of those
 *     that are written; empty for all of them
 * @param prefix of all names; empty for none
 */
public record PolicyExport(
    List<String> actions, Map<String, String> namespaceLabels, String prefix) {
  private static final String BINDING = "AdmissionPolicyBinding";

  /** Makes every policy and binding ready. */
  public Imports of(List<SourceFile> files) {
    Imports imports = PolicyImport.of(files);
    List<ImportedPolicy> exported = new ArrayList<>();
    List<Problem> problems = new ArrayList<>(imports.problems());
    for (ImportedPolicy policy : imports.policies()) {
      exported.add(exported(policy, problems));
    }
    List<Problem> notes = new ArrayList<>();
    for (Problem note : imports.notes()) {
      if (!note.what().contains("has no binding here")) {
        notes.add(note);
      }
    }
    return new Imports(exported, problems, notes);
  }

  private ImportedPolicy exported(ImportedPolicy policy, List<Problem> problems) {
    List<Value.Fields> documents = new ArrayList<>();
    boolean isBound = false;
    for (Value.Fields document : policy.documents()) {
      if (isBinding(document)) {
        isBound = true;
        documents.add(binding(named(document)));
      } else {
        documents.add(isPolicy(document) ? named(document) : document);
      }
    }
    Value.Fields first = policy.documents().getFirst();
    if (!isBound && first.at("spec", "paramKind") != null) {
      problems.add(
          PolicyImport.about(
              first, "has parameters, and no binding that chooses them, so it gets none"));
    } else if (!isBound) {
      documents.add(1, newBinding(first));
    }
    return new ImportedPolicy(prefix + policy.name(), documents);
  }

  private static boolean isBinding(Value document) {
    String kind = document.text("kind");
    return kind != null && kind.endsWith(BINDING);
  }

  private static boolean isPolicy(Value document) {
    String kind = document.text("kind");
    return kind != null && kind.endsWith("AdmissionPolicy");
  }

  private Value.Fields named(Value.Fields object) {
    return prefix.isEmpty()
        ? object
        : with(object, "metadata", "name", text(object, prefix + PolicyImport.name(object)));
  }

  private Value.Fields binding(Value.Fields written) {
    Value.Fields binding = written;
    Value policy = written.at("spec", "policyName");
    if (!prefix.isEmpty() && policy != null && policy.text() != null) {
      binding = with(binding, "spec", "policyName", text(binding, prefix + policy.text()));
    }
    boolean acts = "ValidatingAdmissionPolicyBinding".equals(binding.text("kind"));
    if (!actions.isEmpty() && acts) {
      binding = with(binding, "spec", "validationActions", texts(binding, actions));
    }
    if (!namespaceLabels.isEmpty()) {
      Value resources = binding.at("spec", "matchResources");
      Value.Fields kept =
          resources instanceof Value.Fields fields
              ? fields
              : new Value.Fields(binding.origin(), Map.of());
      Value.Fields selector = selector(binding, kept.get("namespaceSelector"));
      binding =
          with(binding, "spec", "matchResources", kept.with("namespaceSelector", selector));
    }
    return binding;
  }

  private Value.Fields newBinding(Value.Fields policy) {
    Origin origin = policy.origin();
    String name = PolicyImport.name(policy);
    Tree spec = Tree.at(origin).put("policyName", name);
    if ("ValidatingAdmissionPolicy".equals(policy.text("kind"))) {
      spec.texts("validationActions", List.of("Deny"));
    }
    Value.Fields binding =
        Tree.at(origin)
            .put("apiVersion", policy.get("apiVersion"))
            .put("kind", policy.text("kind") + "Binding")
            .put("metadata", Tree.at(origin).put("name", name))
            .put("spec", spec)
            .fields();
    return binding(named(binding));
  }

  /** What is written stays asked for, even of a label that is asked for here, too. */
  private Value.Fields selector(Value.Fields binding, @Nullable Value written) {
    Origin origin = binding.origin();
    if (!(written instanceof Value.Fields selector)) {
      Tree labels = Tree.at(origin);
      namespaceLabels.forEach(labels::put);
      return Tree.at(origin).put("matchLabels", labels).fields();
    }
    Value expressions = selector.get("matchExpressions");
    List<Value> all = new ArrayList<>(expressions == null ? List.of() : expressions.items());
    namespaceLabels.forEach((key, value) ->
        all.add(
            Tree.at(origin)
                .put("key", key)
                .put("operator", "In")
                .texts("values", List.of(value))
                .fields()));
    return selector.with("matchExpressions", new Value.Items(origin, all));
  }

  private static Value text(Value at, String text) {
    return new Value.Text(at.origin(), text);
  }

  private static Value texts(Value at, List<String> texts) {
    List<Value> items = new ArrayList<>();
    for (String text : texts) {
      items.add(text(at, text));
    }
    return new Value.Items(at.origin(), items);
  }

  private static Value.Fields with(Value.Fields object, String part, String name, Value value) {
    return object.get(part) instanceof Value.Fields fields
        ? object.with(part, fields.with(name, value))
        : object;
  }
}
