package dev.breakwater.posture.mutation;

import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether two values say the same, wherever they stand and however they are written. */
public final class Equality {
  private Equality() {}

  /** Whether they are the same; an object's order does not matter, a list's does. */
  public static boolean same(@Nullable Value one, @Nullable Value other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    if (isShared(one, other)) {
      return true;
    }
    return switch (one) {
      case Value.Nothing _ -> other instanceof Value.Nothing;
      case Value.Flag flag -> other instanceof Value.Flag it && it.value() == flag.value();
      case Value.Text text -> other instanceof Value.Text it && it.value().equals(text.value());
      case Value.Whole whole ->
          switch (other) {
            case Value.Whole it -> it.value() == whole.value();
            case Value.Real it -> it.value() == (double) whole.value();
            case Value.Nothing _, Value.Flag _, Value.Text _, Value.Items _, Value.Fields _ -> false;
          };
      case Value.Real real ->
          switch (other) {
            case Value.Whole it -> (double) it.value() == real.value();
            case Value.Real it -> Double.compare(it.value(), real.value()) == 0;
            case Value.Nothing _, Value.Flag _, Value.Text _, Value.Items _, Value.Fields _ -> false;
          };
      case Value.Items items ->
          other instanceof Value.Items it && sameItems(items.items(), it.items());
      case Value.Fields fields ->
          other instanceof Value.Fields it && sameMembers(fields.members(), it.members());
    };
  }

  private static boolean sameItems(List<Value> ones, List<Value> others) {
    if (ones.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < ones.size(); i++) {
      if (!same(ones.get(i), others.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameMembers(Map<String, Value> ones, Map<String, Value> others) {
    if (ones.size() != others.size()) {
      return false;
    }
    for (Map.Entry<String, Value> one : ones.entrySet()) {
      Value other = others.get(one.getKey());
      if (!same(one.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  /** What a patch did not touch is equal without a look, however large it is. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isShared(Value one, Value other) {
    return one == other;
  }
}
