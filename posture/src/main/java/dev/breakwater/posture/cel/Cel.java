package dev.breakwater.posture.cel;

import dev.cel.common.types.CelType;
import java.util.Map;
import java.util.Set;

/**
 * Compiles expressions. The libraries are those of the newest Kubernetes. Safe to share between
 * threads.
 */
public final class Cel {
  /**
   * A language whose expressions know these variables.
   *
   * @param variables each with its type; {@code dyn} for objects
   */
  public static Cel with(Map<String, CelType> variables) {
    throw new UnsupportedOperationException(variables.toString());
  }

  /**
   * Compiles one expression.
   *
   * @param results the types that it may have; empty for any. {@code dyn} passes, and is checked
   *     when it is evaluated.
   * @throws FaultyExpressionException where it is not CEL, uses what there is not, or has another
   *     type; the message is for people
   */
  public Program compile(String expression, Set<CelType> results)
      throws FaultyExpressionException {
    throw new UnsupportedOperationException(expression + results);
  }
}
