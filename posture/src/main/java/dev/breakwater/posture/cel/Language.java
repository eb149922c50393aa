package dev.breakwater.posture.cel;

import dev.breakwater.core.cel.Apart;
import dev.cel.common.CelAbstractSyntaxTree;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The language of one set of variables: what compiles expressions, and what runs them. */
final class Language {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .enableHomogeneousLiterals(true)
          .build();

  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    return StandardFunctions.addTo(
            CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(StandardFunctions.kept()))
        .addFunctionBindings(Rewriting.BINDINGS)
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
    Outcome outcome =
        Apart.run(() -> outcome(expression, results, lazyStructs), PATIENCE);
    if (outcome == null) {
      throw new FaultyExpressionException(
          "it takes longer than " + PATIENCE.toSeconds() + " seconds to compile", 0, 0);
    }
    return outcome.orThrow();
  }

  /** What came of compiling: one of both. */
  private record Outcome(
      @Nullable Program program, @Nullable FaultyExpressionException fault) {
    Program orThrow() throws FaultyExpressionException {
      if (fault != null) {
        throw fault;
      }
      return Objects.requireNonNull(program);
    }
  }

  private Outcome outcome(String expression, Set<CelType> results, Set<String> lazyStructs) {
    try {
      return new Outcome(compiled(expression, results, lazyStructs), null);
    } catch (FaultyExpressionException e) {
      return new Outcome(null, e);
    }
  }

  private Program compiled(String expression, Set<CelType> results, Set<String> lazyStructs)
      throws FaultyExpressionException {
    try {
      CelValidationResult checked = compiler.compile(expression);
      if (checked.hasError() && !checked.getErrors().isEmpty()) {
        throw Faults.of(checked.getErrors().getFirst(), variables, List.of());
      }
      CelAbstractSyntaxTree tree = checked.getAst();
      requireType(tree.getResultType(), results);
      CelAbstractSyntaxTree rewritten = Rewriting.rewritten(tree);
      return new CompiledProgram(
          expression,
          tree.getResultType(),
          RUNTIME.createProgram(rewritten),
          Costs.of(rewritten),
          results,
          lazyStructs);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new FaultyExpressionException(String.valueOf(e.getMessage()), 0, 0);
    } catch (StackOverflowError e) {
      throw new FaultyExpressionException("the expression is nested too deep", 0, 0);
    }
  }

  private static void requireType(CelType type, Set<CelType> results)
      throws FaultyExpressionException {
    if (!results.isEmpty() && !type.equals(SimpleType.DYN) && !results.contains(type)) {
      throw new FaultyExpressionException(
          "must evaluate to " + Types.names(results) + ", not " + Types.name(type), 1, 1);
    }
  }
}
