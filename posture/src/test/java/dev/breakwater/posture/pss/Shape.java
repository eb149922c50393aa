package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Changes values, and writes them. */
final class Shape {
  private static final String ANNOTATIONS = "metadata.annotations.";

  private Shape() {}

  /**
   * The same with another value at a path, or with nothing there; the very same where something
   * stands in the way.
   */
  static Value with(Value whole, String path, @Nullable Value value) {
    if (path.startsWith(ANNOTATIONS)) {
      return with(
          whole, List.of("metadata", "annotations", path.substring(ANNOTATIONS.length())), value);
    }
    return with(whole, List.of(path.replace("[0]", ".0").split("\\.", -1)), value);
  }

  /** A path as the reader writes it: a name that is none in a path stands between quotes. */
  static String quoted(String path) {
    return path.startsWith(ANNOTATIONS)
        ? "metadata.annotations[\"" + path.substring(ANNOTATIONS.length()) + "\"]"
        : path;
  }

  private static @Nullable Value with(
      @Nullable Value whole, List<String> path, @Nullable Value value) {
    if (path.isEmpty()) {
      return value;
    }
    String name = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    if (whole instanceof Value.Items list && name.equals("0") && !list.items().isEmpty()) {
      List<Value> items = new ArrayList<>(list.items());
      items.set(0, with(items.getFirst(), rest, value));
      return new Value.Items(list.origin(), items);
    }
    if (!(whole instanceof Value.Fields fields)) {
      return whole;
    }
    if (rest.size() > 1 && rest.getFirst().equals("0") && !fields.members().containsKey(name)) {
      return whole;
    }
    Map<String, Value> members = new LinkedHashMap<>(fields.members());
    Value member =
        with(members.getOrDefault(name, new Value.Fields(fields.origin(), Map.of())), rest, value);
    if (member == null) {
      members.remove(name);
    } else {
      members.put(name, member);
    }
    return new Value.Fields(fields.origin(), members);
  }

  /** The same with another value in the place of the one that has this path. */
  static Value replaced(Value whole, String path, Value value) {
    if (whole.origin().path().equals(path)) {
      return value;
    }
    return switch (whole) {
      case Value.Items list -> {
        List<Value> items = new ArrayList<>();
        list.items().forEach(item -> items.add(replaced(item, path, value)));
        yield new Value.Items(list.origin(), items);
      }
      case Value.Fields fields -> {
        Map<String, Value> members = new LinkedHashMap<>();
        fields
            .members()
            .forEach((name, member) -> members.put(name, replaced(member, path, value)));
        yield new Value.Fields(fields.origin(), members);
      }
      case Value.Nothing _, Value.Flag _, Value.Whole _, Value.Real _, Value.Text _ -> whole;
    };
  }

  /** The same with the members of every mapping in another order. */
  static Value shuffled(Value whole, Random random) {
    return switch (whole) {
      case Value.Items list -> {
        List<Value> items = new ArrayList<>();
        list.items().forEach(item -> items.add(shuffled(item, random)));
        yield new Value.Items(list.origin(), items);
      }
      case Value.Fields fields -> {
        List<String> names = new ArrayList<>(fields.members().keySet());
        Collections.shuffle(names, random);
        Map<String, Value> members = new LinkedHashMap<>();
        for (String name : names) {
          members.put(name, shuffled(fields.members().get(name), random));
        }
        yield new Value.Fields(fields.origin(), members);
      }
      case Value.Nothing _, Value.Flag _, Value.Whole _, Value.Real _, Value.Text _ -> whole;
    };
  }

  /** As JSON, which is YAML as well. */
  static String json(Value value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Value value, StringBuilder out) {
    switch (value) {
      case Value.Nothing _ -> out.append("null");
      case Value.Flag flag -> out.append(flag.value());
      case Value.Whole whole -> out.append(whole.value());
      case Value.Real real -> out.append(real.value());
      case Value.Text text -> quote(text.value(), out);
      case Value.Items list -> {
        String before = "[";
        for (Value item : list.items()) {
          out.append(before);
          write(item, out);
          before = ",\n";
        }
        out.append(list.items().isEmpty() ? "[]" : "]");
      }
      case Value.Fields fields -> {
        String before = "{";
        for (Map.Entry<String, Value> member : fields.members().entrySet()) {
          out.append(before);
          quote(member.getKey(), out);
          out.append(": ");
          write(member.getValue(), out);
          before = ",\n";
        }
        out.append(fields.members().isEmpty() ? "{}" : "}");
      }
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
