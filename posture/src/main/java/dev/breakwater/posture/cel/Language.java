package dev.breakwater.posture.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.Set;

/** The language of one set of variables: what compiles expressions, and what runs them. */
final class Language {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .enableHomogeneousLiterals(true)
          .build();

  private static final CelRuntime RUNTIME = runtime();

  private final Map<String, CelType> variables;
  private final CelCompiler compiler;

  private Language(Map<String, CelType> variables) {
    this.variables = variables;
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(StructTypes.of(variables.values()))
            .addLibraries(
                CelExtensions.optional(),
                CelExtensions.strings(),
                CelExtensions.sets(OPTIONS),
                CelExtensions.lists(),
                CelExtensions.comprehensions());
    variables.forEach(builder::addVar);
    this.compiler = builder.build();
  }

  static Language of(Map<String, CelType> variables) {
    return new Language(variables);
  }

  private static CelRuntime runtime() {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .addLibraries(
            CelExtensions.optional(),
            CelExtensions.strings(),
            CelExtensions.sets(OPTIONS),
            CelExtensions.lists(),
            CelExtensions.comprehensions())
        .build();
  }

  Program compile(String expression, Set<CelType> results, Set<String> lazyStructs)
      throws FaultyExpressionException {
    try {
      CelValidationResult checked = compiler.compile(expression);
      if (checked.hasError()) {
        throw fault(checked.getErrors().getFirst());
      }
      CelAbstractSyntaxTree tree = checked.getAst();
      requireType(tree.getResultType(), results);
      return new CompiledProgram(
          expression, tree, RUNTIME.createProgram(tree), results, lazyStructs);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new FaultyExpressionException(String.valueOf(e.getMessage()), 0, 0);
    } catch (StackOverflowError e) {
      throw new FaultyExpressionException("the expression is nested too deep", 0, 0);
    }
  }

  private FaultyExpressionException fault(CelIssue issue) {
    return new FaultyExpressionException(
        issue.getMessage() + Suggestion.after(issue.getMessage(), variables),
        issue.getSourceLocation().getLine(),
        issue.getSourceLocation().getColumn() + 1);
  }

  private static void requireType(CelType type, Set<CelType> results)
      throws FaultyExpressionException {
    if (results.isEmpty() || type.equals(SimpleType.DYN) || results.contains(type)) {
      return;
    }
    throw new FaultyExpressionException(
        "the expression gives " + Types.name(type) + ", but it must give " + Types.names(results),
        1,
        1);
  }
}
