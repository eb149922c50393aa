package dev.breakwater.posture.admission;

import org.jspecify.annotations.Nullable;

/**
 * What came of the conditions of a policy for one request.
 *
 * @param hold whether all of them are true
 * @param faulty the first that fails, where none is false; null where none does
 * @param fault why it fails; null where none does
 */
public record Conditions(boolean hold, @Nullable Expression faulty, @Nullable String fault) {
  static final Conditions HOLD = new Conditions(true, null, null);
  static final Conditions HOLD_NOT = new Conditions(false, null, null);
}
