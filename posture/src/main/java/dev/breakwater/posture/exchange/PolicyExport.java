package dev.breakwater.posture.exchange;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes policies and their bindings for {@code kubectl apply}: what {@link PolicyImport} makes of
 * them, with bindings as the user wants them.
 *
 * @param actions of all bindings, {@code Deny}, {@code Warn} or {@code Audit}; empty for those that
 *     are written, and {@code Deny} where there is no binding
 * @param namespaceLabels of the namespaces in which the policies are to be in force; empty for what
 *     is written
 * @param prefix of all names; empty for none
 */
public record PolicyExport(
    List<String> actions, Map<String, String> namespaceLabels, String prefix) {
  private static final String BINDING = "AdmissionPolicyBinding";

  /** Makes every policy and binding ready. */
  public Imports of(List<SourceFile> files) {
    Imports imports = PolicyImport.of(files);
    List<ImportedPolicy> exported = new ArrayList<>();
    for (ImportedPolicy policy : imports.policies()) {
      exported.add(exported(policy));
    }
    List<Problem> notes = new ArrayList<>();
    for (Problem note : imports.notes()) {
      if (!note.what().contains("has no binding here")) {
        notes.add(note);
      }
    }
    return new Imports(exported, imports.problems(), notes);
  }

  private ImportedPolicy exported(ImportedPolicy policy) {
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
    if (!isBound) {
      documents.add(1, newBinding(policy.documents().getFirst()));
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
      binding =
          with(binding, "spec", "matchResources", kept.with("namespaceSelector", selector(binding)));
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

  private Value.Fields selector(Value.Fields binding) {
    Tree labels = Tree.at(binding.origin());
    namespaceLabels.forEach(labels::put);
    return Tree.at(binding.origin()).put("matchLabels", labels).fields();
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
