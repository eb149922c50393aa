package dev.breakwater.posture.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableSelect;
import dev.cel.common.ast.CelMutableExprConverter;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes of a checked expression one that takes no longer than its parts tell.
 *
 * <p>The library goes through lists and maps whenever it comes across them, which takes for ever
 * where one holds another twice and so on, and evaluates what stands before {@code .?} two times,
 * each {@code .?} in a row doubling that. So lists and maps that an expression makes become values
 * of our own, {@code .?} a function, and {@code has()} one too, which knows besides that scalars
 * have no members; and {@code type()} becomes one that knows the types of all values. All else
 * stays, with its place.
 */
final class Rewriting {
  static final String LIST_OR_MAP = "@held";
  static final String HAS = "@has";
  static final String OPTIONAL_SELECT = "@optional_select";
  static final String TYPE = "@type";

  private static final String OWN_OPTIONAL_SELECT = "_?._";
  private static final String OWN_TYPE = "type";

  /** What {@link #rewritten} puts into expressions. */
  static final List<CelFunctionBinding> BINDINGS =
      ImmutableList.<CelFunctionBinding>builder()
          .addAll(
              CelFunctionBinding.fromOverloads(
                  LIST_OR_MAP, CelFunctionBinding.from("held_value", Object.class, Values::of)))
          .addAll(
              CelFunctionBinding.fromOverloads(
                  HAS,
                  CelFunctionBinding.from(
                      "has_value_string",
                      Object.class,
                      String.class,
                      (value, name) -> find(value, name).isPresent())))
          .addAll(
              CelFunctionBinding.fromOverloads(
                  TYPE, CelFunctionBinding.from("type_value", Object.class, Types::typeOf)))
          .addAll(
              CelFunctionBinding.fromOverloads(
                  OPTIONAL_SELECT,
                  // Under the name of the library's own, which the checked expression refers to.
                  CelFunctionBinding.from(
                      "select_optional_field", Object.class, String.class, Rewriting::find)))
          .build();

  private Rewriting() {}

  private static Optional<?> find(Object value, String name) {
    if (value instanceof Optional<?> optional) {
      return optional.isEmpty() ? optional : find(optional.get(), name);
    }
    return Members.find(value, name);
  }

  static CelAbstractSyntaxTree rewritten(CelAbstractSyntaxTree tree) {
    CelMutableExpr root = CelMutableExprConverter.fromCelExpr(tree.getExpr());
    List<CelMutableExpr> parts = new ArrayList<>();
    long last = 0;
    for (CelNavigableMutableExpr part :
        CelNavigableMutableExpr.fromExpr(root).allNodes().toList()) {
      parts.add(part.expr());
      last = Math.max(last, part.id());
    }
    for (CelMutableExpr part : parts) {
      switch (part.getKind()) {
        case LIST -> hold(part, CelMutableExpr.ofList(++last, part.list()));
        case MAP -> hold(part, CelMutableExpr.ofMap(++last, part.map()));
        case COMPREHENSION ->
            hold(part, CelMutableExpr.ofComprehension(++last, part.comprehension()));
        case SELECT -> {
          CelMutableSelect select = part.select();
          if (select.testOnly()) {
            part.setCall(
                CelMutableCall.create(
                    HAS,
                    select.operand(),
                    CelMutableExpr.ofConstant(++last, CelConstant.ofValue(select.field()))));
          }
        }
        case CALL -> {
          CelMutableCall call = part.call();
          if (call.function().equals(OWN_OPTIONAL_SELECT)) {
            call.setFunction(OPTIONAL_SELECT);
          } else if (call.function().equals(OWN_TYPE) && call.target().isEmpty()) {
            // A new number, because under the old one it is bound to the library's own.
            call.setFunction(TYPE);
            part.setId(++last);
          }
        }
        case CONSTANT, IDENT, STRUCT, NOT_SET -> {}
      }
    }
    CelExpr rewritten = CelMutableExprConverter.fromMutableExpr(root);
    return CelAbstractSyntaxTree.newCheckedAst(
        rewritten, tree.getSource(), tree.getReferenceMap(), Map.copyOf(tree.getTypeMap()));
  }

  /** The part keeps its place, and what it was gets a new number. */
  private static void hold(CelMutableExpr part, CelMutableExpr held) {
    part.setCall(CelMutableCall.create(LIST_OR_MAP, held));
  }
}
