package dev.breakwater.posture.mutation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type of object.
 *
 * @param asOne whether it is replaced as a whole
 * @param fields by their names
 * @param others what fields hold that are not named here; null where there are none
 */
record ObjectType(
    String name, boolean asOne, Map<String, Field> fields, Shape.@Nullable Anything others) {
  /**
   * A field.
   *
   * @param always whether an API server always has it, empty at least
   * @param merged whether it is merged although its type is taken as one elsewhere
   */
  record Field(Shape shape, boolean always, boolean merged) {}

  /** A field by name; null where there is none. */
  @Nullable Field field(String name) {
    Field field = fields.get(name);
    return field == null && others != null ? new Field(others, false, false) : field;
  }
}
