package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** What may be written as a mapping or as a list, in the form of a mapping. */
final class Pairs {
  private Pairs() {}

  /**
   * The members of {@code {A: b}} and of {@code ["A=b"]}. A name alone, without a separator, has
   * {@link Value.Nothing}; the last of the same name counts.
   */
  static Value.Fields of(Value value, char separator) {
    if (value instanceof Value.Fields fields) {
      return fields;
    }
    Map<String, Value> members = new LinkedHashMap<>();
    for (Value item : value.items()) {
      String written = item.written();
      if (written != null) {
        put(members, item.origin(), written, separator);
      }
    }
    String single = value.written();
    if (single != null) {
      put(members, value.origin(), single, separator);
    }
    return new Value.Fields(value.origin(), members);
  }

  private static void put(
      Map<String, Value> members, Origin origin, String written, char separator) {
    int cut = written.indexOf(separator);
    if (cut < 0) {
      members.put(written, new Value.Nothing(origin));
    } else {
      members.put(written.substring(0, cut), new Value.Text(origin, written.substring(cut + 1)));
    }
  }
}
