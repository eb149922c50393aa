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
import dev.cel.common.values.CelByteString;
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
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.ContainsFunction.ContainsOverload;
import dev.cel.runtime.standard.EndsWithFunction.EndsWithOverload;
import dev.cel.runtime.standard.MatchesFunction.MatchesOverload;
import dev.cel.runtime.standard.SizeFunction.SizeOverload;
import dev.cel.runtime.standard.StartsWithFunction.StartsWithOverload;
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
  private static final int MAX_TEXT = 64 * 1024;
  private static final int MAX_LIST = 100_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(MAX_EXPRESSION)
          .maxParseRecursionDepth(MAX_NESTING)
          .maxParseExpressionNodeCount(MAX_NODES)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .build();

  /** Functions of the standard that cost more than a step, and so are given anew below. */
  private static final Set<CelStandardOverload> METERED =
      Set.of(
          AddOverload.ADD_STRING,
          AddOverload.ADD_LIST,
          AddOverload.ADD_BYTES,
          SizeOverload.SIZE_STRING,
          SizeOverload.STRING_SIZE,
          ContainsOverload.CONTAINS_STRING,
          StartsWithOverload.STARTS_WITH_STRING,
          EndsWithOverload.ENDS_WITH_STRING,
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
                CelFunctionBinding.from("add_list", List.class, List.class, Language::appended),
                CelFunctionBinding.from(
                    "add_bytes", CelByteString.class, CelByteString.class, Language::joined)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "size",
                CelFunctionBinding.from("size_string", String.class, Language::size),
                CelFunctionBinding.from("string_size", String.class, Language::size)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "contains",
                CelFunctionBinding.from(
                    "contains_string", String.class, String.class, Language::contains)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "startsWith",
                CelFunctionBinding.from(
                    "starts_with_string", String.class, String.class, Language::startsWith)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "endsWith",
                CelFunctionBinding.from(
                    "ends_with_string", String.class, String.class, Language::endsWith)))
        .addFunctionBindings(Weighing.BINDING)
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

  private static CelByteString joined(CelByteString left, CelByteString right) {
    long length = (long) left.size() + right.size();
    Meter.CURRENT.get().charge(length);
    if (length > MAX_TEXT) {
      throw new TooCostlyError("it joins more than " + MAX_TEXT + " bytes");
    }
    return left.concat(right);
  }

  private static long size(String text) {
    Meter.CURRENT.get().charge(text.length() / 16);
    return text.codePointCount(0, text.length());
  }

  /** The worst texts, such as of one letter only, are gone through for each of their characters. */
  private static boolean contains(String text, String part) {
    Meter.CURRENT.get().charge((long) text.length() * (1 + part.length() / 16) / 16);
    return text.contains(part);
  }

  private static boolean startsWith(String text, String part) {
    Meter.CURRENT.get().charge(part.length() / 16);
    return text.startsWith(part);
  }

  private static boolean endsWith(String text, String part) {
    Meter.CURRENT.get().charge(part.length() / 16);
    return text.endsWith(part);
  }

  private static boolean matches(String text, String regex) {
    return Meter.CURRENT.get().matches(text, regex);
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
      return runtime.createProgram(Weighing.weigh(tree));
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
