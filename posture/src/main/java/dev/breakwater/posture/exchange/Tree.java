package dev.breakwater.posture.exchange;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects that are made here, out of what was read. */
final class Tree {
  private final Origin origin;
  private final Map<String, Value> members = new LinkedHashMap<>();

  private Tree(Origin origin) {
    this.origin = origin;
  }

  /** An empty object. */
  static Tree at(Origin origin) {
    return new Tree(origin);
  }

  Tree put(String name, @Nullable Value value) {
    if (value != null) {
      members.put(name, value);
    }
    return this;
  }

  Tree put(String name, @Nullable String value) {
    return put(name, value == null ? null : new Value.Text(origin, value));
  }

  Tree put(String name, Tree value) {
    return put(name, value.fields());
  }

  Tree put(String name, List<? extends Value> items) {
    return put(name, new Value.Items(origin, List.copyOf(items)));
  }

  Tree texts(String name, List<String> texts) {
    List<Value> items = new ArrayList<>(texts.size());
    for (String text : texts) {
      items.add(new Value.Text(origin, text));
    }
    return put(name, items);
  }

  Value.Fields fields() {
    return new Value.Fields(origin, members);
  }

  /** Says what of a member is kept. */
  interface Keeping {
    /** The value to have there; null for none. */
    @Nullable Value of(String name, Value value);
  }

  /** A value without some of its parts. */
  static Value only(Value value, Keeping kept) {
    return switch (value) {
      case Value.Fields fields -> {
        Tree tree = at(fields.origin());
        for (Map.Entry<String, Value> member : fields.members().entrySet()) {
          Value part = kept.of(member.getKey(), member.getValue());
          tree.put(member.getKey(), part == null ? null : only(part, kept));
        }
        yield tree.fields();
      }
      case Value.Items items -> {
        List<Value> parts = new ArrayList<>(items.items().size());
        for (Value item : items.items()) {
          parts.add(only(item, kept));
        }
        yield new Value.Items(items.origin(), parts);
      }
      case Value.Nothing _, Value.Flag _, Value.Whole _, Value.Real _, Value.Text _ -> value;
    };
  }
}
