package dev.breakwater.posture.cel;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import com.google.common.primitives.UnsignedLong;

/** The types of CEL in words, and of values. */
final class Types {
  private Types() {}

  /** As people write it: {@code list(string)}. */
  static String name(CelType type) {
    return switch (type) {
      case ListType list -> "list(" + (list.hasElemType() ? name(list.elemType()) : "dyn") + ")";
      case MapType map -> "map(" + name(map.keyType()) + ", " + name(map.valueType()) + ")";
      case OptionalType optional -> "optional_type(" + name(optional.parameters().getFirst()) + ")";
      case TypeType nested -> "type(" + name(nested.type()) + ")";
      default -> type.name();
    };
  }

  /** Several, one of which has to be. */
  static String names(Collection<CelType> types) {
    StringJoiner names = new StringJoiner(" or ");
    for (CelType type : types) {
      names.add(name(type));
    }
    return names.toString();
  }

  /** Whether a value is of a type. What lists, maps and optionals hold is not looked at. */
  static boolean isOf(Object value, CelType type) {
    CelKind kind = type.kind();
    return kind == CelKind.DYN
        || kind == CelKind.ANY
        || (kind == CelKind.OPAQUE && type instanceof OptionalType
            ? value instanceof Optional<?>
            : kind == kindOf(value) && (kind != CelKind.OPAQUE || name(value).equals(type.name())));
  }

  /** What a value is, in words. */
  static String name(Object value) {
    return switch (value) {
      case Optional<?> _ -> "optional_type";
      case CelValue known -> known.celType().name();
      default ->
          switch (kindOf(value)) {
            case NULL_TYPE -> "null";
            case CelKind kind -> kind.name().toLowerCase(java.util.Locale.ROOT);
          };
    };
  }

  private static CelKind kindOf(Object value) {
    return switch (value) {
      case String _ -> CelKind.STRING;
      case Boolean _ -> CelKind.BOOL;
      case Long _ -> CelKind.INT;
      case UnsignedLong _ -> CelKind.UINT;
      case Double _ -> CelKind.DOUBLE;
      case NullValue _ -> CelKind.NULL_TYPE;
      case CelByteString _ -> CelKind.BYTES;
      case Duration _ -> CelKind.DURATION;
      case Instant _ -> CelKind.TIMESTAMP;
      case TypeType _ -> CelKind.TYPE;
      case List<?> _ -> CelKind.LIST;
      case Map<?, ?> _ -> CelKind.MAP;
      case CelValue known -> known.celType().kind();
      default -> CelKind.OPAQUE;
    };
  }
}
