package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a path leads in a pod: to a value, to nothing, or no further because a value of another
 * type stands in the way. The last is neither: whoever asks whether it is true, false or a text
 * hears that it is not, so it passes no control that asks for a value or forbids one.
 *
 * @param value what is there, or the nearest that is on the way
 * @param missing the rest of the path, which leads to nothing; empty where the value is there
 * @param belongs what the value should be for the path to lead on, for example {@code a mapping};
 *     null where nothing is in the way
 */
record Place(Value value, String missing, @Nullable String belongs) {
  /** A value itself. */
  static Place of(Value value) {
    return new Place(value, "", null);
  }

  /** Where the names lead from here, one by one. */
  Place to(String... names) {
    if (belongs != null) {
      return this;
    }
    if (!missing.isEmpty()) {
      return new Place(value, missing + '.' + String.join(".", names), null);
    }
    Value here = value;
    for (int i = 0; i < names.length; i++) {
      if (!(here instanceof Value.Fields)) {
        return new Place(here, "", "a mapping");
      }
      Value next = here.get(names[i]);
      if (next == null) {
        return new Place(here, rest(names, i), null);
      }
      here = next;
    }
    return of(here);
  }

  private static String rest(String[] names, int from) {
    StringBuilder rest = new StringBuilder(names[from]);
    for (int i = from + 1; i < names.length; i++) {
      rest.append('.').append(names[i]);
    }
    return rest.toString();
  }

  /** The items of the list; what is no list is one item that leads nowhere. */
  List<Place> items() {
    if (!isThere()) {
      return List.of();
    }
    if (belongs != null) {
      return List.of(this);
    }
    if (!(value instanceof Value.Items)) {
      return List.of(new Place(value, "", "a list"));
    }
    List<Place> items = new ArrayList<>(value.items().size());
    for (Value item : value.items()) {
      items.add(of(item));
    }
    return items;
  }

  /** Whether anything is there, be it of the right type or not. */
  boolean isThere() {
    return missing.isEmpty();
  }

  boolean isTrue() {
    return isReached() && value.isTrue();
  }

  boolean isFalse() {
    return isReached() && value.isFalse();
  }

  boolean isMapping() {
    return isReached() && value instanceof Value.Fields;
  }

  /** The text that is there; null where there is none. */
  @Nullable String text() {
    return isReached() ? value.text() : null;
  }

  /** Whether it is a whole number that an API server could store. */
  boolean isWhole() {
    return isReached() && value instanceof Value.Whole;
  }

  boolean isZero() {
    return isReached() && value instanceof Value.Whole whole && whole.value() == 0;
  }

  private boolean isReached() {
    return missing.isEmpty() && belongs == null;
  }
}
