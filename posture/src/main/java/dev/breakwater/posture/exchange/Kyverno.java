package dev.breakwater.posture.exchange;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes admission policies of Kyverno's {@code ValidatingPolicy}, whose {@code spec} is that of an
 * admission policy and something more. What is more cannot be carried over; expressions that use
 * Kyverno's own functions do not compile, and are told with their place.
 *
 * @see <a href="https://kyverno.io/docs/policy-types/validating-policy/">ValidatingPolicy</a>
 */
final class Kyverno {
  /** What both have. */
  private static final Set<String> SHARED =
      Set.of(
          "failurePolicy",
          "matchConstraints",
          "matchConditions",
          "variables",
          "validations",
          "auditAnnotations");

  /** What says how Kyverno itself goes about it, and nothing about what is allowed. */
  private static final Set<String> OF_NO_CONSEQUENCE = Set.of("webhookConfiguration");

  private Kyverno() {}

  static void take(Value.Fields object, PolicyImport policyImport) {
    String kind = object.text("kind");
    switch (kind == null ? "" : kind) {
      case "ValidatingPolicy" -> policy(object, policyImport);
      case "ImageValidatingPolicy" ->
          policyImport.problem(
              object, "verifies images, which no admission policy can, so it is not imported");
      case "MutatingPolicy", "GeneratingPolicy", "DeletingPolicy" ->
          policyImport.problem(
              object, "changes objects rather than judging them, so it is not imported");
      case "NamespacedValidatingPolicy" ->
          policyImport.problem(
              object,
              "is for one namespace, and admission policies are for the cluster, so it is not"
                  + " imported; make it a ValidatingPolicy with a namespaceSelector");
      default ->
          policyImport.problem(object, "is of Kyverno, but no policy, so it is not imported");
    }
  }

  /** Says why what is older than Kyverno's ValidatingPolicy is not imported. */
  static void refuse(Value.Fields object, PolicyImport policyImport) {
    policyImport.problem(
        object,
        "is written "
            + (hasExpressions(object)
                ? "in rules of Kyverno"
                : "in Kyverno's patterns and JMESPath")
            + ", so it is not imported; a ValidatingPolicy of policies.kyverno.io is");
  }

  private static boolean hasExpressions(Value object) {
    Value rules = object.at("spec", "rules");
    for (Value rule : rules == null ? List.<Value>of() : rules.items()) {
      if (rule.at("validate", "cel") != null) {
        return true;
      }
    }
    return false;
  }

  private static void policy(Value.Fields object, PolicyImport policyImport) {
    if (!(object.get("spec") instanceof Value.Fields spec)) {
      policyImport.problem(object, "has no spec, so it is not imported");
      return;
    }
    Value mode = spec.at("evaluation", "mode");
    String judged = mode == null ? null : mode.text();
    if (judged != null && !judged.equals("Kubernetes")) {
      policyImport.problem(
          object, "judges " + judged + ", no objects of Kubernetes, so it is not imported");
      return;
    }
    Tree taken = Tree.at(spec.origin());
    for (Map.Entry<String, Value> member : spec.members().entrySet()) {
      if (SHARED.contains(member.getKey())) {
        taken.put(member.getKey(), member.getValue());
      } else {
        sayWhatIsLost(object, member.getKey(), member.getValue(), policyImport);
      }
    }
    Tree policy =
        Tree.at(object.origin())
            .put("apiVersion", PolicyImport.VERSION)
            .put("kind", "ValidatingAdmissionPolicy")
            .put("metadata", object.get("metadata"))
            .put("spec", taken);
    policyImport.policy(CleanObject.of(policy.fields(), PolicyImport.VERSION));
    policyImport.binding(binding(object, spec));
    if (spec.get("autogen") == null && isAboutPodsAlone(spec)) {
      policyImport.note(
          object, "is about pods; Kyverno would ask it of Deployments and other controllers too");
    }
  }

  private static void sayWhatIsLost(
      Value.Fields object, String name, Value value, PolicyImport policyImport) {
    switch (name) {
      case "validationActions" -> {}
      case "autogen" -> {
        Value controllers = value.at("podControllers", "controllers");
        if (controllers == null || !controllers.items().isEmpty()) {
          policyImport.problem(
              object, "loses autogen: only the kinds in its matchConstraints are judged");
        }
      }
      case "evaluation" -> {
        Value admission = value.at("admission", "enabled");
        if (admission != null && admission.isFalse()) {
          policyImport.problem(
              object, "is not for admission with Kyverno; what is imported is in force there");
        }
      }
      default -> {
        if (!OF_NO_CONSEQUENCE.contains(name)) {
          policyImport.problem(object, "loses " + name + ", which admission policies do not have");
        }
      }
    }
  }

  private static Value.Fields binding(Value.Fields object, Value.Fields spec) {
    List<String> actions = new ArrayList<>();
    Value written = spec.get("validationActions");
    for (Value action : written == null ? List.<Value>of() : written.items()) {
      String text = action.text();
      if (text != null) {
        actions.add(text);
      }
    }
    if (actions.isEmpty()) {
      // Kyverno's own default.
      actions.add("Deny");
    }
    String name = PolicyImport.name(object);
    return Tree.at(object.origin())
        .put("apiVersion", PolicyImport.VERSION)
        .put("kind", "ValidatingAdmissionPolicyBinding")
        .put("metadata", Tree.at(object.origin()).put("name", name))
        .put(
            "spec",
            Tree.at(object.origin()).put("policyName", name).texts("validationActions", actions))
        .fields();
  }

  private static boolean isAboutPodsAlone(Value spec) {
    Value rules = spec.at("matchConstraints", "resourceRules");
    if (rules == null || rules.items().isEmpty()) {
      return false;
    }
    for (Value rule : rules.items()) {
      Value resources = rule.get("resources");
      for (Value resource : resources == null ? List.<Value>of() : resources.items()) {
        if (!"pods".equals(resource.text())) {
          return false;
        }
      }
    }
    return true;
  }
}
