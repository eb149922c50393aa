package dev.breakwater.core.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bounds what an evaluation may cost. Steps are counted rather than timed, so that the same input
 * gets the same answer on a slow machine as on a fast one. For one thread.
 */
public final class Meter {
  /** The meter of what the thread evaluates. */
  public static final ScopedValue<Meter> CURRENT = ScopedValue.newInstance();

  private static final int MAX_REGEX = 2000;

  /** What is larger is not even compiled, because that alone could take all memory. */
  private static final int MAX_COMPILED = 100_000;

  private static final int MOST_KEPT = 100;

  /** What was compiled for other meters, which costs each of them the same all the same. */
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private final Limits limits;
  private final Map<String, Pattern> patterns = new HashMap<>(2);
  private long left;
  private long leftOfAll;

  /** A meter at its beginning. */
  public Meter(Limits limits) {
    this.limits = limits;
    this.left = limits.steps;
    this.leftOfAll = limits.stepsOfAll;
  }

  /**
   * Where evaluations end.
   *
   * @param steps of one evaluation: parts of an expression that are evaluated, elements looked at,
   *     characters gone through
   * @param stepsOfAll of all evaluations with one meter together
   * @param text characters of a text that an expression makes, or bytes
   * @param list elements of a list that an expression makes
   */
  public record Limits(long steps, long stepsOfAll, int text, int list) {}

  /** Begins the next evaluation. */
  public void reset() {
    left = limits.steps;
  }

  /**
   * Counts steps.
   *
   * @throws TooCostlyError where there are too many, or the thread is interrupted
   */
  public void charge(long steps) {
    left -= steps;
    leftOfAll -= steps;
    if (left < 0) {
      throw new TooCostlyError("it takes more than " + limits.steps + " steps");
    }
    if (leftOfAll < 0) {
      throw new TooCostlyError(
          "the rules of the policy take more than " + limits.stepsOfAll + " steps together");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new TooCostlyError("nobody waits for it any more");
    }
  }

  /**
   * Counts the making of a text.
   *
   * @param characters how long it gets
   * @throws TooCostlyError where that is too much
   */
  public void chargeText(long characters) {
    charge(characters);
    if (characters > limits.text) {
      throw new TooCostlyError("it makes a text of more than " + limits.text + " characters");
    }
  }

  /** As {@link #chargeText}, for bytes. */
  public void chargeBytes(long bytes) {
    charge(bytes);
    if (bytes > limits.text) {
      throw new TooCostlyError("it joins more than " + limits.text + " bytes");
    }
  }

  /** As {@link #chargeText}, for lists. */
  public void chargeList(long elements) {
    charge(elements);
    limitList(elements);
  }

  /**
   * Bounds a list that is not made anew.
   *
   * @throws TooCostlyError where it gets too long
   */
  public void limitList(long elements) {
    if (elements > limits.list) {
      throw new TooCostlyError("it joins lists to more than " + limits.list + " elements");
    }
  }

  /**
   * Whether a text has a part that a regular expression of RE2 matches, counted by what the worst
   * text would cost.
   *
   * @throws CelInvalidArgumentException where the expression is none, or is too large
   */
  public boolean matches(String text, String regex) {
    return search(text, regex).matcher(text).find();
  }

  /**
   * A regular expression of RE2 that is about to go through a text, once; that is counted by what
   * the worst text would cost.
   *
   * @throws CelInvalidArgumentException where the expression is none, or is too large
   */
  public Pattern search(String text, String regex) {
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
    return pattern;
  }

  private static Pattern compiled(String regex) {
    Pattern pattern = COMPILED.get(regex);
    if (pattern != null) {
      return pattern;
    }
    pattern = regex(regex);
    if (pattern.programSize() > MAX_REGEX) {
      throw tooLarge(regex);
    }
    if (COMPILED.size() >= MOST_KEPT) {
      COMPILED.clear();
    }
    COMPILED.put(regex, pattern);
    return pattern;
  }

  /**
   * A regular expression of RE2, which need not be small enough to be run.
   *
   * @throws CelInvalidArgumentException where it is none, or far too large
   */
  public static Pattern regex(String regex) {
    if (RegexSize.of(regex) > MAX_COMPILED) {
      throw tooLarge(regex);
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new CelInvalidArgumentException(e);
    }
  }

  private static CelInvalidArgumentException tooLarge(String regex) {
    return new CelInvalidArgumentException(
        "the regular expression is too large: "
            + (regex.length() > 50 ? regex.substring(0, 50) + "…" : regex));
  }
}
