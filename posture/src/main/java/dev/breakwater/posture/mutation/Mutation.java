package dev.breakwater.posture.mutation;

import dev.breakwater.posture.admission.Compiled;
import dev.breakwater.posture.admission.Expression;
import dev.breakwater.posture.admission.FieldReader;
import dev.breakwater.posture.admission.Invocation;
import dev.breakwater.posture.admission.PolicyHead;
import dev.breakwater.posture.cel.Budget;
import dev.breakwater.posture.cel.Cel;
import dev.breakwater.posture.cel.FaultyExpressionException;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change that a mutating policy makes.
 *
 * @param compiled gives an apply configuration, or a list of operations of a JSON patch
 * @param isPatch whether it is a JSON patch
 */
record Mutation(Compiled compiled, boolean isPatch) {
  private static final String CONFIGURATION = "ApplyConfiguration";
  private static final String PATCH = "JSONPatch";

  /** Reads one; null where it cannot be used, which is taken down. */
  static @Nullable Mutation read(FieldReader mutation, SourceFile source, Cel language) {
    mutation.knows("patchType", "applyConfiguration", "jsonPatch");
    String type = mutation.required("patchType");
    if (type == null) {
      return null;
    }
    boolean isPatch = mutation.oneOf("patchType", type, CONFIGURATION, PATCH).equals(PATCH);
    String wanted = isPatch ? "jsonPatch" : "applyConfiguration";
    String other = isPatch ? "applyConfiguration" : "jsonPatch";
    if (mutation.value().get(other) != null) {
      mutation.fault(other, "must not be there where the patchType is " + type);
    }
    FieldReader patch = mutation.fields(wanted);
    if (patch == null) {
      mutation.fault(wanted, "is required where the patchType is " + type);
      return null;
    }
    patch.knows("expression");
    Expression expression = PolicyHead.expression(patch, "expression", source);
    return expression == null
        ? null
        : new Mutation(
            Compiled.of(
                expression, language, Set.of(isPatch ? Cel.PATCHES : Cel.OBJECT), patch.faults()),
            isPatch);
  }

  /**
   * The object with the change.
   *
   * @param type of the object
   * @param who makes it, for the origin of what it sets
   * @throws FaultyExpressionException where the expression fails
   * @throws FaultyMutationException where what it gives cannot be applied
   */
  Value.Fields apply(ObjectType type, Value.Fields object, Invocation invocation, String who)
      throws FaultyExpressionException, FaultyMutationException {
    Object made = invocation.evaluate(compiled, new Budget(Budget.PER_BINDING));
    Origin origin = object.origin().assuming(who);
    if (isPatch) {
      checkValues(made);
      return ObjectPatch.apply(object, operations(made, origin));
    }
    TypeNames.check(made);
    if (!(MadeValues.of(made, origin) instanceof Value.Fields configuration)) {
      throw new FaultyMutationException("the expression gives no apply configuration");
    }
    return ApplyConfiguration.merge(type, object, configuration);
  }

  private static void checkValues(Object made) throws FaultyMutationException {
    if (made instanceof List<?> patches) {
      for (Object patch : patches) {
        TypeNames.check(patch instanceof Map<?, ?> members ? members.get("value") : null);
      }
    }
  }

  private static List<JsonPatch.Operation> operations(Object made, Origin origin)
      throws FaultyMutationException {
    if (!(MadeValues.of(made, origin) instanceof Value.Items patches)) {
      throw new FaultyMutationException("the expression gives no list of JSONPatch");
    }
    List<JsonPatch.Operation> operations = new ArrayList<>(patches.items().size());
    for (Value patch : patches.items()) {
      String word = patch.text("op");
      JsonPatch.Verb verb = JsonPatch.Verb.of(word == null ? "" : word);
      String path = patch.text("path");
      if (verb == null) {
        throw new FaultyMutationException("a JSON patch has no operation \"" + word + '"');
      }
      String from = patch.text("from");
      operations.add(
          new JsonPatch.Operation(
              verb,
              path == null ? "" : path,
              from == null || from.isEmpty() ? null : from,
              patch.members().get("value")));
    }
    return operations;
  }
}
