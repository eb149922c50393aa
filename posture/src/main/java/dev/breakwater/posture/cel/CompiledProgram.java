package dev.breakwater.posture.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Optional;
import java.util.Set;

/** An expression that is ready to run. */
record CompiledProgram(
    String expression,
    CelAbstractSyntaxTree tree,
    CelRuntime.Program program,
    Set<CelType> results,
    Set<String> lazyStructs)
    implements Program {

  @Override
  public CelType type() {
    return tree.getResultType();
  }

  @Override
  public Object evaluate(Variables variables, Budget budget) throws FaultyExpressionException {
    Object value;
    try {
      value = program.eval(name -> Optional.of(value(name, variables)));
    } catch (CelEvaluationException e) {
      throw new FaultyExpressionException(String.valueOf(e.getMessage()), 0, 0);
    }
    for (CelType result : results) {
      if (Types.isOf(value, result)) {
        return value;
      }
    }
    if (results.isEmpty()) {
      return value;
    }
    throw new FaultyExpressionException(
        "the expression gives " + Types.name(value) + ", but it must give " + Types.names(results),
        1,
        1);
  }

  private Object value(String name, Variables variables) {
    try {
      return variables.value(name);
    } catch (FaultyExpressionException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
