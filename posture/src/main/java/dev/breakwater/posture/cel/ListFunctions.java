package dev.breakwater.posture.cel;

import static dev.breakwater.posture.cel.FunctionSet.global;
import static dev.breakwater.posture.cel.FunctionSet.member;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DYN;
import static dev.cel.common.types.SimpleType.INT;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.UnsignedLong;
import dev.breakwater.core.cel.Meter;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.exceptions.CelNumericOverflowException;
import dev.cel.common.exceptions.CelOverloadNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Functions over lists: those of Kubernetes, of cel-go's lists and of its sets.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library">Kubernetes
 *     list library</a>
 * @see <a href="https://github.com/google/cel-go/blob/master/ext/README.md#lists">cel-go's lists,
 *     version 3, and sets</a>
 */
final class ListFunctions {
  private static final TypeParamType T = TypeParamType.create("T");
  private static final ListType LIST = ListType.create(T);

  private static final Map<String, CelType> COMPARABLE =
      ImmutableMap.of(
          "int", SimpleType.INT,
          "uint", SimpleType.UINT,
          "double", SimpleType.DOUBLE,
          "bool", SimpleType.BOOL,
          "duration", SimpleType.DURATION,
          "timestamp", SimpleType.TIMESTAMP,
          "string", SimpleType.STRING,
          "bytes", SimpleType.BYTES);

  private static final Map<String, Object> ZEROS =
      ImmutableMap.of(
          "int", 0L, "uint", UnsignedLong.ZERO, "double", 0.0, "duration", Duration.ZERO);

  private ListFunctions() {}

  static FunctionSet functions() {
    return kubernetes().and(lists()).and(sets());
  }

  @SuppressWarnings("Immutable") // the zeros are numbers and a duration
  private static FunctionSet kubernetes() {
    FunctionSet set = new FunctionSet();
    COMPARABLE.forEach((name, type) -> {
      ListType list = ListType.create(type);
      set.with(
              "isSorted",
              member("list_" + name + "_is_sorted_bool", BOOL, list),
              List.class,
              ListFunctions::isSorted)
          .with(
              "min",
              member("list_" + name + "_min_" + name, type, list),
              List.class,
              values -> extreme(values, "min", -1))
          .with(
              "max",
              member("list_" + name + "_max_" + name, type, list),
              List.class,
              values -> extreme(values, "max", 1));
      Object zero = ZEROS.get(name);
      if (zero != null) {
        set.with(
            "sum",
            member("list_" + name + "_sum_" + name, type, list),
            List.class,
            values -> sum(values, zero));
      }
    });
    return set.with(
            "indexOf",
            member("list_a_index_of_int", INT, LIST, T),
            List.class,
            Object.class,
            ListFunctions::indexOf)
        .with(
            "lastIndexOf",
            member("list_a_last_index_of_int", INT, LIST, T),
            List.class,
            Object.class,
            ListFunctions::lastIndexOf)
        .with(
            "includes",
            member("list_includes_dyn_dyn", BOOL, DYN, DYN),
            Object.class,
            Object.class,
            ListFunctions::includes);
  }

  private static FunctionSet lists() {
    FunctionSet set = new FunctionSet();
    COMPARABLE.forEach((name, type) ->
        set.with(
                "sort",
                member("list_" + name + "_sort", ListType.create(type), ListType.create(type)),
                List.class,
                list -> sorted(list, list))
            .with(
                ListMacros.SORT_BY_KEYS,
                member("list_" + name + "_sortByAssociatedKeys", LIST, LIST, ListType.create(type)),
                List.class,
                List.class,
                ListFunctions::sorted));
    return set.with(
            "slice",
            member("list_slice", LIST, LIST, INT, INT),
            List.of(List.class, Long.class, Long.class),
            arguments -> slice((List<?>) arguments[0], (Long) arguments[1], (Long) arguments[2]))
        .with(
            "flatten",
            member("list_flatten", LIST, ListType.create(LIST)),
            List.class,
            list -> flattened(list, 1))
        .with(
            "flatten",
            member("list_flatten_int", ListType.create(DYN), ListType.create(DYN), INT),
            List.class,
            Long.class,
            ListFunctions::flattened)
        .with(
            "lists.range",
            global("lists_range", ListType.create(INT), INT),
            Long.class,
            ListFunctions::range)
        .with("reverse", member("list_reverse", LIST, LIST), List.class, ListFunctions::reversed)
        .with("distinct", member("list_distinct", LIST, LIST), List.class, ListFunctions::distinct)
        .with(
            "unwrapOpt",
            member("optional_unwrapOpt", LIST, ListType.create(OptionalType.create(T))),
            List.class,
            ListFunctions::unwrapped);
  }

  private static FunctionSet sets() {
    return new FunctionSet()
        .with(
            "sets.contains",
            global("list_sets_contains_list", BOOL, LIST, LIST),
            List.class,
            List.class,
            ListFunctions::containsAll)
        .with(
            "sets.equivalent",
            global("list_sets_equivalent_list", BOOL, LIST, LIST),
            List.class,
            List.class,
            (left, right) -> containsAll(left, right) && containsAll(right, left))
        .with(
            "sets.intersects",
            global("list_sets_intersects_list", BOOL, LIST, LIST),
            List.class,
            List.class,
            ListFunctions::intersects);
  }

  private static boolean isSorted(List<?> list) {
    for (int i = 1; i < list.size(); i++) {
      if (Order.compare(Values.of(list.get(i - 1)), Values.of(list.get(i))) > 0) {
        return false;
      }
    }
    return true;
  }

  private static Object extreme(List<?> list, String name, int sign) {
    if (list.isEmpty()) {
      throw new CelInvalidArgumentException(name + " called on empty list");
    }
    Object extreme = Values.of(list.getFirst());
    for (Object element : list) {
      Object value = Values.of(element);
      if (Order.compare(value, extreme) * sign > 0) {
        extreme = value;
      }
    }
    return extreme;
  }

  private static Object sum(List<?> list, Object zero) {
    Object sum = list.isEmpty() ? zero : Values.of(list.getFirst());
    for (int i = 1; i < list.size(); i++) {
      sum = plus(sum, Values.of(list.get(i)));
    }
    return sum;
  }

  private static Object plus(Object left, Object right) {
    Meter.CURRENT.get().charge(1);
    try {
      return switch (left) {
        case Long l when right instanceof Long r -> Math.addExact(l, r);
        case Double l when right instanceof Double r -> l + r;
        case Duration l when right instanceof Duration r -> l.plus(r);
        case UnsignedLong l when right instanceof UnsignedLong r -> {
          UnsignedLong sum = l.plus(r);
          if (sum.compareTo(l) < 0) {
            throw new CelNumericOverflowException("unsigned integer overflow");
          }
          yield sum;
        }
        default -> throw new CelOverloadNotFoundException("_+_");
      };
    } catch (ArithmeticException e) {
      throw new CelNumericOverflowException("integer overflow");
    }
  }

  private static long indexOf(List<?> list, Object value) {
    for (int i = 0; i < list.size(); i++) {
      if (isEqual(list.get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  private static long lastIndexOf(List<?> list, Object value) {
    for (int i = list.size() - 1; i >= 0; i--) {
      if (isEqual(list.get(i), value)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean includes(Object target, Object value) {
    return target instanceof List<?> list ? indexOf(list, value) >= 0 : isEqual(target, value);
  }

  private static boolean isEqual(Object left, Object right) {
    Meter.CURRENT.get().charge(1);
    return Equality.equal(Values.of(left), right);
  }

  private static ListValue slice(List<?> list, long from, long to) {
    String tried = "cannot slice(" + from + ", " + to + "), ";
    if (from < 0 || to < 0) {
      throw new CelInvalidArgumentException(tried + "negative indexes not supported");
    }
    if (from > to) {
      throw new CelInvalidArgumentException(
          tried + "start index must be less than or equal to end index");
    }
    if (to > list.size()) {
      throw new CelInvalidArgumentException(tried + "list is length " + list.size());
    }
    Meter.CURRENT.get().charge(to - from);
    return new ListValue(new ArrayList<>(list.subList((int) from, (int) to)));
  }

  private static ListValue flattened(List<?> list, long depth) {
    if (depth < 0) {
      throw new CelInvalidArgumentException("level must be non-negative");
    }
    List<Object> flat = new ArrayList<>();
    flatten(list, depth, flat);
    return new ListValue(flat);
  }

  private static void flatten(List<?> list, long depth, List<Object> flat) {
    Meter.CURRENT.get().chargeList((long) flat.size() + list.size());
    for (Object element : list) {
      if (depth > 0 && element instanceof List<?> nested) {
        flatten(nested, depth - 1, flat);
      } else {
        flat.add(element);
      }
    }
  }

  private static ListValue range(long end) {
    Meter.CURRENT.get().chargeList(end);
    List<Object> range = new ArrayList<>();
    for (long i = 0; i < end; i++) {
      range.add(i);
    }
    return new ListValue(range);
  }

  private static ListValue reversed(List<?> list) {
    Meter.CURRENT.get().charge(list.size());
    List<Object> reversed = new ArrayList<>(list);
    Collections.reverse(reversed);
    return new ListValue(reversed);
  }

  private static ListValue distinct(List<?> list) {
    List<Object> distinct = new ArrayList<>();
    for (Object element : list) {
      Object value = Values.of(element);
      if (indexOf(distinct, value) < 0) {
        distinct.add(value);
      }
    }
    return new ListValue(distinct);
  }

  private static ListValue unwrapped(List<?> list) {
    List<Object> present = new ArrayList<>();
    for (Object element : list) {
      if (!(element instanceof Optional<?> optional)) {
        throw new CelOverloadNotFoundException("unwrapOpt");
      }
      optional.ifPresent(present::add);
    }
    return new ListValue(present);
  }

  private static ListValue sorted(List<?> list, List<?> keys) {
    if (list.size() != keys.size()) {
      throw new CelInvalidArgumentException(
          "@sortByAssociatedKeys() expected a list of the same size as the associated keys list,"
              + " but got "
              + list.size()
              + " and "
              + keys.size()
              + " elements respectively");
    }
    record Keyed(Object key, Object value) {}
    List<Keyed> order = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      Object key = Values.of(keys.get(i));
      if (!Order.isComparable(key)) {
        throw new CelInvalidArgumentException("list elements must be comparable");
      }
      if (i > 0 && key.getClass() != order.getFirst().key.getClass()) {
        throw new CelInvalidArgumentException("list elements must have the same type");
      }
      order.add(new Keyed(key, list.get(i)));
    }
    order.sort((left, right) -> Order.compare(left.key, right.key));
    List<Object> sorted = new ArrayList<>(order.size());
    for (Keyed keyed : order) {
      sorted.add(keyed.value);
    }
    return new ListValue(sorted);
  }

  private static boolean containsAll(List<?> list, List<?> values) {
    for (Object value : values) {
      if (indexOf(list, Values.of(value)) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean intersects(List<?> left, List<?> right) {
    for (Object value : left) {
      if (indexOf(right, Values.of(value)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
