package dev.breakwater.posture.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;

/**
 * A type of CEL and the class of its values.
 *
 * @param <T> the class
 */
record Kind<T>(CelType type, Class<T> form) {
  static final Kind<String> TEXT = new Kind<>(SimpleType.STRING, String.class);
  static final Kind<Long> INTEGER = new Kind<>(SimpleType.INT, Long.class);
  static final Kind<Boolean> FLAG = new Kind<>(SimpleType.BOOL, Boolean.class);

  /** A type that CEL knows nothing of but its name. */
  static <T> Kind<T> opaque(String name, Class<T> form) {
    return new Kind<>(OpaqueType.create(name), form);
  }
}
