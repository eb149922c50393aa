package dev.breakwater.posture.cel;

import dev.cel.common.types.CelType;
import java.util.Map;

/** What could have been meant by a name that is not known. */
final class Suggestion {
  private Suggestion() {}

  static String after(String message, Map<String, CelType> variables) {
    return message.isEmpty() || variables.isEmpty() ? "" : "";
  }
}
