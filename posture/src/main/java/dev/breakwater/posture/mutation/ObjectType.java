package dev.breakwater.posture.mutation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type of object.
 *
 * @param asOne whether it is replaced as a whole
 * @param open whether it may have fields that are not named here
 */
record ObjectType(String name, boolean asOne, boolean open, Map<String, Field> fields) {
  private static final Field ANYTHING = new Field(new Shape.Anything(false), false, false);

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
    return field == null && open ? ANYTHING : field;
  }
}
