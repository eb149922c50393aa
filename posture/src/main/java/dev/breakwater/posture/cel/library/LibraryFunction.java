package dev.breakwater.posture.cel.library;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;

/**
 * One overload of a function that a library adds to the language.
 *
 * @param name of the function; other libraries may have overloads of the same name
 */
@SuppressWarnings("Immutable") // the bodies are references to methods without state
record LibraryFunction(
    String name, CelOverloadDecl declaration, CelFunctionBinding binding, CallCost cost) {
  /** What a function of one argument does. */
  @FunctionalInterface
  interface Unary<A> {
    Object of(A argument) throws MalformedException;
  }

  /** What a function of two arguments does. */
  @FunctionalInterface
  interface Binary<A, B> {
    Object of(A first, B second) throws MalformedException;
  }

  /** A function without arguments. */
  static LibraryFunction constant(String name, CelType result, Object value) {
    return new LibraryFunction(
        name,
        CelOverloadDecl.newGlobalOverload(name, result),
        CelFunctionBinding.from(name, List.of(), _ -> value),
        CallCost.NOMINAL);
  }

  /** {@code name(a)}. */
  static <A> LibraryFunction global(
      String name, String overload, Kind<A> a, CelType result, CallCost cost, Unary<A> body) {
    return new LibraryFunction(
        name,
        CelOverloadDecl.newGlobalOverload(overload, result, a.type()),
        bind(overload, a, body),
        cost);
  }

  /** {@code name(a, b)}. */
  static <A, B> LibraryFunction global(
      String name,
      String overload,
      Kind<A> a,
      Kind<B> b,
      CelType result,
      CallCost cost,
      Binary<A, B> body) {
    return new LibraryFunction(
        name,
        CelOverloadDecl.newGlobalOverload(overload, result, a.type(), b.type()),
        bind(overload, a, b, body),
        cost);
  }

  /** {@code a.name()}, which costs nothing to speak of. */
  static <A> LibraryFunction member(
      String name, String overload, Kind<A> a, CelType result, Unary<A> body) {
    return new LibraryFunction(
        name,
        CelOverloadDecl.newMemberOverload(overload, result, a.type()),
        bind(overload, a, body),
        CallCost.NOMINAL);
  }

  /** {@code a.name(b)}. */
  static <A, B> LibraryFunction member(
      String name,
      String overload,
      Kind<A> a,
      Kind<B> b,
      CelType result,
      CallCost cost,
      Binary<A, B> body) {
    return new LibraryFunction(
        name,
        CelOverloadDecl.newMemberOverload(overload, result, a.type(), b.type()),
        bind(overload, a, b, body),
        cost);
  }

  /** Whether a text can be read. */
  static boolean accepts(Unary<String> parser, String text) {
    try {
      parser.of(text);
      return true;
    } catch (MalformedException _) {
      return false;
    }
  }

  private static <A> CelFunctionBinding bind(String overload, Kind<A> a, Unary<A> body) {
    return CelFunctionBinding.from(
        overload,
        a.form(),
        argument -> {
          try {
            return body.of(argument);
          } catch (MalformedException e) {
            throw new CelInvalidArgumentException(String.valueOf(e.getMessage()));
          }
        });
  }

  private static <A, B> CelFunctionBinding bind(
      String overload, Kind<A> a, Kind<B> b, Binary<A, B> body) {
    return CelFunctionBinding.from(
        overload,
        a.form(),
        b.form(),
        (first, second) -> {
          try {
            return body.of(first, second);
          } catch (MalformedException e) {
            throw new CelInvalidArgumentException(String.valueOf(e.getMessage()));
          }
        });
  }
}
