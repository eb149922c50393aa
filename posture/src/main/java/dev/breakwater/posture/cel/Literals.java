package dev.breakwater.posture.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.RuntimeHelpers;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Texts in an expression that can be known to be wrong: durations, moments, regular expressions.
 */
final class Literals {
  private Literals() {}

  static void check(CelAbstractSyntaxTree tree) throws FaultyExpressionException {
    for (CelNavigableExpr node : CelNavigableAst.fromAst(tree).getRoot().allNodes().toList()) {
      if (node.getKind() == Kind.CALL) {
        CelExpr argument = argument(node.expr().call());
        String text = argument == null ? null : text(argument);
        if (argument != null && text != null && !isSound(node.expr().call().function(), text)) {
          throw fault(tree, argument.id(), node.expr().call().function());
        }
      }
    }
  }

  /** What is looked at: the regular expression, or what is converted. */
  private static @Nullable CelExpr argument(CelCall call) {
    return switch (call.function()) {
      case "duration", "timestamp" -> call.args().size() == 1 ? call.args().getFirst() : null;
      case "matches", "find", "findAll" -> {
        int index = call.target().isPresent() ? 0 : 1;
        yield call.args().size() > index ? call.args().get(index) : null;
      }
      default -> null;
    };
  }

  private static @Nullable String text(CelExpr argument) {
    return argument.getKind() == Kind.CONSTANT
            && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? argument.constant().stringValue()
        : null;
  }

  private static boolean isSound(String function, String text) {
    try {
      switch (function) {
        case "duration" -> RuntimeHelpers.createJavaDurationFromString(text);
        case "timestamp" -> OffsetDateTime.parse(text);
        default -> Pattern.compile(text);
      }
      return true;
    } catch (PatternSyntaxException | IllegalArgumentException | DateTimeException _) {
      return false;
    }
  }

  private static FaultyExpressionException fault(
      CelAbstractSyntaxTree tree, long number, String function) {
    Integer offset = tree.getSource().getPositionsMap().get(number);
    CelSourceLocation place =
        offset == null
            ? CelSourceLocation.NONE
            : tree.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.NONE);
    return new FaultyExpressionException(
        "invalid " + function + " argument", Math.max(place.getLine(), 0), place.getColumn() + 1);
  }
}
