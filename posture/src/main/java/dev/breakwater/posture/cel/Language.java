package dev.breakwater.posture.cel;

import dev.breakwater.posture.cel.library.Libraries;
import dev.cel.checker.CelChecker;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelComprehensionsExtensions;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * What is no longer needs no patience, and as a rule no more stack than any thread has. A thread
   * for each expression would take longer to start than the expression to compile.
   */
  private static final int USUAL_EXPRESSION = 1_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .enableHiddenAccumulatorVar(true)
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

  private static final CelOptionalLibrary OPTIONAL = CelExtensions.optional();

  private static final List<CelFunctionDecl> DECLARATIONS = declarations();

  /** By the last words of their names, as the next two. */
  private static final Map<String, List<StandardFunction>> STANDARD =
      Stream.of(StandardFunction.values())
          .collect(Collectors.groupingBy(function -> lastWord(function.functionName())));

  private static final Map<String, List<CelFunctionDecl>> DECLARED = byLastWord(DECLARATIONS);
  private static final Map<String, List<CelFunctionDecl>> DECLARED_FOR_PATCHES =
      byLastWord(PATCH_FUNCTIONS.declarations());

  private static final List<CelType> OWN_TYPES =
      with(AuthorizerFunctions.types(), Libraries.types());
  private static final CelRuntime RUNTIME = runtime();

  private static final CelParser PARSER =
      CelParserFactory.standardCelParserBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.values())
          .addMacros(ListMacros.SORT_BY)
          .addLibraries(CelExtensions.optional(), CelExtensions.comprehensions())
          .build();

  private final Map<String, CelType> variables;
  private final boolean objects;
  private final List<CelType> types;
  private final StructTypes structs;

  /**
   * A language. It is cheap: each expression of a policy may have one of its own.
   *
   * @param objects whether it knows what mutating policies know
   */
  Language(Map<String, CelType> variables, boolean objects) {
    this.variables = variables;
    this.objects = objects;
    this.types = with(variables.values(), OWN_TYPES);
    this.structs = StructTypes.of(types);
  }

  /**
   * What checks one expression. The library's checker compares all overloads of all functions with
   * each other anew for each expression, which takes longer than all else; so it is told of those
   * functions alone that the expression names.
   */
  private CelChecker checker(CelAbstractSyntaxTree parsed) {
    Set<String> named = namedFunctions(parsed);
    // An empty set of standard functions would mean all of them.
    Set<StandardFunction> standard = EnumSet.of(StandardFunction.LOGICAL_NOT);
    CelCheckerBuilder builder =
        CelCompilerFactory.standardCelCheckerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setTypeProvider(
                objects ? StructTypes.of(with(types, ObjectTypes.of(parsed))) : structs)
            .addVarDeclarations(OPTIONAL.variables());
    for (String name : named) {
      standard.addAll(STANDARD.getOrDefault(name, List.of()));
      builder.addFunctionDeclarations(DECLARED.getOrDefault(name, List.of()));
      if (objects) {
        builder.addFunctionDeclarations(DECLARED_FOR_PATCHES.getOrDefault(name, List.of()));
      }
    }
    builder.setStandardDeclarations(
        CelStandardDeclarations.newBuilder().includeFunctions(standard).build());
    variables.forEach(
        (name, type) -> builder.addVarDeclarations(CelVarDecl.newVarDeclaration(name, type)));
    return builder.build();
  }

  /** The last words of their names: {@code ip.isCanonical} may be a member, or one name. */
  private static Set<String> namedFunctions(CelAbstractSyntaxTree parsed) {
    Set<String> named = new HashSet<>();
    CelNavigableAst.fromAst(parsed)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == ExprKind.Kind.CALL)
        .forEach(node -> named.add(lastWord(node.expr().call().function())));
    return named;
  }

  private static Map<String, List<CelFunctionDecl>> byLastWord(List<CelFunctionDecl> functions) {
    return functions.stream().collect(Collectors.groupingBy(each -> lastWord(each.name())));
  }

  private static String lastWord(String function) {
    return function.substring(function.lastIndexOf('.') + 1);
  }

  private static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations =
        with(with(FUNCTIONS.declarations(), Libraries.declarations()), OPTIONAL.functions());
    return with(
        declarations,
        List.of(
            StandardFunctions.DURATION_TO_INT,
            CelComprehensionsExtensions.Function.MAP_INSERT.functionDecl()));
  }

  private static <T> List<T> with(Collection<T> some, Collection<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static CelRuntime runtime() {
    return StandardFunctions.addTo(
            CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setTypeProvider(StructTypes.of(OWN_TYPES))
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
    if (expression.length() <= USUAL_EXPRESSION) {
      try {
        return compiled(expression, results, lazyStructs);
      } catch (StackOverflowError _) {
        // Below, it has more room.
      }
    }
    return DeepStack.run(() -> compiled(expression, results, lazyStructs), PATIENCE);
  }

  private Program compiled(String expression, Set<CelType> results, Set<String> lazyStructs)
      throws FaultyExpressionException {
    try {
      CelAbstractSyntaxTree tree = checked(expression);
      requireType(tree.getResultType(), results);
      Literals.check(tree);
      CelAbstractSyntaxTree rewritten = Rewriting.rewritten(tree);
      Program program =
          program(expression, rewritten, tree.getResultType(), results, lazyStructs);
      requireSoundConstants(expression, rewritten);
      return program;
    } catch (CelValidationException | CelEvaluationException e) {
      throw new FaultyExpressionException(String.valueOf(e.getMessage()), 0, 0);
    }
  }

  private CelAbstractSyntaxTree checked(String expression)
      throws FaultyExpressionException, CelValidationException {
    CelValidationResult parsed = PARSER.parse(expression);
    if (parsed.hasError() && !parsed.getErrors().isEmpty()) {
      throw Faults.ofSyntax(parsed.getErrors().getFirst());
    }
    CelValidationResult checked = checker(parsed.getAst()).check(parsed.getAst());
    if (checked.hasError() && !checked.getErrors().isEmpty()) {
      throw Faults.of(checked.getErrors().getFirst(), variables, functionNames());
    }
    return checked.getAst();
  }

  private static CompiledProgram program(
      String expression,
      CelAbstractSyntaxTree tree,
      CelType type,
      Set<CelType> results,
      Set<String> lazyStructs)
      throws CelEvaluationException {
    return new CompiledProgram(
        expression, type, RUNTIME.createProgram(tree), Costs.of(tree), results, lazyStructs);
  }

  /** An API server converts constants before it evaluates anything. */
  private static void requireSoundConstants(String expression, CelAbstractSyntaxTree tree)
      throws FaultyExpressionException, CelEvaluationException {
    for (CelNavigableExpr node : CelNavigableAst.fromAst(tree).getRoot().allNodes().toList()) {
      if (Costs.isConstantConversion(node.expr())) {
        CelAbstractSyntaxTree constant =
            CelAbstractSyntaxTree.newCheckedAst(
                node.expr(), tree.getSource(), tree.getReferenceMap(), tree.getTypeMap());
        try {
          program(expression, constant, SimpleType.DYN, Set.of(), Set.of())
              .evaluate(Program.NO_VARIABLES, new Budget(Budget.PER_CALL));
        } catch (FaultyExpressionException e) {
          throw Literals.fault(tree, node.expr().call(), e);
        }
      }
    }
  }

  /** What somebody can have meant who names a function that there is not; no operators. */
  private static Set<String> functionNames() {
    Set<String> names = new TreeSet<>();
    for (CelFunctionDecl declaration : DECLARATIONS) {
      names.add(declaration.name());
    }
    for (StandardFunction function : StandardFunction.values()) {
      names.add(function.functionName());
    }
    names.removeIf(name -> !Character.isLetter(name.charAt(0)));
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
