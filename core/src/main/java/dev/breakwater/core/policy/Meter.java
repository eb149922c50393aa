package dev.breakwater.core.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds what the evaluation of a policy may cost. Steps are counted rather than timed, so that the
 * same report gets the same decisions on a slow machine as on a fast one. For one thread.
 */
final class Meter {
  /** The meter of the rule that the thread is about. */
  static final ScopedValue<Meter> CURRENT = ScopedValue.newInstance();

  /** Parts of an expression that are evaluated, elements looked at, characters gone through. */
  static final long MAX_STEPS = 50_000_000;

  /** Of all rules together. */
  static final long MAX_STEPS_OF_ALL = 250_000_000;

  private static final int MAX_REGEX = 2000;
  private static final int MOST_KEPT = 100;

  private final Map<String, Pattern> patterns = new HashMap<>();
  private long left = MAX_STEPS;
  private long leftOfAll = MAX_STEPS_OF_ALL;

  /** Begins the next rule. */
  void reset() {
    left = MAX_STEPS;
  }

  /** Counts steps. */
  void charge(long steps) {
    left -= steps;
    leftOfAll -= steps;
    if (left < 0) {
      throw new TooCostlyError("it takes more than " + MAX_STEPS + " steps");
    }
    if (leftOfAll < 0) {
      throw new TooCostlyError(
          "the rules of the policy take more than " + MAX_STEPS_OF_ALL + " steps together");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new TooCostlyError("nobody waits for it any more");
    }
  }

  /**
   * Whether a text has a part that a regular expression of RE2 matches, counted by what the worst
   * text would cost.
   *
   * @throws CelInvalidArgumentException where the expression is none, or is too large
   */
  boolean matches(String text, String regex) {
    Pattern pattern = patterns.get(regex);
    if (pattern == null) {
      // A repetition such as a{1000} makes of a few characters very many instructions.
      charge(100 + 150L * regex.length());
      pattern = compiled(regex);
      if (patterns.size() == MOST_KEPT) {
        patterns.clear();
      }
      patterns.put(regex, pattern);
    }
    charge(10 + (long) text.length() * (1 + pattern.programSize() / 16));
    return pattern.matcher(text).find();
  }

  private static Pattern compiled(String regex) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new CelInvalidArgumentException(e);
    }
    if (pattern.programSize() > MAX_REGEX) {
      throw new CelInvalidArgumentException(
          "the regular expression is too large: "
              + (regex.length() > 50 ? regex.substring(0, 50) + "…" : regex));
    }
    return pattern;
  }
}
