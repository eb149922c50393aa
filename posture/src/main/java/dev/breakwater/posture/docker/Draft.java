package dev.breakwater.posture.docker;

import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping in the making. */
public final class Draft {
  private final Origin origin;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Listing> lists = new LinkedHashMap<>();
  private final Map<String, Draft> drafts = new LinkedHashMap<>();

  private record Listing(Origin origin, List<Value> items) {}

  /** An empty mapping that stands here. */
  public Draft(Origin origin) {
    this.origin = origin;
  }

  /** Where it stands. */
  public Origin origin() {
    return origin;
  }

  /** What was put there; null where nothing was, or a list or mapping is being made. */
  public @Nullable Value get(String name) {
    return values.get(name);
  }

  /** Puts a value there, in the place of what was there; nothing where it is null. */
  public Draft put(String name, @Nullable Value value) {
    if (value != null) {
      values.put(name, value);
    }
    return this;
  }

  /** Puts a text there. */
  public Draft put(String name, Origin from, String text) {
    return put(name, new Value.Text(from, text));
  }

  /** Puts a truth there. */
  public Draft put(String name, Origin from, boolean truth) {
    return put(name, new Value.Flag(from, truth, String.valueOf(truth)));
  }

  /** Puts a whole number there. */
  public Draft put(String name, Origin from, long number) {
    return put(name, new Value.Whole(from, number, String.valueOf(number)));
  }

  /**
   * Adds an item to a list.
   *
   * @param list where the list stands, if this is its first item
   */
  public Draft add(String name, Origin list, Value item) {
    lists.computeIfAbsent(name, none -> new Listing(list, new ArrayList<>())).items.add(item);
    return this;
  }

  /** The mapping of that name, a new one that stands where this does if there was none. */
  public Draft in(String name) {
    return in(name, origin);
  }

  /** The mapping of that name, a new one that stands there if there was none. */
  public Draft in(String name, Origin from) {
    return drafts.computeIfAbsent(name, none -> new Draft(from));
  }

  /** The mapping as it is now. */
  public Value.Fields finish() {
    Map<String, Value> members = new LinkedHashMap<>(values);
    lists.forEach((name, list) -> members.put(name, new Value.Items(list.origin, list.items)));
    drafts.forEach((name, draft) -> members.put(name, draft.finish()));
    return new Value.Fields(origin, members);
  }
}
