package dev.breakwater.posture.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import java.util.Map;

/**
 * What an expression made by {@code Object{…}} or {@code JSONPatch{…}}: its fields by name, and the
 * name of its type.
 */
public final class ObjectValue extends MapValue {
  private final String typeName;

  ObjectValue(String typeName, Map<String, Object> fields) {
    super(fields);
    this.typeName = typeName;
  }

  /** As it was written: {@code Object.spec.template}. */
  public String typeName() {
    return typeName;
  }

  @Override
  public CelType celType() {
    return StructTypeReference.create(typeName);
  }

  @Override
  public String toString() {
    return typeName;
  }
}
