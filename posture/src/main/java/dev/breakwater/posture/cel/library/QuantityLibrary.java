package dev.breakwater.posture.cel.library;

import static dev.breakwater.posture.cel.library.LibraryFunction.accepts;
import static dev.breakwater.posture.cel.library.LibraryFunction.global;
import static dev.breakwater.posture.cel.library.LibraryFunction.member;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;

import java.util.List;

/**
 * {@code quantity} and what can be done with one.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library">Kubernetes
 *     quantity library</a>
 */
final class QuantityLibrary {
  static final Kind<Quantity> QUANTITY = Kind.opaque("kubernetes.Quantity", Quantity.class);

  private QuantityLibrary() {}

  static List<LibraryFunction> functions() {
    return List.of(
        global(
            "quantity",
            "string_to_quantity",
            Kind.TEXT,
            QUANTITY.type(),
            CallCost.TRAVERSAL,
            Quantity::parse),
        global(
            "isQuantity",
            "is_quantity_string",
            Kind.TEXT,
            BOOL,
            CallCost.TRAVERSAL,
            text -> accepts(Quantity::parse, text)),
        // Documented as a member, but declared as a function.
        global(
            "sign",
            "quantity_sign",
            QUANTITY,
            INT,
            CallCost.NOMINAL,
            quantity -> (long) quantity.sign()),
        member(
            "isInteger",
            "quantity_is_integer",
            QUANTITY,
            BOOL,
            quantity -> quantity.asInteger().isPresent()),
        member("asInteger", "quantity_get_int", QUANTITY, INT, QuantityLibrary::asInteger),
        member(
            "asApproximateFloat",
            "quantity_get_float",
            QUANTITY,
            DOUBLE,
            Quantity::asApproximateFloat),
        arithmetic("add", "quantity_add", QUANTITY, Quantity::plus),
        arithmetic(
            "add",
            "quantity_add_int",
            Kind.INTEGER,
            (left, right) -> left.plus(Quantity.of(right))),
        arithmetic("sub", "quantity_sub", QUANTITY, Quantity::minus),
        arithmetic(
            "sub",
            "quantity_sub_int",
            Kind.INTEGER,
            (left, right) -> left.minus(Quantity.of(right))),
        member(
            "isGreaterThan",
            "quantity_is_greater_than",
            QUANTITY,
            QUANTITY,
            BOOL,
            CallCost.NOMINAL,
            (left, right) -> left.compareTo(right) > 0),
        member(
            "isLessThan",
            "quantity_is_less_than",
            QUANTITY,
            QUANTITY,
            BOOL,
            CallCost.NOMINAL,
            (left, right) -> left.compareTo(right) < 0),
        member(
            "compareTo",
            "quantity_compare_to",
            QUANTITY,
            QUANTITY,
            INT,
            CallCost.NOMINAL,
            (left, right) -> (long) left.compareTo(right)));
  }

  private static <B> LibraryFunction arithmetic(
      String name, String overload, Kind<B> operand, LibraryFunction.Binary<Quantity, B> body) {
    return member(name, overload, QUANTITY, operand, QUANTITY.type(), CallCost.NOMINAL, body);
  }

  private static Object asInteger(Quantity quantity) throws MalformedException {
    return quantity
        .asInteger()
        .orElseThrow(() -> new MalformedException("cannot convert value to integer"));
  }
}
