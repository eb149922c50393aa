package dev.breakwater.posture.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelList;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an API server asks of the literals of an expression that is checked: that lists and maps
 * hold values of one type, that regular expressions are some, and that formats suit what they are
 * given.
 *
 * @see <a href="https://github.com/google/cel-go/blob/master/cel/validator.go">cel-go's
 *     validators</a>
 */
final class Literals {
  private static final String FORMAT = "format";

  private final CelAbstractSyntaxTree tree;

  private Literals(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  static void check(CelAbstractSyntaxTree tree) throws FaultyExpressionException {
    new Literals(tree).check();
  }

  /** The fault of a conversion; an API server looks at literals of times before others. */
  static FaultyExpressionException fault(
      CelAbstractSyntaxTree tree, CelCall conversion, FaultyExpressionException fault) {
    CelExpr argument = conversion.args().getFirst();
    boolean time =
        conversion.function().equals("duration") || conversion.function().equals("timestamp");
    return time && argument.getKind() == Kind.CONSTANT
        ? Faults.at(tree, argument.id(), "invalid " + conversion.function() + " argument")
        : fault;
  }

  private void check() throws FaultyExpressionException {
    for (CelNavigableExpr node : CelNavigableAst.fromAst(tree).getRoot().allNodes().toList()) {
      CelExpr expression = node.expr();
      switch (node.getKind()) {
        case LIST -> {
          if (!isFormatted(node)) {
            checkElements(expression.list());
          }
        }
        case MAP -> {
          if (!isFormatted(node)) {
            checkEntries(expression.map());
          }
        }
        case CALL -> {
          checkRegex(expression.call());
          checkFormat(expression);
        }
        case CONSTANT, IDENT, SELECT, STRUCT, COMPREHENSION, NOT_SET -> {}
      }
    }
  }

  /** What is formatted may be of any types. */
  private static boolean isFormatted(CelNavigableExpr node) {
    Optional<CelNavigableExpr> around = node.parent();
    while (around.isPresent()) {
      CelExpr expression = around.get().expr();
      if (expression.getKind() == Kind.CALL && expression.call().function().equals(FORMAT)) {
        return true;
      }
      around = around.get().parent();
    }
    return false;
  }

  private void checkElements(CelList list) throws FaultyExpressionException {
    @Nullable CelType first = null;
    for (int i = 0; i < list.elements().size(); i++) {
      CelExpr element = list.elements().get(i);
      first = checkSame(first, element, list.optionalIndices().contains(i));
    }
  }

  private void checkEntries(CelMap map) throws FaultyExpressionException {
    @Nullable CelType firstKey = null;
    @Nullable CelType firstValue = null;
    for (CelMap.Entry entry : map.entries()) {
      firstKey = checkSame(firstKey, entry.key(), false);
      firstValue = checkSame(firstValue, entry.value(), entry.optionalEntry());
    }
  }

  /** Even {@code dyn} is a type that others differ from. */
  private CelType checkSame(@Nullable CelType first, CelExpr part, boolean optional)
      throws FaultyExpressionException {
    CelType whole = type(part);
    CelType type = optional ? whole.parameters().getFirst() : whole;
    if (first != null && !Types.areSame(first, type)) {
      throw fault(
          part,
          "expected type '"
              + CelTypes.format(first)
              + "' but found '"
              + CelTypes.format(type)
              + "'");
    }
    return first == null ? type : first;
  }

  private void checkRegex(CelCall call) throws FaultyExpressionException {
    switch (call.function()) {
      case "matches", "find", "findAll" -> {
        int index = call.target().isPresent() ? 0 : 1;
        CelExpr argument = call.args().size() > index ? call.args().get(index) : null;
        if (argument != null && isText(argument) && !isRegex(argument.constant().stringValue())) {
          throw fault(argument, "invalid " + call.function() + " argument");
        }
      }
      default -> {}
    }
  }

  private static boolean isRegex(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  private static boolean isText(CelExpr expression) {
    return expression.getKind() == Kind.CONSTANT
        && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE;
  }

  private void checkFormat(CelExpr expression) throws FaultyExpressionException {
    CelCall call = expression.call();
    if (!call.function().equals(FORMAT)
        || call.target().isEmpty()
        || !isText(call.target().get())
        || call.args().getFirst().getKind() != Kind.LIST) {
      return;
    }
    List<CelExpr> arguments = call.args().getFirst().list().elements();
    List<Formatting.Part> parts;
    try {
      parts = Formatting.parts(call.target().get().constant().stringValue(), arguments.size());
    } catch (CelInvalidArgumentException e) {
      throw fault(expression, String.valueOf(e.getMessage()));
    }
    for (int i = 0; i < parts.size() - 1; i++) {
      checkFormatted(Objects.requireNonNull(parts.get(i).verb()), arguments.get(i));
    }
    if (parts.size() <= arguments.size()) {
      throw fault(
          expression,
          "too many arguments supplied to string.format (expected "
              + (parts.size() - 1)
              + ", got "
              + arguments.size()
              + ")");
    }
  }

  private void checkFormatted(Formatting.Verb verb, CelExpr argument)
      throws FaultyExpressionException {
    CelType type = type(argument);
    if (type.kind() != CelKind.DYN && !verb.takes(type)) {
      throw fault(argument, verb.fault(type.name()));
    }
    switch (argument.getKind()) {
      case LIST -> {
        for (CelExpr element : argument.list().elements()) {
          checkFormatted(verb, element);
        }
      }
      case MAP -> {
        for (CelMap.Entry entry : argument.map().entries()) {
          checkFormatted(verb, entry.key());
          checkFormatted(verb, entry.value());
        }
      }
      case CONSTANT, IDENT, SELECT, CALL, STRUCT, COMPREHENSION, NOT_SET -> {}
    }
  }

  private CelType type(CelExpr expression) {
    return tree.getTypeOrThrow(expression.id());
  }

  private FaultyExpressionException fault(CelExpr expression, String message) {
    return Faults.at(tree, expression.id(), message);
  }
}
