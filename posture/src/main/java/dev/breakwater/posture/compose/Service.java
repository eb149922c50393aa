package dev.breakwater.posture.compose;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service, read by Compose's rules. Where Compose would refuse what is written, that is told, and
 * the most likely meaning is judged.
 *
 * @param fields with everything that it extends
 */
record Service(String name, Value.Fields fields, Faults faults) {
  Origin origin() {
    return fields.origin();
  }

  /** Where an attribute stands; the service itself where it has none. */
  Origin place(String attribute) {
    Value value = get(attribute);
    return value == null ? origin() : value.origin();
  }

  /** An attribute; null where it is missing or empty. */
  @Nullable Value get(String attribute) {
    return fields.get(attribute);
  }

  /** What is written as the single value of an attribute; null where nothing is. */
  @Nullable String written(String attribute) {
    Value value = get(attribute);
    if (value == null) {
      return null;
    }
    String written = value.written();
    if (written == null) {
      faults.add(value.origin(), "must be a single value");
    }
    return written == null || written.isEmpty() ? null : written;
  }

  /**
   * An attribute that is true or false; null where it is missing. What is neither stays a text,
   * which no judge takes for safe.
   */
  @Nullable Value flag(String attribute) {
    Value value = get(attribute);
    return value == null ? null : flag(value, faults);
  }

  static Value flag(Value value, Faults faults) {
    String written = value.written();
    Boolean flag = written == null ? null : Flags.parse(written);
    if (flag != null) {
      return new Value.Flag(value.origin(), flag, String.valueOf(written));
    }
    faults.add(value.origin(), "must be true or false");
    return new Value.Text(value.origin(), written == null ? "" : written);
  }

  /** The entries of a list; a single value counts as a list of one. */
  List<Value> list(String attribute) {
    Value value = get(attribute);
    if (value == null) {
      return List.of();
    }
    if (value instanceof Value.Items list) {
      return list.items();
    }
    if (value instanceof Value.Fields) {
      faults.add(value.origin(), "must be a list");
      return List.of();
    }
    return List.of(value);
  }

  /** What may be a mapping or a list of pairs. */
  Map<String, Value> pairs(String attribute, char separator) {
    Value value = get(attribute);
    return value == null ? Map.of() : Pairs.of(value, separator).members();
  }
}
