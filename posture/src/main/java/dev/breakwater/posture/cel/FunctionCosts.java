package dev.breakwater.posture.cel;

import com.google.common.collect.ImmutableMap;
import dev.breakwater.core.cel.Meter;
import dev.breakwater.posture.cel.library.CallCost;
import dev.breakwater.posture.cel.library.Libraries;
import dev.cel.common.values.CelByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What functions cost that cost more than any call; see {@link Costs}. */
final class FunctionCosts {
  /** The cost of one call. */
  interface Charge {
    long of(@Nullable Object[] arguments, @Nullable Object result);
  }

  private static final long CHECK = 350_000;
  private static final long LIST = 10;
  private static final long REQUIREMENT = 50;

  private static final Charge TRAVERSAL = (arguments, _) -> traversal(arguments[0]);
  private static final Charge TENTH = (arguments, _) -> tenths(size(arguments[0]));
  private static final Charge FIFTH = (arguments, _) -> tenths(2 * size(arguments[0]));
  private static final Charge SMALLER =
      (arguments, _) -> tenths(Math.min(size(arguments[0]), size(arguments[1])));
  private static final Charge BOTH =
      (arguments, _) -> tenths(size(arguments[0]) + size(arguments[1]));
  private static final Charge REGEX =
      (arguments, _) -> tenths(1 + size(arguments[0])) * quarters(size(arguments[1]));
  private static final Charge NEW_LIST = (_, result) -> newList(size(result));
  private static final Charge SELECTOR =
      (arguments, _) -> {
        long size = size(arguments[1]);
        return LIST + tenths(size) + ((size + 1) / 2 * REQUIREMENT);
      };

  /** By the name of the function, as the API server says; this comes first. */
  private static final Map<String, Charge> BY_FUNCTION =
      ImmutableMap.<String, Charge>builder()
          .put("check", (_, _) -> CHECK)
          .put("fieldSelector", SELECTOR)
          .put("labelSelector", SELECTOR)
          .put("isSorted", TRAVERSAL)
          .put("sum", TRAVERSAL)
          .put("max", TRAVERSAL)
          .put("min", TRAVERSAL)
          .put("indexOf", TRAVERSAL)
          .put("lastIndexOf", TRAVERSAL)
          .put("includes", TRAVERSAL)
          .put("lowerAscii", TENTH)
          .put("upperAscii", TENTH)
          .put("substring", TENTH)
          .put("trim", TENTH)
          .put("jsonpatch.escapeKey", TENTH)
          .put("replace", FIFTH)
          .put("split", FIFTH)
          .put("join", (_, result) -> tenths(2 * size(result)))
          .put("find", REGEX)
          .put("findAll", REGEX)
          .buildOrThrow();

  /** By the overload, where the checker found exactly one. */
  private static final Map<String, Charge> BY_OVERLOAD =
      ImmutableMap.<String, Charge>builder()
          .put("starts_with_string", (arguments, _) -> tenths(size(arguments[1])))
          .put("ends_with_string", (arguments, _) -> tenths(size(arguments[1])))
          .put("string_to_bytes", TENTH)
          .put("bytes_to_string", TENTH)
          .put("strings_quote", TENTH)
          .put("string_format", TENTH)
          .put("in_list", (arguments, _) -> size(arguments[1]))
          .put("less_string", SMALLER)
          .put("less_equals_string", SMALLER)
          .put("greater_string", SMALLER)
          .put("greater_equals_string", SMALLER)
          .put("less_bytes", SMALLER)
          .put("less_equals_bytes", SMALLER)
          .put("greater_bytes", SMALLER)
          .put("greater_equals_bytes", SMALLER)
          .put("equals", SMALLER)
          .put("not_equals", SMALLER)
          .put("add_string", BOTH)
          .put("add_bytes", BOTH)
          .put("matches", REGEX)
          .put("matches_string", REGEX)
          .put("list_sets_contains_list", (arguments, _) -> 1 + product(arguments))
          .put("list_sets_intersects_list", (arguments, _) -> 1 + product(arguments))
          .put("list_sets_equivalent_list", (arguments, _) -> 1 + 2 * product(arguments))
          .put("list_slice", NEW_LIST)
          .put("lists_range", NEW_LIST)
          .put("list_reverse", NEW_LIST)
          .put("list_flatten", (arguments, _) -> newList(size(arguments[0])))
          .put(
              "list_flatten_int",
              (arguments, _) ->
                  newList(size(arguments[0]) * Math.min((Long) arguments[1], Budget.PER_CALL)))
          .put("list_distinct", (arguments, _) -> sorting(arguments[0]))
          .put(
              "contains_string",
              (arguments, _) -> tenths(size(arguments[0])) * tenths(size(arguments[1])))
          .buildOrThrow();

  private static final Map<String, CallCost> OF_LIBRARIES = Libraries.costs();

  private FunctionCosts() {}

  private static Charge sorted(int keys) {
    return (arguments, _) -> sorting(arguments[keys]);
  }

  /** The cost of a function; null where it is that of any call. */
  static @Nullable Charge of(String function, String overload) {
    Charge charge = BY_FUNCTION.get(function);
    if (charge != null) {
      return charge;
    }
    if (overload.endsWith("_sort")) {
      return sorted(0);
    }
    if (overload.endsWith("_sortByAssociatedKeys")) {
      return sorted(1);
    }
    CallCost library = OF_LIBRARIES.get(overload);
    return library == null ? BY_OVERLOAD.get(overload) : (arguments, _) -> library.of(arguments);
  }

  /** A tenth of a number, rounded up: what it costs to go through a text once. */
  private static long tenths(long size) {
    return (size + 9) / 10;
  }

  private static long product(@Nullable Object[] lists) {
    return size(lists[0]) * size(lists[1]);
  }

  private static long newList(long size) {
    return size + 1 + LIST;
  }

  /** Each element against each, twice, and a little more for texts. */
  private static long sorting(@Nullable Object list) {
    long size = size(list);
    boolean texts =
        list instanceof List<?> elements
            && !elements.isEmpty()
            && (elements.getFirst() instanceof String
                || elements.getFirst() instanceof CelByteString);
    return newList(size * size * (texts ? 21 : 20) / 10);
  }

  private static long quarters(long size) {
    return (size + 3) / 4;
  }

  private static long size(@Nullable Object value) {
    return switch (value) {
      case String text -> text.codePointCount(0, text.length());
      case List<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case CelByteString bytes -> bytes.size();
      case Optional<?> optional when optional.isPresent() -> size(optional.get());
      case null, default -> 1;
    };
  }

  /** What it costs to go through all that a value holds; counted, because it is gone through. */
  private static long traversal(@Nullable Object value) {
    Meter.CURRENT.get().charge(1);
    return switch (value) {
      case String text -> text.getBytes(StandardCharsets.UTF_8).length / 10;
      case CelByteString bytes -> bytes.size() / 10;
      case List<?> list -> {
        long cost = 0;
        for (Object element : list) {
          cost += traversal(element);
        }
        yield cost;
      }
      case Map<?, ?> map -> {
        long cost = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          cost += traversal(entry.getKey()) + traversal(entry.getValue());
        }
        yield cost;
      }
      case null, default -> 1;
    };
  }
}
