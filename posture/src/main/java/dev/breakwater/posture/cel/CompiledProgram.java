package dev.breakwater.posture.cel;

import dev.breakwater.core.cel.EvaluationFault;
import dev.breakwater.core.cel.Meter;
import dev.breakwater.core.cel.TooCostlyError;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An expression that is ready to run.
 *
 * @param lazyStructs the variables whose members are asked for one by one
 */
record CompiledProgram(
    String expression,
    CelType type,
    CelRuntime.Program program,
    Costs costs,
    Set<CelType> results,
    Set<String> lazyStructs)
    implements Program {

  /**
   * What bounds the work itself, because the units of an API server do not: joining lists, for
   * example, costs one unit there however long they are.
   */
  private static final Meter.Limits LIMITS =
      new Meter.Limits(50_000_000, Long.MAX_VALUE, 4 << 20, 1_000_000);

  /** How many evaluations the thread is in: a variable may be an expression with variables. */
  private static final ScopedValue<Integer> DEPTH = ScopedValue.newInstance();

  private static final int MOST_ON_USUAL_STACK = 16;

  /** Its steps are bounded, so this is only for a machine that stands still. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Override
  public Object evaluate(Variables variables, Budget budget) throws FaultyExpressionException {
    int depth = DEPTH.orElse(0) + 1;
    return depth == MOST_ON_USUAL_STACK
        ? DeepStack.run(() -> evaluate(variables, budget, depth), PATIENCE)
        : evaluate(variables, budget, depth);
  }

  private Object evaluate(Variables variables, Budget budget, int depth)
      throws FaultyExpressionException {
    Object value;
    try {
      Costs.Tally tally = costs.tally(budget);
      value =
          ScopedValue.where(Meter.CURRENT, new Meter(LIMITS))
              .where(DEPTH, depth)
              .call(() -> program.trace(name -> Optional.of(variable(name, variables)), tally));
    } catch (CelEvaluationException e) {
      throw Faults.of(e, EvaluationFault.of(e), expression);
    } catch (TooCostlyError e) {
      throw new FaultyExpressionException("the expression was stopped: " + e.getMessage(), 0, 0);
    } catch (StackOverflowError e) {
      throw new FaultyExpressionException("the expression is nested too deep", 0, 0);
    }
    requireResult(value);
    return value;
  }

  private void requireResult(Object value) throws FaultyExpressionException {
    for (CelType result : results) {
      if (Types.isOf(value, result)) {
        return;
      }
    }
    if (!results.isEmpty()) {
      throw new FaultyExpressionException(
          "must evaluate to " + Types.names(results) + " but got " + Types.name(value), 1, 1);
    }
  }

  private Object variable(String name, Variables variables) {
    return lazyStructs.contains(name)
        ? new LazyStruct(name, member -> value(member, variables))
        : value(name, variables);
  }

  /** A variable may itself be an expression that fails, which is then the value of this one. */
  private static Object value(String name, Variables variables) {
    try {
      return Values.of(variables.value(name));
    } catch (FaultyExpressionException e) {
      throw new CelInvalidArgumentException(e);
    }
  }
}
