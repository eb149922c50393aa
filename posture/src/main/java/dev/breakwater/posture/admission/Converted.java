package dev.breakwater.posture.admission;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Objects in another version of the API. An API server converts every field; without one, only what
 * the object says of its kind is changed, which is enough for all versions that differ in defaults
 * alone.
 */
final class Converted {
  private Converted() {}

  /** The object as if it were of that kind. */
  static Object to(Kind kind, Object plain) {
    if (!(plain instanceof Map<?, ?> members)) {
      return plain;
    }
    Map<Object, Object> converted = new LinkedHashMap<>(members);
    converted.put("apiVersion", kind.apiVersion());
    converted.put("kind", kind.name());
    return Collections.unmodifiableMap(converted);
  }
}
