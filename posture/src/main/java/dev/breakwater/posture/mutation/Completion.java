package dev.breakwater.posture.mutation;

import dev.breakwater.posture.admission.Defaults;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts into an object what an API server has there before policies see it, so that a JSON patch can
 * add to it and test it: defaults, and the empty parts that it always has, {@code metadata} and
 * {@code securityContext} of a pod among them. Takes away again what stayed as it was.
 */
final class Completion {
  /** Marks what was put there, so that it is told from what somebody wrote. */
  private static final String WHY = "an API server always has it";

  private static final String COPIED = "a policy copied it from what an API server has there";

  private Completion() {}

  /** The object with defaults and its empty parts. */
  static Value.Fields complete(Value.Fields object) {
    return complete(ObjectTypes.of(object), Defaults.filled(object));
  }

  private static Value.Fields complete(ObjectType type, Value.Fields object) {
    Map<String, Value> complete = new LinkedHashMap<>(object.members());
    type.fields()
        .forEach((name, field) -> {
          Value there = complete.get(name);
          if (field.always() && (there == null || there instanceof Value.Nothing)) {
            there = new Value.Fields(object.origin().assuming(WHY), Map.of());
          }
          if (there != null) {
            complete.put(name, complete(field.shape(), there));
          }
        });
    return new Value.Fields(object.origin(), complete);
  }

  private static Value complete(Shape shape, Value value) {
    if (shape instanceof Shape.Named named && value instanceof Value.Fields fields) {
      return complete(named.type().get(), fields);
    }
    if (shape instanceof Shape.ListOf list && value instanceof Value.Items items) {
      List<Value> complete = new ArrayList<>(items.items());
      complete.replaceAll(item -> complete(list.item(), item));
      return new Value.Items(items.origin(), complete);
    }
    return value;
  }

  /** The nulls and empty texts of a value that something was put in place of, by what that is. */
  static IdentityHashMap<Value, Value> replaced(Value before, Value complete) {
    IdentityHashMap<Value, Value> replaced = new IdentityHashMap<>();
    collect(before, complete, replaced);
    return replaced;
  }

  private static void collect(
      Value before, Value complete, IdentityHashMap<Value, Value> replaced) {
    before
        .members()
        .forEach((name, member) -> {
          Value now = complete.members().getOrDefault(name, member);
          if (isPutThere(now)) {
            replaced.put(now, member);
          } else {
            collect(member, now, replaced);
          }
        });
    for (int i = 0; i < before.items().size(); i++) {
      collect(before.items().get(i), complete.items().get(i), replaced);
    }
  }

  /**
   * The object without the defaults and the empty parts that were put there and are still.
   *
   * @param replaced what they were put in place of
   */
  static Value prune(Value value, IdentityHashMap<Value, Value> replaced) {
    return switch (value) {
      case Value.Fields fields -> {
        Map<String, Value> pruned = LinkedHashMap.newLinkedHashMap(fields.members().size());
        fields
            .members()
            .forEach((name, member) -> {
              Value kept = prune(member, replaced);
              if (isPutThere(kept) && kept.members().isEmpty()) {
                kept = replaced.get(member);
              }
              if (kept != null) {
                pruned.put(name, kept);
              }
            });
        yield new Value.Fields(fields.origin(), pruned);
      }
      case Value.Items items -> {
        List<Value> pruned = new ArrayList<>(items.items());
        pruned.replaceAll(item -> prune(item, replaced));
        yield new Value.Items(items.origin(), pruned);
      }
      case Value.Nothing _, Value.Flag _, Value.Whole _, Value.Real _, Value.Text _ -> value;
    };
  }

  /** A value that a patch copies from what was put there, as if somebody had written it. */
  static Value kept(Value value) {
    return isPutThere(value) ? value.moved(origin -> origin.assuming(COPIED)) : value;
  }

  private static boolean isPutThere(Value value) {
    String why = value.origin().assumed();
    return WHY.equals(why) || Defaults.WHY.equals(why);
  }
}
