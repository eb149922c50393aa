package dev.breakwater.posture.cel;

import dev.cel.common.types.CelType;

/** An expression that was compiled. Safe to share between threads. */
public interface Program {
  /** Of an expression that has none. */
  Variables NO_VARIABLES =
      name -> {
        throw new FaultyExpressionException("no such attribute: " + name, 0, 0);
      };

  /** The type that the checker found. */
  CelType type();

  /**
   * Evaluates it.
   *
   * @param variables called for each variable that is used, and only for those
   * @param budget what it costs is taken from there
   * @return a text, {@code Long}, {@code Double}, {@code Boolean}, list, map or another value of
   *     CEL
   * @throws FaultyExpressionException where it fails, or costs more than {@link Budget#PER_CALL} or
   *     what is left of the budget
   */
  Object evaluate(Variables variables, Budget budget) throws FaultyExpressionException;

  /** Who knows the values of variables. */
  interface Variables {
    /**
     * A value in the forms of CEL; see {@link dev.breakwater.posture.source.Value#plain}.
     *
     * @throws FaultyExpressionException where the variable is itself an expression, and fails
     */
    Object value(String name) throws FaultyExpressionException;
  }
}
