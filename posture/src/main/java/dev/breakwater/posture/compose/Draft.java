package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping that is being made. What is null is left out of it. */
final class Draft {
  private final Origin origin;
  private final Map<String, Value> members = new LinkedHashMap<>();

  Draft(Origin origin) {
    this.origin = origin;
  }

  Draft put(String name, @Nullable Value value) {
    if (value != null) {
      members.put(name, value);
    }
    return this;
  }

  /** Puts a mapping, unless it is empty. */
  Draft put(String name, Draft draft) {
    return draft.members.isEmpty() ? this : put(name, draft.done());
  }

  /** Puts a list, unless it is empty. */
  Draft put(String name, Origin origin, List<Value> items) {
    return items.isEmpty() ? this : put(name, new Value.Items(origin, items));
  }

  Draft put(String name, Origin origin, String text) {
    return put(name, new Value.Text(origin, text));
  }

  Draft put(String name, Origin origin, boolean flag) {
    return put(name, new Value.Flag(origin, flag, String.valueOf(flag)));
  }

  Draft put(String name, Origin origin, long number) {
    return put(name, new Value.Whole(origin, number, String.valueOf(number)));
  }

  Value.Fields done() {
    return new Value.Fields(origin, members);
  }
}
