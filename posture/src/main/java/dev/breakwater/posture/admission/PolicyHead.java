package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Budget;
import dev.breakwater.posture.cel.Cel;
import dev.breakwater.posture.cel.FaultyExpressionException;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What validating and mutating policies have in common, compiled: which requests they are about,
 * and the variables of their expressions. Safe to share between threads.
 *
 * @param name of the policy
 * @param origin of the policy
 * @param ignoresFaults whether a fault lets the request pass, as {@code failurePolicy: Ignore} says
 * @param params the kind of its parameters; null where it has none
 * @param constraints which requests it is about
 * @param conditions all of which have to be true of a request
 * @param variables by their names, in their order; each may use those before it
 */
public record PolicyHead(
    String name,
    Origin origin,
    boolean ignoresFaults,
    @Nullable ParamKind params,
    MatchResources constraints,
    List<Compiled> conditions,
    Map<String, Compiled> variables) {
  private static final int MOST_CONDITIONS = 64;

  /** Each may ask the one before it, and so on, so they are as deep as they are many. */
  private static final int MOST_VARIABLES = 500;

  public PolicyHead {
    conditions = List.copyOf(conditions);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /**
   * Reads what policies have in common.
   *
   * @param more the names of the fields of {@code spec} that the caller reads
   * @return null where the policy cannot be used
   */
  public static @Nullable PolicyHead read(FieldReader policy, SourceFile source, String... more) {
    policy.knows("apiVersion", "kind", "metadata", "spec", "status");
    FieldReader metadata = policy.fields("metadata");
    FieldReader spec = policy.fields("spec");
    if (metadata == null || spec == null) {
      policy.fault(metadata == null ? "metadata" : "spec", "is required");
      return null;
    }
    List<String> known =
        new ArrayList<>(
            List.of(
                "paramKind", "matchConstraints", "matchConditions", "variables", "failurePolicy"));
    known.addAll(List.of(more));
    spec.knows(known.toArray(String[]::new));
    String name = name(metadata);
    ParamKind params = ParamKind.read(spec.fields("paramKind"));
    boolean ignoresFaults = spec.oneOf("failurePolicy", "Fail", "Fail", "Ignore").equals("Ignore");
    FieldReader constraints = spec.fields("matchConstraints");
    MatchResources resources =
        constraints == null ? MatchResources.EVERYTHING : MatchResources.read(constraints);
    if (constraints == null) {
      spec.fault("matchConstraints", "is required");
    } else if (resources.rules().isEmpty()) {
      constraints.fault("resourceRules", "at least one is required");
    }
    boolean hasParams = spec.value().get("paramKind") != null;
    List<Compiled> conditions = conditions(spec, source, hasParams);
    Map<String, Compiled> variables = variables(spec, source, hasParams);
    return name == null || policy.faults().areFatal()
        ? null
        : new PolicyHead(
            name, policy.value().origin(), ignoresFaults, params, resources, conditions, variables);
  }

  /** The name in {@code metadata}; null where there is none. */
  static @Nullable String name(FieldReader metadata) {
    String name = metadata.text("name");
    if (name == null) {
      metadata.fault("name", "is required");
    } else {
      metadata.check("name", Syntax.subdomain(name));
    }
    return name;
  }

  private static List<Compiled> conditions(FieldReader spec, SourceFile source, boolean hasParams) {
    List<FieldReader> written = spec.each("matchConditions");
    if (written.size() > MOST_CONDITIONS) {
      spec.fault("matchConditions", "must have at most " + MOST_CONDITIONS + " items");
      return List.of();
    }
    List<Compiled> conditions = new ArrayList<>(written.size());
    Set<String> names = new HashSet<>();
    Cel language = written.isEmpty() ? null : Vocabulary.language(hasParams, true);
    for (FieldReader condition : written) {
      condition.knows("name", "expression");
      String name = condition.required("name");
      if (name != null) {
        condition.check("name", Syntax.qualifiedName(name));
        if (!names.add(name)) {
          condition.fault("name", Syntax.quote(name) + " is there twice");
        }
      }
      Expression expression = expression(condition, "expression", source);
      if (expression != null && language != null) {
        conditions.add(Compiled.of(expression, language, Set.of(SimpleType.BOOL), spec.faults()));
      }
    }
    return conditions;
  }

  private static Map<String, Compiled> variables(
      FieldReader spec, SourceFile source, boolean hasParams) {
    Map<String, Compiled> variables = new LinkedHashMap<>();
    List<FieldReader> written = spec.each("variables");
    if (written.size() > MOST_VARIABLES) {
      spec.fault("variables", "more than " + MOST_VARIABLES + " are not read");
      return variables;
    }
    for (FieldReader variable : written) {
      variable.knows("name", "expression");
      String name = variable.required("name");
      Expression expression = expression(variable, "expression", source);
      if (name != null) {
        variable.check("name", Syntax.identifier(name));
        if (variables.containsKey(name)) {
          variable.fault("name", Syntax.quote(name) + " is there twice");
        }
      }
      if (name != null && expression != null) {
        Cel language = Vocabulary.language(hasParams, true, types(variables));
        variables.put(name, Compiled.of(expression, language, Set.of(), spec.faults()));
      }
    }
    return variables;
  }

  private static Map<String, CelType> types(Map<String, Compiled> variables) {
    Map<String, CelType> types = LinkedHashMap.newLinkedHashMap(variables.size());
    variables.forEach((name, variable) -> types.put(name, variable.type()));
    return types;
  }

  /**
   * An expression that has to be there; null where it is not, which is taken down.
   *
   * @param name of the field
   */
  public static @Nullable Expression expression(
      FieldReader reader, String name, SourceFile source) {
    String text = reader.required(name);
    if (text == null) {
      return null;
    }
    Value at = reader.value().get(name);
    if (text.isBlank() || at == null) {
      reader.fault(name, "there is no expression");
      return null;
    }
    return new Expression(text, at.origin(), source);
  }

  /** The language of expressions that may use all variables. */
  public Cel language(boolean hasAuthorizer) {
    return Vocabulary.language(params != null, hasAuthorizer, types(variables));
  }

  /**
   * The calls that a request makes for; empty where it is not about it, or no binding is.
   *
   * @param bindings of this policy
   */
  public List<Call> calls(List<Binding> bindings, Request request, Cluster cluster) {
    Match match = constraints.match(request, cluster.namespaces());
    if (match == null) {
      return List.of();
    }
    List<Call> calls = new ArrayList<>();
    for (Binding binding : bindings) {
      if (binding.resources().match(request, cluster.namespaces()) != null) {
        addCalls(calls, binding, request, match, cluster);
      }
    }
    return calls;
  }

  private void addCalls(
      List<Call> calls, Binding binding, Request request, Match match, Cluster cluster) {
    Params.Found found =
        binding.isEverywhere()
            ? cluster.params().all(params)
            : cluster.params().find(params, binding.params(), request);
    if (found.fault() != null) {
      calls.add(new Call(binding, null, "failed to configure binding: " + found.fault(), false));
    } else if (found.missing()) {
      calls.add(
          new Call(
              binding,
              null,
              "failed to configure binding: no params found for policy binding with `Deny`"
                  + " parameterNotFoundAction",
              true));
    }
    for (Object param : found.params()) {
      calls.add(
          new Call(binding, new Invocation(this, request, match, param, cluster), null, false));
    }
  }

  /**
   * Evaluates the conditions. One that is false settles it, even after one that failed; so all are
   * evaluated until then.
   */
  public Conditions conditions(Invocation invocation) {
    if (conditions.isEmpty()) {
      return Conditions.HOLD;
    }
    Budget budget = new Budget(Budget.MATCH_CONDITIONS);
    Conditions failed = null;
    for (Compiled condition : conditions) {
      try {
        if (!Boolean.TRUE.equals(invocation.evaluate(condition, budget))) {
          return Conditions.HOLD_NOT;
        }
      } catch (FaultyExpressionException e) {
        Conditions faulty =
            new Conditions(false, condition.expression(), String.valueOf(e.getMessage()));
        if (budget.left() < 0) {
          return faulty;
        }
        failed = failed == null ? faulty : failed;
      }
    }
    return failed == null ? Conditions.HOLD : failed;
  }
}
