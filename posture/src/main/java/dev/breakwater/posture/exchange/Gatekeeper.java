package dev.breakwater.posture.exchange;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes admission policies of constraint templates that have CEL, and bindings of their
 * constraints, as Gatekeeper itself does: the constraint is the parameter of the policy, what it
 * matches is asked in conditions, {@code variables.params} are its parameters and {@code
 * variables.anyObject} is the object, also when it is deleted.
 *
 * @see <a
 *     href="https://open-policy-agent.github.io/gatekeeper/website/docs/validating-admission-policy/">Gatekeeper
 *     and validating admission policies</a>
 */
final class Gatekeeper {
  private static final String ENGINE = "K8sNativeValidation";
  private static final String CONSTRAINTS = "constraints.gatekeeper.sh/v1beta1";
  private static final String PREFIX = "gatekeeper-";

  /** Where a constraint may say that an action is for policies of the API server. */
  private static final Set<String> ENFORCEMENT_POINTS = Set.of("vap.k8s.io", "*");

  private static final String OBJECT = "(object == null ? oldObject : object)";
  private static final String NAMESPACE =
      "string(" + OBJECT + ".?metadata.?namespace.orValue(\"\"))";

  private final PolicyImport policyImport;

  /** The names of the policies by the kinds of their constraints. */
  private final Map<String, String> policies = new HashMap<>();

  private final List<Value.Fields> constraints = new ArrayList<>();
  private final Set<String> bindingNames = new HashSet<>();

  Gatekeeper(PolicyImport policyImport) {
    this.policyImport = policyImport;
  }

  void constraint(Value.Fields constraint) {
    constraints.add(constraint);
  }

  void template(Value.Fields template) {
    Value targets = template.at("spec", "targets");
    Value kind = template.at("spec", "crd", "spec", "names", "kind");
    String kindName = kind == null ? null : kind.text();
    if (kindName == null || targets == null || targets.items().size() != 1) {
      policyImport.problem(template, "has no kind, or not one target, so it is not imported");
      return;
    }
    Value target = targets.items().getFirst();
    Value source = source(target);
    if (source == null) {
      policyImport.problem(
          template,
          "is written in Rego alone, so it is not imported; a policy needs code for the engine "
              + ENGINE);
      return;
    }
    String name = PREFIX + PolicyImport.name(template);
    policies.put(kindName, name);
    policyImport.policy(
        CleanObject.of(policy(template, name, kindName, target, source), PolicyImport.VERSION));
  }

  private static @Nullable Value source(Value target) {
    Value code = target.get("code");
    for (Value each : code == null ? List.<Value>of() : code.items()) {
      if (ENGINE.equals(each.text("engine"))) {
        return each.get("source");
      }
    }
    return null;
  }

  private static Value.Fields policy(
      Value.Fields template, String name, String kind, Value target, Value source) {
    Value operations = target.get("operations");
    Tree rule =
        Tree.at(template.origin())
            .texts("apiGroups", List.of("*"))
            .texts("apiVersions", List.of("*"));
    if (operations == null || operations.items().isEmpty()) {
      rule.texts("operations", List.of("CREATE", "UPDATE"));
    } else {
      rule.put("operations", operations);
    }
    rule.texts("resources", List.of("*"));
    String failurePolicy = source.text("failurePolicy");
    Tree spec =
        Tree.at(template.origin())
            .put("failurePolicy", failurePolicy == null ? "Fail" : failurePolicy)
            .put(
                "paramKind",
                Tree.at(template.origin()).put("apiVersion", CONSTRAINTS).put("kind", kind))
            .put(
                "matchConstraints",
                Tree.at(template.origin()).put("resourceRules", List.of(rule.fields())))
            .put("matchConditions", conditions(template, source))
            .put("variables", variables(template, source))
            .put("validations", source.get("validations"));
    return Tree.at(template.origin())
        .put("apiVersion", PolicyImport.VERSION)
        .put("kind", "ValidatingAdmissionPolicy")
        .put("metadata", Tree.at(template.origin()).put("name", name))
        .put("spec", spec)
        .fields();
  }

  private static List<Value> conditions(Value.Fields template, Value source) {
    // The field is named in the singular, and holds a list.
    Value own = source.get("matchCondition");
    List<Value> conditions = new ArrayList<>(own == null ? List.of() : own.items());
    conditions.add(named(template, "gatekeeper-excluded-namespaces", excludedNamespaces()));
    conditions.add(named(template, "gatekeeper-namespaces", namespaces()));
    conditions.add(named(template, "gatekeeper-name", name()));
    conditions.add(named(template, "gatekeeper-kinds", kinds()));
    return conditions;
  }

  private static List<Value> variables(Value.Fields template, Value source) {
    List<Value> variables = new ArrayList<>();
    variables.add(named(template, "anyObject", "object == null ? oldObject : object"));
    variables.add(
        named(
            template,
            "params",
            "has(params.spec) && has(params.spec.parameters) ? params.spec.parameters : null"));
    Value own = source.get("variables");
    variables.addAll(own == null ? List.of() : own.items());
    return variables;
  }

  private static Value.Fields named(Value.Fields template, String name, String expression) {
    return Tree.at(template.origin()).put("name", name).put("expression", expression).fields();
  }

  private static String matched(String field) {
    return "params.?spec.?match.?" + field;
  }

  /** A star stands for anything; the rest of what Gatekeeper allows there means itself. */
  private static String glob(String text, String pattern) {
    return text + ".matches(\"^\" + string(" + pattern + ").replace(\"*\", \".*\") + \"$\")";
  }

  private static String excludedNamespaces() {
    return NAMESPACE
        + " == \"\" ||\n!"
        + matched("excludedNamespaces")
        + ".orValue([]).exists(n,\n  "
        + glob(NAMESPACE, "n")
        + ")";
  }

  private static String namespaces() {
    return "!"
        + matched("namespaces")
        + ".hasValue() ||\n"
        + NAMESPACE
        + " == \"\" ||\n"
        + matched("namespaces")
        + ".orValue([]).exists(n,\n  "
        + glob(NAMESPACE, "n")
        + ")";
  }

  private static String name() {
    String wanted = matched("name") + ".orValue(\"\")";
    String own = OBJECT + ".?metadata.?name.orValue(\"\")";
    String generated = OBJECT + ".?metadata.?generateName.orValue(\"\")";
    return wanted
        + " == \"\" ||\n"
        + glob("string(" + own + ")", wanted)
        + " ||\n("
        + generated
        + " != \"\" && string("
        + wanted
        + ").endsWith(\"*\") &&\n  "
        + glob("string(" + generated + ")", wanted)
        + ")";
  }

  private static String kinds() {
    return "!"
        + matched("kinds")
        + ".hasValue() ||\n"
        + matched("kinds")
        + ".orValue([]).exists(k,\n  (k.?kinds.orValue([]).size() == 0 || \"*\" in k.kinds ||"
        + " request.kind.kind in k.kinds) &&\n  (k.?apiGroups.orValue([]).size() == 0 ||"
        + " \"*\" in k.apiGroups || request.kind.group in k.apiGroups))";
  }

  /** Binds the constraints, after all templates are known. */
  void finish() {
    for (Value.Fields constraint : constraints) {
      String kind = constraint.text("kind");
      String policy = policies.get(kind == null ? "" : kind);
      if (policy != null) {
        bind(constraint, policy);
      } else if (!policyImport.isParameter(constraint)) {
        policyImport.problem(
            constraint, "has no template here that could be imported, so it is not imported");
      }
    }
  }

  private void bind(Value.Fields constraint, String policy) {
    List<String> actions = actions(constraint);
    if (actions.isEmpty()) {
      policyImport.problem(
          constraint, "has no enforcement action that a binding could have, so it is not imported");
      return;
    }
    Value match = constraint.at("spec", "match");
    if (match != null) {
      sayWhatIsLost(constraint, match);
    }
    String name = PolicyImport.name(constraint);
    Tree resources =
        Tree.at(constraint.origin())
            .put("namespaceSelector", match == null ? null : match.get("namespaceSelector"))
            .put("objectSelector", match == null ? null : match.get("labelSelector"));
    Tree spec =
        Tree.at(constraint.origin())
            .put("policyName", policy)
            .put(
                "paramRef",
                Tree.at(constraint.origin())
                    .put("name", name)
                    .put("parameterNotFoundAction", "Allow"));
    if (!resources.fields().members().isEmpty()) {
      spec.put("matchResources", resources);
    }
    spec.texts("validationActions", actions);
    policyImport.binding(
        CleanObject.of(
            Tree.at(constraint.origin())
                .put("kind", "ValidatingAdmissionPolicyBinding")
                .put(
                    "metadata", Tree.at(constraint.origin()).put("name", bindingName(name, policy)))
                .put("spec", spec)
                .fields(),
            PolicyImport.VERSION));
    policyImport.parameter(policy, CleanObject.parameter(constraint));
  }

  /** Constraints of two kinds may have one name, bindings may not. */
  private String bindingName(String constraint, String policy) {
    String name = PREFIX + constraint;
    return bindingNames.add(name) ? name : policy + '.' + constraint;
  }

  private void sayWhatIsLost(Value.Fields constraint, Value match) {
    String scope = match.text("scope");
    if (scope != null && !scope.equals("*")) {
      policyImport.problem(constraint, "loses its scope, " + scope + ", as with Gatekeeper's own");
    }
    String source = match.text("source");
    if (source != null && !source.equals("All")) {
      policyImport.problem(
          constraint, "loses its source, " + source + ", as with Gatekeeper's own");
    }
  }

  private static List<String> actions(Value.Fields constraint) {
    Value spec = constraint.get("spec");
    String action = spec == null ? null : spec.text("enforcementAction");
    List<String> actions = new ArrayList<>();
    if (!"scoped".equals(action)) {
      add(actions, action == null ? "deny" : action);
      return actions;
    }
    Value scoped = spec == null ? null : spec.get("scopedEnforcementActions");
    for (Value each : scoped == null ? List.<Value>of() : scoped.items()) {
      Value points = each.get("enforcementPoints");
      String scopedAction = each.text("action");
      for (Value point : points == null ? List.<Value>of() : points.items()) {
        String name = point.text("name");
        if (scopedAction != null && name != null && ENFORCEMENT_POINTS.contains(name)) {
          add(actions, scopedAction);
        }
      }
    }
    return actions;
  }

  private static void add(List<String> actions, String action) {
    String validation =
        switch (action.toLowerCase(Locale.ROOT)) {
          case "deny" -> "Deny";
          case "warn" -> "Warn";
          case "dryrun" -> "Audit";
          default -> null;
        };
    if (validation != null && !actions.contains(validation)) {
      actions.add(validation);
    }
  }
}
