package dev.breakwater.posture.cel;

import dev.breakwater.core.cel.Meter;
import dev.breakwater.core.cel.MeteredFunctions;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.exceptions.CelIndexOutOfBoundsException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.EqualsOperator.EqualsOverload;
import dev.cel.runtime.standard.InOperator.InOverload;
import dev.cel.runtime.standard.IndexOperator.IndexOverload;
import dev.cel.runtime.standard.NotEqualsOperator.NotEqualsOverload;
import dev.cel.runtime.standard.StringFunction.StringOverload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The functions of the standard that are ours: those over lists and maps, on values of our own (see
 * {@link MapValue}), and those that write texts as an API server does.
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
          StringOverload.DOUBLE_TO_STRING,
          StringOverload.DURATION_TO_STRING,
          StringOverload.TIMESTAMP_TO_STRING);

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
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "value",
                CelFunctionBinding.from(
                    "optional_value", Optional.class, StandardFunctions::value)));
  }

  private static ListValue joined(List<?> left, List<?> right) {
    Meter meter = Meter.CURRENT.get();
    meter.chargeList((long) left.size() + right.size());
    return (left instanceof ListValue known ? known : new ListValue(List.copyOf(left))).and(right);
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
