package dev.breakwater.posture.mutation;

import dev.breakwater.posture.cel.ObjectValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that what an expression made is made of the types of its places: {@code Object.spec} in
 * the field {@code spec} of {@code Object}. Lists and plain maps in between have no names.
 */
final class TypeNames {
  private TypeNames() {}

  /**
   * Checks an object and all that is in it.
   *
   * @throws FaultyMutationException where a type has another name than its place
   */
  static void check(@Nullable Object made) throws FaultyMutationException {
    if (made instanceof ObjectValue object) {
      check(object, object.typeName());
    }
  }

  private static void check(Object made, String place) throws FaultyMutationException {
    if (made instanceof ObjectValue object) {
      if (!object.typeName().equals(place)) {
        throw new FaultyMutationException(
            "type mismatch: unexpected type name \""
                + object.typeName()
                + "\", expected \""
                + place
                + "\", which matches field name path from root Object type");
      }
      for (Map.Entry<?, ?> field : object.entrySet()) {
        check(field.getValue(), place + '.' + field.getKey());
      }
    } else if (made instanceof Map<?, ?> map) {
      for (Object member : map.values()) {
        check(member, place);
      }
    } else if (made instanceof List<?> list) {
      for (Object item : list) {
        check(item, place);
      }
    }
  }
}
