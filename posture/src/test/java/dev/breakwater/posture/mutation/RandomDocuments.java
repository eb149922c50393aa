package dev.breakwater.posture.mutation;

import dev.breakwater.posture.mutation.JsonPatch.Operation;
import dev.breakwater.posture.mutation.JsonPatch.Verb;
import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Small documents and patches that often meet. */
final class RandomDocuments {
  private static final String[] NAMES = {"a", "b", "c", "x/y", "t~d"};

  /** No index below zero: the library that Debian has falls over some of them. */
  private static final String[] SEGMENTS = {
    "a", "b", "c", "a", "b", "c", "0", "1", "0", "1", "2", "-", "x~1y", "t~0d", "", "+1", "01"
  };

  private RandomDocuments() {}

  /** An object as JSON. */
  static String object(Random random, int depth) {
    StringBuilder out = new StringBuilder("{");
    int size = random.nextInt(NAMES.length + 1);
    int first = random.nextInt(NAMES.length);
    for (int i = 0; i < size; i++) {
      out.append(i == 0 ? "" : ", ");
      out.append('"').append(NAMES[(first + i) % NAMES.length]).append("\": ");
      out.append(value(random, depth - 1));
    }
    return out.append('}').toString();
  }

  /** A value as JSON; null is no item, on which the library of Kubernetes falls over. */
  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> Integer.toString(random.nextInt(3));
      case 3, 4 -> "\"" + "st".charAt(random.nextInt(2)) + "\"";
      case 5, 6 -> {
        StringBuilder out = new StringBuilder("[");
        for (int n = random.nextInt(4); n > 0; n--) {
          String item = value(random, depth - 1);
          out.append(out.length() == 1 ? "" : ", ").append(item.equals("null") ? "0" : item);
        }
        yield out.append(']').toString();
      }
      default -> object(random, depth);
    };
  }

  static Operation operation(Random random) {
    Verb verb = List.of(Verb.values()).get(random.nextInt(Verb.values().length));
    String path = path(random);
    if ((verb == Verb.TEST || verb == Verb.REPLACE) && path.isEmpty()) {
      // The library that Debian has cannot do this with a whole document yet.
      path = "/a";
    }
    boolean hasFrom = verb == Verb.MOVE || verb == Verb.COPY;
    boolean hasValue = !hasFrom && verb != Verb.REMOVE;
    return new Operation(
        verb, path, hasFrom ? path(random) : null, hasValue ? value(random) : null);
  }

  /** A null of a patch is taken for an empty object by the library. */
  private static Value value(Random random) {
    Value value;
    do {
      value = Manifests.value("[" + value(random, 2) + "]").items().getFirst();
    } while (value instanceof Value.Nothing);
    return value;
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    int length = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(random.nextInt(3) + 1);
    for (int i = 0; i < length; i++) {
      path.append('/').append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
    }
    return path.toString();
  }

  /** As JSON with the names in order. */
  static String sorted(Value value) {
    StringBuilder out = new StringBuilder();
    sorted(value, out);
    return out.toString();
  }

  private static void sorted(Value value, StringBuilder out) {
    if (value instanceof Value.Fields fields) {
      out.append('{');
      for (Map.Entry<String, Value> member : new TreeMap<>(fields.members()).entrySet()) {
        out.append(member.getKey()).append(':');
        sorted(member.getValue(), out);
        out.append(',');
      }
      out.append('}');
    } else if (value instanceof Value.Items items) {
      out.append('[');
      for (Value item : items.items()) {
        sorted(item, out);
        out.append(',');
      }
      out.append(']');
    } else {
      out.append(Manifests.json(value));
    }
  }
}
