package dev.breakwater.posture.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values in the forms that expressions know. */
final class Values {
  private Values() {}

  /** A value as expressions see it. */
  static Object of(@Nullable Object plain) {
    return switch (plain) {
      case null -> NullValue.NULL_VALUE;
      case String text -> text;
      case CelValue known -> known;
      case Map<?, ?> map -> new MapValue(map);
      case List<?> list -> new ListValue(list);
      case UnsignedLong number -> number;
      case Integer number -> number.longValue();
      case Float number -> number.doubleValue();
      default -> plain;
    };
  }
}
