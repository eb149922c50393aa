package dev.breakwater.core.policy;

import com.google.common.collect.ImmutableSet;
import dev.breakwater.core.cel.Meter;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExprConverter;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;

/**
 * Makes an expression count what it costs. CEL bounds the rounds of its macros, but not what is
 * done in each: a round of an expression of thousands of parts takes a thousand times as long. So
 * each round counts the parts that it may evaluate, and an expression that is true or false counts
 * those of the whole, each time that it is asked.
 */
final class Weighing {
  private static final String FUNCTION = "@counted";

  /** What {@link #weigh} puts into expressions. */
  static final ImmutableSet<CelFunctionBinding> BINDING =
      CelFunctionBinding.fromOverloads(
          FUNCTION,
          CelFunctionBinding.from(
              "counted_int_bool", Long.class, Boolean.class, Weighing::counted));

  private Weighing() {}

  private static boolean counted(long parts, boolean value) {
    Meter.CURRENT.get().charge(parts);
    return value;
  }

  /**
   * The same expression, which counts.
   *
   * @param tree an expression that was checked
   */
  static CelAbstractSyntaxTree weigh(CelAbstractSyntaxTree tree) {
    CelMutableExpr root = CelMutableExprConverter.fromCelExpr(tree.getExpr());
    List<CelNavigableMutableExpr> nodes =
        CelNavigableMutableExpr.fromExpr(root).allNodes().toList();
    long unused = 1 + nodes.stream().mapToLong(CelNavigableMutableExpr::id).max().orElse(0);
    for (CelNavigableMutableExpr node : nodes) {
      if (node.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
        CelMutableComprehension loop = node.expr().comprehension();
        long parts = size(loop.loopCondition()) + size(loop.loopStep());
        loop.setLoopCondition(counted(parts, loop.loopCondition(), unused));
        unused += 2;
      }
    }
    if (tree.getResultType().equals(SimpleType.BOOL)) {
      root = counted(nodes.size(), root, unused);
    }
    return CelAbstractSyntaxTree.newCheckedAst(
        CelMutableExprConverter.fromMutableExpr(root),
        tree.getSource(),
        tree.getReferenceMap(),
        tree.getTypeMap());
  }

  private static CelMutableExpr counted(long parts, CelMutableExpr value, long unused) {
    return CelMutableExpr.ofCall(
        unused,
        CelMutableCall.create(
            FUNCTION, CelMutableExpr.ofConstant(unused + 1, CelConstant.ofValue(parts)), value));
  }

  private static long size(CelMutableExpr part) {
    return CelNavigableMutableExpr.fromExpr(part).allNodes().count();
  }
}
