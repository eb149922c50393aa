package dev.breakwater.posture.admission;

import dev.breakwater.posture.cel.Cel;
import dev.breakwater.posture.cel.FaultyExpressionException;
import dev.breakwater.posture.cel.Program;
import dev.breakwater.posture.source.Origin;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An expression of a policy, compiled if it can be. One that cannot fails whenever it is asked, as
 * it does in an API server that stored it when it still could.
 *
 * @param program null where it does not compile
 * @param fault why it does not; null where it does
 */
public record Compiled(Expression expression, @Nullable Program program, @Nullable String fault) {
  /** Compiles an expression; where it cannot be, the fault is taken down. */
  public static Compiled of(
      Expression expression, Cel language, Set<CelType> results, FieldReader.Faults faults) {
    try {
      return new Compiled(expression, language.compile(expression.text(), results), null);
    } catch (FaultyExpressionException e) {
      String fault = String.valueOf(e.getMessage());
      if (!faults.areMany()) {
        Origin at = expression.at(e.line(), e.column());
        faults.note(at.place(), at.path(), "the expression does not compile: " + fault);
      }
      return new Compiled(expression, null, fault);
    }
  }

  /** The type of what it gives; {@code dyn} where it does not compile. */
  public CelType type() {
    return program == null ? SimpleType.DYN : program.type();
  }

  /** What is to be run, or why nothing can be. */
  Program runnable() throws FaultyExpressionException {
    if (program == null) {
      throw new FaultyExpressionException("compilation error: " + fault, 0, 0);
    }
    return program;
  }
}
