package dev.breakwater.posture.cel;

import dev.cel.common.values.SelectableValue;
import java.util.Map;
import java.util.Optional;

/** Members of whatever may have some. */
final class Members {
  private Members() {}

  /** The member; nothing where there is none, and for what has no members at all. */
  static Optional<?> find(Object owner, String name) {
    return switch (owner) {
      case SelectableValue<?> value -> select(value, name);
      case Map<?, ?> map -> new MapValue(map).find(name);
      default -> Optional.empty();
    };
  }

  @SuppressWarnings("unchecked") // what has members names them by texts
  private static Optional<?> select(SelectableValue<?> value, String name) {
    return ((SelectableValue<Object>) value).find(name);
  }
}
