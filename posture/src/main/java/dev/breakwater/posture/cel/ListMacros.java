package dev.breakwater.posture.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.Optional;

/** {@code list.sortBy(e, key)}: the list is named, mapped to its keys, and sorted by those. */
final class ListMacros {
  static final String SORT_BY_KEYS = "@sortByAssociatedKeys";

  static final CelMacro SORT_BY = CelMacro.newReceiverMacro("sortBy", 2, ListMacros::expanded);

  private static final String INPUT = "@__sortBy_input__";

  private ListMacros() {}

  private static Optional<CelExpr> expanded(
      CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
    switch (target.getKind()) {
      case LIST, SELECT, IDENT, COMPREHENSION, CALL -> {}
      case CONSTANT, STRUCT, MAP, NOT_SET -> {
        return Optional.of(
            factory.reportError(
                CelIssue.formatError(
                    factory.getSourceLocation(target),
                    "sortBy can only be applied to a list, identifier, comprehension, call or"
                        + " select expression")));
      }
    }
    Optional<CelExpr> keys =
        CelStandardMacro.MAP
            .getDefinition()
            .getExpander()
            .expandMacro(factory, factory.newIdentifier(INPUT), arguments);
    return keys.map(mapped ->
        factory.fold(
            "#unused",
            factory.newList(),
            INPUT,
            target,
            factory.newBoolLiteral(false),
            factory.newIdentifier(INPUT),
            factory.newReceiverCall(SORT_BY_KEYS, factory.newIdentifier(INPUT), mapped)));
  }
}
