package dev.breakwater.posture.cel;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.UnsignedLong;
import dev.breakwater.core.cel.Meter;
import dev.breakwater.core.cel.MeteredFunctions;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.exceptions.CelIndexOutOfBoundsException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.BoolFunction.BoolOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.DoubleFunction.DoubleOverload;
import dev.cel.runtime.standard.DurationFunction.DurationOverload;
import dev.cel.runtime.standard.EqualsOperator.EqualsOverload;
import dev.cel.runtime.standard.GetMillisecondsFunction.GetMillisecondsOverload;
import dev.cel.runtime.standard.InOperator.InOverload;
import dev.cel.runtime.standard.IndexOperator.IndexOverload;
import dev.cel.runtime.standard.IntFunction.IntOverload;
import dev.cel.runtime.standard.NotEqualsOperator.NotEqualsOverload;
import dev.cel.runtime.standard.StringFunction.StringOverload;
import dev.cel.runtime.standard.TimestampFunction.TimestampOverload;
import dev.cel.runtime.standard.UintFunction.UintOverload;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The functions of the standard that are ours: those over lists and maps, on values of our own (see
 * {@link MapValue}), and those that read and write texts as an API server does.
 */
final class StandardFunctions {
  private static final Set<CelStandardOverload> OVERLOADS =
      Set.of(
          AddOverload.ADD_LIST,
          EqualsOverload.EQUALS,
          NotEqualsOverload.NOT_EQUALS,
          InOverload.IN_LIST,
          InOverload.IN_MAP,
          IndexOverload.INDEX_LIST,
          IndexOverload.INDEX_MAP,
          BoolOverload.BOOL_TO_BOOL,
          BoolOverload.STRING_TO_BOOL,
          DoubleOverload.DOUBLE_TO_DOUBLE,
          DoubleOverload.STRING_TO_DOUBLE,
          DurationOverload.DURATION_TO_DURATION,
          DurationOverload.STRING_TO_DURATION,
          IntOverload.STRING_TO_INT64,
          TimestampOverload.TIMESTAMP_TO_TIMESTAMP,
          TimestampOverload.STRING_TO_TIMESTAMP,
          TimestampOverload.INT64_TO_TIMESTAMP,
          UintOverload.UINT64_TO_UINT64,
          UintOverload.STRING_TO_UINT64,
          GetMillisecondsOverload.TIMESTAMP_TO_MILLISECONDS,
          GetMillisecondsOverload.TIMESTAMP_TO_MILLISECONDS_WITH_TZ,
          GetMillisecondsOverload.DURATION_TO_MILLISECONDS,
          StringOverload.DOUBLE_TO_STRING,
          StringOverload.DURATION_TO_STRING,
          StringOverload.TIMESTAMP_TO_STRING);

  /** In nanoseconds; the library has it not. */
  static final CelFunctionDecl DURATION_TO_INT =
      CelFunctionDecl.newFunctionDeclaration(
          "int", FunctionSet.global("duration_to_int64", SimpleType.INT, SimpleType.DURATION));

  private StandardFunctions() {}

  /** What of the library's own stays. */
  static CelStandardFunctions kept() {
    return CelStandardFunctions.newBuilder()
        .filterFunctions((_, overload) ->
            !OVERLOADS.contains(overload) && !MeteredFunctions.OVERLOADS.contains(overload))
        .build();
  }

  static CelRuntimeBuilder addTo(CelRuntimeBuilder builder) {
    return MeteredFunctions.addTo(
            builder,
            CelFunctionBinding.from("add_list", List.class, List.class, StandardFunctions::joined))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "_==_",
                CelFunctionBinding.from("equals", Object.class, Object.class, Equality::equal)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "_!=_",
                CelFunctionBinding.from(
                    "not_equals",
                    Object.class,
                    Object.class,
                    (left, right) -> !Equality.equal(left, right))))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "@in",
                CelFunctionBinding.from(
                    "in_list", Object.class, List.class, StandardFunctions::isInList),
                CelFunctionBinding.from(
                    "in_map", Object.class, Map.class, StandardFunctions::isInMap)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "_[_]",
                CelFunctionBinding.from(
                    "index_list", List.class, Number.class, StandardFunctions::element),
                CelFunctionBinding.from(
                    "index_map", Map.class, Object.class, StandardFunctions::member),
                CelFunctionBinding.from(
                    "optional_list_index_int",
                    Optional.class,
                    Long.class,
                    StandardFunctions::optionalElement),
                CelFunctionBinding.from(
                    "optional_map_index_value",
                    Optional.class,
                    Object.class,
                    StandardFunctions::optionalMember)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "_[?_]",
                CelFunctionBinding.from(
                    "list_optindex_optional_int",
                    List.class,
                    Long.class,
                    StandardFunctions::findElement),
                CelFunctionBinding.from(
                    "optional_list_optindex_optional_int",
                    Optional.class,
                    Long.class,
                    StandardFunctions::optionalElement),
                CelFunctionBinding.from(
                    "map_optindex_optional_value",
                    Map.class,
                    Object.class,
                    StandardFunctions::findMember),
                CelFunctionBinding.from(
                    "optional_map_optindex_optional_value",
                    Optional.class,
                    Object.class,
                    StandardFunctions::optionalMember)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "string",
                CelFunctionBinding.from("double_to_string", Double.class, Texts::of),
                CelFunctionBinding.from("duration_to_string", Duration.class, Texts::of),
                CelFunctionBinding.from("timestamp_to_string", Instant.class, Texts::of)))
        .addFunctionBindings(conversions("bool", "bool", Boolean.class, Conversions::toBool))
        .addFunctionBindings(conversions("double", "double", Double.class, Conversions::toDouble))
        .addFunctionBindings(
            conversions("duration", "duration", Duration.class, Conversions::toDuration))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "timestamp",
                CelFunctionBinding.from("int64_to_timestamp", Long.class, Conversions::toTimestamp),
                CelFunctionBinding.from(
                    "string_to_timestamp", String.class, Conversions::toTimestamp),
                CelFunctionBinding.from("timestamp_to_timestamp", Instant.class, moment -> moment)))
        .addFunctionBindings(conversions("uint", "uint64", UnsignedLong.class, Conversions::toUint))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "int",
                CelFunctionBinding.from("string_to_int64", String.class, Conversions::toInt),
                CelFunctionBinding.from("duration_to_int64", Duration.class, Duration::toNanos)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "getMilliseconds",
                CelFunctionBinding.from(
                    "duration_to_milliseconds", Duration.class, Duration::toMillis),
                CelFunctionBinding.from(
                    "timestamp_to_milliseconds", Instant.class, StandardFunctions::milliseconds),
                CelFunctionBinding.from(
                    "timestamp_to_milliseconds_with_tz",
                    Instant.class,
                    String.class,
                    (moment, _) -> milliseconds(moment))))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "value",
                CelFunctionBinding.from(
                    "optional_value", Optional.class, StandardFunctions::value)));
  }

  /** From texts, and from what is of the type already. */
  private static <T> ImmutableSet<CelFunctionBinding> conversions(
      String name, String type, Class<T> form, CelFunctionOverload.Unary<String> fromText) {
    return CelFunctionBinding.fromOverloads(
        name,
        CelFunctionBinding.from("string_to_" + type, String.class, fromText),
        CelFunctionBinding.from(type + "_to_" + type, form, value -> value));
  }

  /** The same everywhere: zones differ by whole seconds. */
  private static long milliseconds(Instant moment) {
    return moment.get(ChronoField.MILLI_OF_SECOND);
  }

  private static ListValue joined(List<?> left, List<?> right) {
    Meter meter = Meter.CURRENT.get();
    meter.limitList((long) left.size() + right.size());
    if (left instanceof ListValue list) {
      meter.charge(1L + right.size() + (list.isLast() ? 0 : list.size()));
      return list.and(right);
    }
    meter.charge((long) left.size() + right.size());
    return new ListValue(List.copyOf(left)).and(right);
  }

  private static boolean isInList(Object value, List<?> list) {
    Meter.CURRENT.get().charge(list.size());
    for (Object element : list) {
      if (Equality.equal(Values.of(element), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInMap(Object key, Map<?, ?> map) {
    return findMember(map, key).isPresent();
  }

  private static Object element(List<?> list, Number index) {
    return findElement(list, index)
        .orElseThrow(() -> new CelIndexOutOfBoundsException(index.longValue()));
  }

  private static Optional<Object> findElement(List<?> list, Number index) {
    long whole = index.longValue();
    if (!Numbers.equal(index, whole)) {
      throw new CelInvalidArgumentException("unsupported index value: " + index);
    }
    return whole < 0 || whole >= list.size()
        ? Optional.empty()
        : Optional.of(Values.of(list.get((int) whole)));
  }

  private static Object member(Map<?, ?> map, Object key) {
    return findMember(map, key).orElseThrow(() -> MapValue.noSuchKey(key));
  }

  private static Optional<Object> findMember(Map<?, ?> map, Object key) {
    return (map instanceof MapValue known ? known : new MapValue(map)).find(key);
  }

  private static Optional<Object> optionalElement(Optional<?> list, Number index) {
    return list.flatMap(present -> findElement((List<?>) present, index));
  }

  /** The library tells lists from maps only where the checker did. */
  private static Optional<Object> optionalMember(Optional<?> container, Object key) {
    return container.flatMap(present ->
        switch (present) {
          case Map<?, ?> map -> findMember(map, key);
          case List<?> list when key instanceof Number index -> findElement(list, index);
          default -> throw CelAttributeNotFoundException.of("no such key: " + key);
        });
  }

  private static Object value(Optional<?> optional) {
    return optional.orElseThrow(
        () -> new CelInvalidArgumentException("optional.none() dereference"));
  }
}
