package dev.breakwater.core.policy;

import java.time.Duration;

/**
 * Bounds what the evaluation of a rule may cost. Steps are counted rather than timed, so that the
 * same report gets the same decisions on a slow machine; the clock is for what counting misses. For
 * one thread.
 */
final class Meter {
  /** The meter of the rule that the thread is about. */
  static final ScopedValue<Meter> CURRENT = ScopedValue.newInstance();

  /** Elements of lists that are read, copied or made, and characters of texts that are joined. */
  static final long MAX_STEPS = 20_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int STEPS_BETWEEN_LOOKS = 4096;

  private long left = MAX_STEPS;
  private long untilLook = STEPS_BETWEEN_LOOKS;
  private long deadline = System.nanoTime() + PATIENCE.toNanos();

  /** Begins anew, for the next rule. */
  void reset() {
    left = MAX_STEPS;
    untilLook = STEPS_BETWEEN_LOOKS;
    deadline = System.nanoTime() + PATIENCE.toNanos();
  }

  /** Counts steps. */
  void charge(long steps) {
    left -= steps;
    untilLook -= steps;
    if (left < 0) {
      throw new TooCostlyError("it takes more than " + MAX_STEPS + " steps");
    }
    if (untilLook < 0) {
      untilLook = STEPS_BETWEEN_LOOKS;
      if (System.nanoTime() - deadline > 0) {
        throw new TooCostlyError("it takes longer than " + PATIENCE.toSeconds() + " seconds");
      }
    }
  }
}
