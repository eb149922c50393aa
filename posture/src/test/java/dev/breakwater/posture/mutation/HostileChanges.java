package dev.breakwater.posture.mutation;

import dev.breakwater.posture.mutation.JsonPatch.Operation;
import dev.breakwater.posture.mutation.JsonPatch.Verb;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;

/** What has to hold of any change of any object. */
final class HostileChanges {
  private HostileChanges() {}

  /**
   * Changes an object.
   *
   * @param change a list of operations, or an apply configuration
   */
  static void change(String object, String change) {
    Value before;
    Value given;
    try {
      before = Manifests.value(object);
      given = Manifests.value(change);
    } catch (IllegalArgumentException | java.util.NoSuchElementException noDocument) {
      return;
    }
    if (!(before instanceof Value.Fields fields)) {
      return;
    }
    try {
      Value.Fields after =
          given instanceof Value.Fields configuration
              ? ApplyConfiguration.merge(ObjectTypes.of(fields), fields, configuration)
              : ObjectPatch.apply(fields, operations(given));
      List<Operation> difference = Difference.between(fields, after);
      if (!Equality.same(JsonPatch.apply(fields, difference).document(), after)) {
        throw new AssertionError("the difference leads elsewhere");
      }
    } catch (FaultyMutationException expected) {
      if (expected.getMessage() == null || expected.getMessage().length() > 20_000) {
        throw new AssertionError("a fault that nobody can read", expected);
      }
    }
  }

  private static List<Operation> operations(Value patches) {
    List<Operation> operations = new ArrayList<>();
    for (Value patch : patches.items()) {
      String word = patch.text("op");
      Verb verb = word == null ? null : Verb.of(word);
      String path = patch.text("path");
      if (verb != null && path != null) {
        operations.add(new Operation(verb, path, patch.text("from"), patch.members().get("value")));
      }
    }
    return operations;
  }
}
