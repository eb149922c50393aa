package dev.breakwater.posture.source;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A value of a YAML or JSON document that knows where it stands. What an alias stands for is there
 * as often as it is used. Immutable.
 */
public sealed interface Value {
  /** Where it stands. */
  Origin origin();

  /** {@code null}, or nothing at all after a key. */
  record Nothing(Origin origin) implements Value {}

  /**
   * True or false, by the rules of the platform that the document is for.
   *
   * @param written for example {@code yes}
   */
  record Flag(Origin origin, boolean value, String written) implements Value {}

  /**
   * A whole number.
   *
   * @param written for example {@code 0x1F}
   */
  record Whole(Origin origin, long value, String written) implements Value {}

  /**
   * Any other number, and a whole one that is too large for 64 bits.
   *
   * @param written for example {@code 1e3}
   */
  record Real(Origin origin, double value, String written) implements Value {}

  /** A text. */
  record Text(Origin origin, String value) implements Value {}

  /** A list. */
  record Items(Origin origin, List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A mapping, in the order of the document; no name is there twice. */
  record Fields(Origin origin, Map<String, Value> members) implements Value {
    public Fields {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The same with one member more, or another in its place. */
    public Fields with(String name, Value value) {
      Map<String, Value> more = new LinkedHashMap<>(members);
      more.put(name, value);
      return new Fields(origin, more);
    }
  }

  /** A member; null where this is no mapping, has no such member, or has {@link Nothing} there. */
  default @Nullable Value get(String name) {
    Value member = this instanceof Fields fields ? fields.members.get(name) : null;
    return member instanceof Nothing ? null : member;
  }

  /** What {@link #get} leads to, name by name. */
  default @Nullable Value at(String... names) {
    Value here = this;
    for (String name : names) {
      here = here.get(name);
      if (here == null) {
        return null;
      }
    }
    return here;
  }

  /** The items of a list; empty where this is none. */
  default List<Value> items() {
    return this instanceof Items items ? items.items : List.of();
  }

  /** The members of a mapping; empty where this is none. */
  default Map<String, Value> members() {
    return this instanceof Fields fields ? fields.members : Map.of();
  }

  /** The text; null where this is none. A number or a flag is no text. */
  default @Nullable String text() {
    return this instanceof Text text ? text.value : null;
  }

  /** The text of a member; null where it has none. */
  default @Nullable String text(String name) {
    Value member = get(name);
    return member == null ? null : member.text();
  }

  /** What is written, for any scalar: {@code 8080} as well as {@code "8080"}; null for the rest. */
  default @Nullable String written() {
    return switch (this) {
      case Text text -> text.value;
      case Flag flag -> flag.written;
      case Whole whole -> whole.written;
      case Real real -> real.written;
      case Nothing _, Items _, Fields _ -> null;
    };
  }

  /** Whether this is {@code true} itself. A text that says so is not. */
  default boolean isTrue() {
    return this instanceof Flag flag && flag.value;
  }

  /** Whether this is {@code false} itself. */
  default boolean isFalse() {
    return this instanceof Flag flag && !flag.value;
  }

  /** The same, with each value where {@code places} puts it. */
  default Value moved(UnaryOperator<Origin> places) {
    Origin place = places.apply(origin());
    return switch (this) {
      case Nothing _ -> new Nothing(place);
      case Flag flag -> new Flag(place, flag.value, flag.written);
      case Whole whole -> new Whole(place, whole.value, whole.written);
      case Real real -> new Real(place, real.value, real.written);
      case Text text -> new Text(place, text.value);
      case Items list -> {
        List<Value> moved = new ArrayList<>(list.items.size());
        for (Value item : list.items) {
          moved.add(item.moved(places));
        }
        yield new Items(place, moved);
      }
      case Fields fields -> {
        Map<String, Value> moved = LinkedHashMap.newLinkedHashMap(fields.members.size());
        for (Map.Entry<String, Value> member : fields.members.entrySet()) {
          moved.put(member.getKey(), member.getValue().moved(places));
        }
        yield new Fields(place, moved);
      }
    };
  }

  /**
   * The same as CEL knows it: maps, lists, texts, {@code Long}, {@code Double}, {@code Boolean}.
   * Members that are null are left out, as an API server leaves them out of what it stores; items
   * that are null stay.
   */
  default Object plain() {
    return switch (this) {
      case Nothing _ -> NullValue.NULL_VALUE;
      case Flag flag -> flag.value;
      case Whole whole -> whole.value;
      case Real real -> real.value;
      case Text text -> text.value;
      case Items list -> {
        List<Object> plain = new ArrayList<>(list.items.size());
        for (Value item : list.items) {
          plain.add(item.plain());
        }
        yield Collections.unmodifiableList(plain);
      }
      case Fields fields -> {
        Map<String, Object> plain = LinkedHashMap.newLinkedHashMap(fields.members.size());
        fields.members.forEach((name, value) -> {
          if (!(value instanceof Nothing)) {
            plain.put(name, value.plain());
          }
        });
        yield Collections.unmodifiableMap(plain);
      }
    };
  }
}
