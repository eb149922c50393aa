package dev.breakwater.posture.mutation;

import dev.breakwater.posture.source.Value;
import java.util.List;

/**
 * Applies JSON patches to Kubernetes objects: {@link JsonPatch} with what an API server adds to it.
 * What it always has in an object can be patched although nobody wrote it, and what an object of
 * its kind cannot hold is refused.
 */
public final class ObjectPatch {
  private ObjectPatch() {}

  /**
   * The object with a patch applied, all of it or nothing; as it was where a test fails.
   *
   * @throws FaultyMutationException where an operation does not apply, or leads to what is no
   *     object of this kind
   */
  public static Value.Fields apply(Value.Fields object, List<JsonPatch.Operation> operations)
      throws FaultyMutationException {
    Value.Fields complete = Completion.complete(object);
    JsonPatch.Outcome outcome = JsonPatch.apply(complete, operations);
    if (outcome.failedTest() != null) {
      return object;
    }
    if (!(outcome.document() instanceof Value.Fields patched)
        || !Equality.same(patched.get("apiVersion"), object.get("apiVersion"))
        || !Equality.same(patched.get("kind"), object.get("kind"))) {
      throw new FaultyMutationException("the patch makes an object of another kind");
    }
    TypeCheck.check(complete, patched);
    return (Value.Fields) Completion.prune(patched, Completion.replaced(object, complete));
  }
}
