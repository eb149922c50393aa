package dev.breakwater.posture.cel;

import dev.breakwater.core.cel.Meter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When values are equal, as the CEL language definition has it: numbers by what they stand for,
 * lists and maps by what they hold, and values of different types never. Each look at a value is
 * counted.
 */
final class Equality {
  private Equality() {}

  static boolean equal(Object left, Object right) {
    if (left instanceof Number number) {
      return right instanceof Number other && Numbers.equal(number, other);
    }
    if (left instanceof String text) {
      return text.equals(right);
    }
    if (left instanceof Map<?, ?> map) {
      return right instanceof Map<?, ?> other && equalMaps(map, other);
    }
    if (left instanceof List<?> list) {
      return right instanceof List<?> other && equalLists(list, other);
    }
    if (left instanceof Optional<?> optional) {
      return right instanceof Optional<?> other
          && optional.isPresent() == other.isPresent()
          && (optional.isEmpty() || equal(optional.get(), other.orElseThrow()));
    }
    return left.equals(right);
  }

  private static boolean equalLists(List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }
    count(left.size());
    Iterator<?> others = right.iterator();
    for (Object element : left) {
      if (!equal(Values.of(element), Values.of(others.next()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMaps(Map<?, ?> left, Map<?, ?> right) {
    if (left.size() != right.size() || !typeName(left).equals(typeName(right))) {
      return false;
    }
    count(left.size());
    MapValue others = right instanceof MapValue known ? known : new MapValue(right);
    for (Map.Entry<?, ?> entry : left.entrySet()) {
      Object other = others.get(entry.getKey());
      if (other == null || !equal(Values.of(entry.getValue()), other)) {
        return false;
      }
    }
    return true;
  }

  private static String typeName(Map<?, ?> map) {
    return map instanceof ObjectValue object ? object.typeName() : "";
  }

  /** Outside of an evaluation, as in a test or a report, nothing is counted. */
  private static void count(int looks) {
    if (Meter.CURRENT.isBound()) {
      Meter.CURRENT.get().charge(1 + looks);
    }
  }
}
