package dev.breakwater.core.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.ConcatenatedListView;
import dev.cel.runtime.Program;
import dev.cel.runtime.RuntimeHelpers;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.MatchesFunction.MatchesOverload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CEL as policies speak it: the standard language over the types of a report, with bounds on what
 * an expression may be and cost.
 */
final class Language {
  /** Iterations of all macros of one evaluation together. */
  static final int MAX_ITERATIONS = 1_000_000;

  static final int MAX_EXPRESSION = 16 * 1024;
  private static final int MAX_NODES = 4000;
  private static final int MAX_NESTING = 100;
  private static final int MAX_REGEX = 2000;
  private static final int MAX_TEXT = 64 * 1024;
  private static final int MAX_LIST = 100_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(MAX_EXPRESSION)
          .maxParseRecursionDepth(MAX_NESTING)
          .maxParseExpressionNodeCount(MAX_NODES)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .maxRegexProgramSize(MAX_REGEX)
          .build();

  /** Functions of the standard that cost more than a step, and so are given anew below. */
  private static final Set<CelStandardOverload> METERED =
      Set.of(
          AddOverload.ADD_STRING,
          AddOverload.ADD_LIST,
          MatchesOverload.MATCHES,
          MatchesOverload.MATCHES_STRING);

  private final CelCompiler conditions = compiler(SimpleType.BOOL);
  private final CelCompiler texts = compiler(SimpleType.STRING);
  private final CelRuntime runtime = runtime();

  private static CelCompiler compiler(CelType result) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(ReportShapes.TYPES)
            .setResultType(result);
    for (Map.Entry<String, Shape.Member<Facts>> variable :
        ReportShapes.REPORT.members().entrySet()) {
      builder.addVar(variable.getKey(), variable.getValue().type());
    }
    return builder.build();
  }

  private static CelRuntime runtime() {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .setTypeProvider(ReportShapes.TYPES)
        .setStandardFunctions(
            CelStandardFunctions.newBuilder()
                .filterFunctions((function, overload) -> !METERED.contains(overload))
                .build())
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "_+_",
                CelFunctionBinding.from("add_string", String.class, String.class, Language::joined),
                CelFunctionBinding.from("add_list", List.class, List.class, Language::appended)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "matches",
                CelFunctionBinding.from("matches", String.class, String.class, Language::matches),
                CelFunctionBinding.from(
                    "matches_string", String.class, String.class, Language::matches)))
        .build();
  }

  /** As the standard says, but not for ever: {@code a + a} of {@code a + a} doubles every time. */
  private static String joined(String left, String right) {
    long length = (long) left.length() + right.length();
    Meter.CURRENT.get().charge(length);
    if (length > MAX_TEXT) {
      throw new TooCostlyError("it makes a text of more than " + MAX_TEXT + " characters");
    }
    return left + right;
  }

  /** As {@link #joined}. A macro gathers its results in a list that may be added to. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static List<?> appended(List left, List right) {
    if (left instanceof ConcatenatedListView<?>) {
      Meter.CURRENT.get().charge(1 + (long) right.size());
      left.addAll(right);
      return left;
    }
    long size = (long) left.size() + right.size();
    Meter.CURRENT.get().charge(size);
    if (size > MAX_LIST) {
      throw new TooCostlyError("it joins lists to more than " + MAX_LIST + " elements");
    }
    List<Object> both = new ArrayList<>((int) size);
    both.addAll(left);
    both.addAll(right);
    return both;
  }

  /** As the standard says: RE2, which takes as long as the text and the expression are long. */
  private static boolean matches(String text, String regex) {
    Meter.CURRENT.get().charge(10 + (long) text.length() * regex.length() / 64);
    return RuntimeHelpers.matches(text, regex, OPTIONS);
  }

  /** An expression that is true or false. */
  Program condition(Expression expression) throws FaultyPolicyException {
    return program(conditions, expression);
  }

  /** An expression that gives a text. */
  Program text(Expression expression) throws FaultyPolicyException {
    return program(texts, expression);
  }

  private Program program(CelCompiler compiler, Expression expression)
      throws FaultyPolicyException {
    try {
      CelValidationResult result = compiler.compile(expression.text());
      if (result.hasError()) {
        throw fault(expression, result.getErrors().getFirst());
      }
      CelAbstractSyntaxTree tree = result.getAst();
      refuseMakingThings(tree, expression);
      return runtime.createProgram(tree);
    } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
      throw new FaultyPolicyException(expression.at(1, 0), String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      throw new FaultyPolicyException(expression.at(1, 0), "the expression is nested too deep");
    }
  }

  /** The types are there to be read; the checker would let {@code Finding{id: "a"}} through. */
  private static void refuseMakingThings(CelAbstractSyntaxTree tree, Expression expression)
      throws FaultyPolicyException {
    CelNavigableExpr made =
        CelNavigableAst.fromAst(tree)
            .getRoot()
            .allNodes()
            .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.STRUCT)
            .findAny()
            .orElse(null);
    if (made != null) {
      throw new FaultyPolicyException(
          expression.at(1, 0), "a policy can make no " + made.expr().struct().messageName());
    }
  }

  private static FaultyPolicyException fault(Expression expression, CelIssue issue) {
    int line = issue.getSourceLocation().getLine();
    int column = issue.getSourceLocation().getColumn();
    String message = issue.getMessage();
    return new FaultyPolicyException(
        expression.at(line, column),
        message + Suggestion.after(message, expression.before(line, column)));
  }
}
