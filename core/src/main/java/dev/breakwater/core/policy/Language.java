package dev.breakwater.core.policy;

import dev.breakwater.core.cel.Meter;
import dev.breakwater.core.cel.MeteredFunctions;
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
import dev.cel.runtime.standard.AddOperator.AddOverload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(MAX_EXPRESSION)
          .maxParseRecursionDepth(MAX_NESTING)
          .maxParseExpressionNodeCount(MAX_NODES)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .build();

  /** Where rules end; {@link Meter.Limits#stepsOfAll} is for all rules of a policy together. */
  static final Meter.Limits LIMITS = new Meter.Limits(50_000_000, 250_000_000, 64 * 1024, 100_000);

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
    return MeteredFunctions.addTo(
            CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setTypeProvider(ReportShapes.TYPES)
                .setStandardFunctions(
                    CelStandardFunctions.newBuilder()
                        .filterFunctions((_, overload) ->
                            overload != AddOverload.ADD_LIST
                                && !MeteredFunctions.OVERLOADS.contains(overload))
                        .build()),
            CelFunctionBinding.from("add_list", List.class, List.class, Language::appended))
        .addFunctionBindings(Weighing.BINDING)
        .build();
  }

  /** As the standard says. A macro gathers its results in a list that may be added to. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static List<?> appended(List left, List right) {
    Meter meter = Meter.CURRENT.get();
    if (left instanceof ConcatenatedListView<?>) {
      meter.charge(1 + (long) right.size());
      left.addAll(right);
      return left;
    }
    long size = (long) left.size() + right.size();
    meter.chargeList(size);
    List<Object> both = new ArrayList<>((int) size);
    both.addAll(left);
    both.addAll(right);
    return both;
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
