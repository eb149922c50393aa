package dev.breakwater.posture.cel;

import dev.breakwater.core.cel.Apart;
import dev.breakwater.posture.cel.library.Libraries;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.TypeType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The language of one set of variables: what compiles expressions, and what runs them.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/cel/environment/base.go">what
 *     an API server's environment has</a>
 */
final class Language {
  private static final int MAX_EXPRESSION = 100_000;
  private static final int MAX_NODES = 20_000;
  private static final int MAX_NESTING = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * That literals hold one type only is what an API server's checker asks for as well; the
   * validator that shall take its place would come after {@code [1, 'a']} has become dynamic.
   */
  @SuppressWarnings("deprecation")
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .enableHomogeneousLiterals(true)
          .enableQuotedIdentifierSyntax(false)
          .maxExpressionCodePointSize(MAX_EXPRESSION)
          .maxParseRecursionDepth(MAX_NESTING)
          .maxParseExpressionNodeCount(MAX_NODES)
          .build();

  private static final FunctionSet FUNCTIONS =
      StringFunctions.functions()
          .and(ListFunctions.functions())
          .and(RegexFunctions.functions())
          .and(AuthorizerFunctions.functions());

  private static final FunctionSet PATCH_FUNCTIONS = PatchFunctions.functions();

  private static final List<CelFunctionDecl> DECLARATIONS = declarations();
  private static final CelRuntime RUNTIME = runtime();

  private final Map<String, CelType> variables;
  private final boolean objects;
  private final CelCompiler compiler;

  /**
   * A language.
   *
   * @param objects whether it knows what mutating policies know
   */
  Language(Map<String, CelType> variables, boolean objects) {
    this.variables = variables;
    this.objects = objects;
    this.compiler = compiler(List.of());
  }

  private CelCompiler compiler(List<CelType> more) {
    List<CelType> types = new ArrayList<>(more);
    types.addAll(variables.values());
    types.addAll(ownTypes());
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addMacros(ListMacros.SORT_BY)
            .setTypeProvider(StructTypes.of(types))
            .addLibraries(CelExtensions.optional(), CelExtensions.comprehensions())
            .addFunctionDeclarations(DECLARATIONS);
    if (objects) {
      builder.addFunctionDeclarations(PATCH_FUNCTIONS.declarations());
    }
    variables.forEach(builder::addVar);
    return builder.build();
  }

  private static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>(FUNCTIONS.declarations());
    declarations.addAll(Libraries.declarations());
    return List.copyOf(declarations);
  }

  private static List<CelType> ownTypes() {
    List<CelType> types = new ArrayList<>(AuthorizerFunctions.types());
    types.addAll(Libraries.types());
    return types;
  }

  private static CelRuntime runtime() {
    return StandardFunctions.addTo(
            CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setTypeProvider(StructTypes.of(ownTypes()))
                .setValueProvider(new ObjectTypes())
                .setStandardFunctions(StandardFunctions.kept()))
        .addFunctionBindings(Rewriting.BINDINGS)
        .addFunctionBindings(FUNCTIONS.bindings())
        .addFunctionBindings(PATCH_FUNCTIONS.bindings())
        .addFunctionBindings(Libraries.bindings())
        .addLibraries(CelExtensions.optional(), CelExtensions.comprehensions())
        .build();
  }

  Program compile(String expression, Set<CelType> results, Set<String> lazyStructs)
      throws FaultyExpressionException {
    Outcome outcome = Apart.run(() -> outcome(expression, results, lazyStructs), PATIENCE);
    if (outcome == null) {
      throw new FaultyExpressionException(
          "it takes longer than " + PATIENCE.toSeconds() + " seconds to compile", 0, 0);
    }
    return outcome.orThrow();
  }

  /** What came of compiling: one of both. */
  private record Outcome(@Nullable Program program, @Nullable FaultyExpressionException fault) {
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
    } catch (CelValidationException | CelEvaluationException e) {
      return new Outcome(null, new FaultyExpressionException(String.valueOf(e.getMessage()), 0, 0));
    } catch (StackOverflowError e) {
      return new Outcome(
          null, new FaultyExpressionException("the expression is nested too deep", 0, 0));
    }
  }

  private Program compiled(String expression, Set<CelType> results, Set<String> lazyStructs)
      throws FaultyExpressionException, CelValidationException, CelEvaluationException {
    CelValidationResult parsed = compiler.parse(expression);
    if (parsed.hasError() && !parsed.getErrors().isEmpty()) {
      throw Faults.ofSyntax(parsed.getErrors().getFirst());
    }
    CelValidationResult checked =
        (objects ? compiler(ObjectTypes.of(parsed.getAst())) : compiler).check(parsed.getAst());
    if (checked.hasError() && !checked.getErrors().isEmpty()) {
      throw Faults.of(checked.getErrors().getFirst(), variables, functionNames());
    }
    CelAbstractSyntaxTree tree = checked.getAst();
    requireType(tree.getResultType(), results);
    Literals.check(tree);
    CelAbstractSyntaxTree rewritten = Rewriting.rewritten(tree);
    return new CompiledProgram(
        expression,
        tree.getResultType(),
        RUNTIME.createProgram(rewritten),
        Costs.of(rewritten),
        results,
        lazyStructs);
  }

  private static List<String> functionNames() {
    List<String> names = new ArrayList<>();
    for (CelFunctionDecl declaration : DECLARATIONS) {
      names.add(declaration.name());
    }
    return names;
  }

  /** As an API server does, which takes no {@code dyn} for another type. */
  private static void requireType(CelType type, Set<CelType> results)
      throws FaultyExpressionException {
    if (!results.isEmpty() && results.stream().noneMatch(result -> Types.areSame(type, result))) {
      throw new FaultyExpressionException(
          "must evaluate to "
              + (results.size() > 1 ? "one of " : "")
              + Types.names(results)
              + " but got "
              + Types.name(type),
          1,
          1);
    }
  }
}
