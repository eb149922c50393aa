package dev.breakwater.posture.mutation;

import dev.breakwater.posture.source.Value;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Finds what an API server would not understand of an object: fields that its type does not have,
 * and values of another type. For one thread.
 */
final class TypeCheck {
  private final BiConsumer<Value, String> fault;

  private TypeCheck(BiConsumer<Value, String> fault) {
    this.fault = fault;
  }

  /**
   * Refuses an object for what has come into it.
   *
   * @param before what is wrong there already was written by its author, and is not our business
   * @throws FaultyMutationException where there is something that its type does not allow
   */
  static void check(Value before, Value after) throws FaultyMutationException {
    Set<Value> known = Collections.newSetFromMap(new IdentityHashMap<>());
    new TypeCheck((value, _) -> known.add(value)).fields(ObjectTypes.of(before), before, "");
    StringBuilder first = new StringBuilder();
    new TypeCheck(
            (value, message) -> {
              if (first.isEmpty() && !known.contains(value)) {
                first.append(message);
              }
            })
        .fields(ObjectTypes.of(after), after, "");
    if (!first.isEmpty()) {
      throw new FaultyMutationException(first.toString());
    }
  }

  private void fields(ObjectType type, Value object, String path) {
    for (Map.Entry<String, Value> member : object.members().entrySet()) {
      String name = member.getKey();
      String below = path.isEmpty() ? name : path + '.' + name;
      ObjectType.Field field = type.field(name);
      if (field != null) {
        value(field.shape(), member.getValue(), below);
      } else if (!(member.getValue() instanceof Value.Nothing)) {
        fault.accept(
            member.getValue(), "unknown field \"" + below + "\": " + type.name() + " has none");
      }
    }
  }

  private void value(Shape shape, Value value, String path) {
    if (value instanceof Value.Nothing) {
      return;
    }
    switch (shape) {
      case Shape.Anything _ -> {}
      case Shape.Scalar scalar -> {
        if (!fits(scalar, value)) {
          fault.accept(value, path + " must be " + scalar.words() + ", not " + kind(value));
        }
      }
      case Shape.ListOf list -> {
        if (!(value instanceof Value.Items)) {
          fault.accept(value, path + " must be a list, not " + kind(value));
        }
        int index = 0;
        for (Value item : value.items()) {
          value(list.item(), item, path + '[' + index++ + ']');
        }
      }
      case Shape.MapOf map -> {
        if (!(value instanceof Value.Fields)) {
          fault.accept(value, path + " must be a mapping, not " + kind(value));
        }
        for (Map.Entry<String, Value> member : value.members().entrySet()) {
          value(map.value(), member.getValue(), path + '[' + member.getKey() + ']');
        }
      }
      case Shape.Named named -> {
        if (value instanceof Value.Fields) {
          fields(named.type().get(), value, path);
        } else {
          fault.accept(value, path + " must be a mapping, not " + kind(value));
        }
      }
    }
  }

  static boolean fits(Shape.Scalar scalar, Value value) {
    return switch (scalar) {
      case TEXT -> value instanceof Value.Text;
      case FLAG -> value instanceof Value.Flag;
      case REAL -> value instanceof Value.Whole || value instanceof Value.Real;
      case WHOLE ->
          value instanceof Value.Whole
              || (value instanceof Value.Real real && real.value() == Math.rint(real.value()));
      case TEXT_OR_NUMBER ->
          value instanceof Value.Text
              || value instanceof Value.Whole
              || value instanceof Value.Real;
    };
  }

  /** What a value is, for people. */
  static String kind(Value value) {
    return switch (value) {
      case Value.Nothing _ -> "null";
      case Value.Flag flag -> flag.value() ? "true" : "false";
      case Value.Whole _, Value.Real _ -> "a number";
      case Value.Text _ -> "a text";
      case Value.Items _ -> "a list";
      case Value.Fields _ -> "a mapping";
    };
  }
}
