package dev.breakwater.posture.cel;

import com.google.common.primitives.UnsignedLong;
import dev.breakwater.posture.cel.library.Libraries;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
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

/** The types of CEL in words, and of values. */
final class Types {
  private static final CelType LIST = ListType.create(SimpleType.DYN);
  private static final CelType MAP = MapType.create(SimpleType.DYN, SimpleType.DYN);
  private static final CelType OPTIONAL = OptionalType.create(SimpleType.DYN);

  /** As the library has it: a type's type is told from all others, but not what it is a type of. */
  private static final TypeType TYPE = TypeType.create(SimpleType.DYN);

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
    types.stream().map(Types::name).sorted().forEach(names::add);
    return names.toString();
  }

  /** Whether two types are the same, by their names and those of their parameters. */
  static boolean areSame(CelType left, CelType right) {
    return name(left).equals(name(right));
  }

  /** The type of a value, without the types of what it holds. */
  static CelType of(Object value) {
    return switch (value) {
      case String _ -> SimpleType.STRING;
      case Boolean _ -> SimpleType.BOOL;
      case Long _ -> SimpleType.INT;
      case UnsignedLong _ -> SimpleType.UINT;
      case Double _ -> SimpleType.DOUBLE;
      case NullValue _ -> SimpleType.NULL_TYPE;
      case CelByteString _ -> SimpleType.BYTES;
      case Duration _ -> SimpleType.DURATION;
      case Instant _ -> SimpleType.TIMESTAMP;
      case Optional<?> _ -> OPTIONAL;
      case TypeType _ -> TYPE;
      case CelValue known -> known.celType();
      case List<?> _ -> LIST;
      case Map<?, ?> _ -> MAP;
      default ->
          Libraries.typeOf(value)
              .or(() -> AuthorizerFunctions.typeOf(value))
              .orElse(SimpleType.ERROR);
    };
  }

  /** {@code type(value)}. */
  static TypeType typeOf(Object value) {
    CelType type = of(value);
    return type instanceof TypeType own ? own : TypeType.create(type);
  }

  /** What a value is, in a word. */
  static String name(Object value) {
    CelType type = of(value);
    return type instanceof OptionalType || type instanceof ListType || type instanceof MapType
        ? type.name()
        : name(type);
  }

  /** Whether a value is of a type. What lists, maps and optionals hold is not looked at. */
  static boolean isOf(Object value, CelType type) {
    CelKind kind = type.kind();
    CelType own = of(value);
    return kind == CelKind.DYN
        || kind == CelKind.ANY
        || (kind == own.kind()
            && switch (kind) {
              case OPAQUE, STRUCT -> own.name().equals(type.name());
              default -> true;
            });
  }
}
