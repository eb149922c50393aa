package dev.breakwater.posture.cel.library;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All the libraries together. */
public final class Libraries {
  private static final List<Kind<?>> KINDS =
      List.of(
          QuantityLibrary.QUANTITY,
          UrlLibrary.URL,
          AddressLibrary.IP,
          AddressLibrary.CIDR,
          SemverLibrary.SEMVER,
          FormatLibrary.FORMAT);

  private static final Map<String, List<LibraryFunction>> FUNCTIONS = functions();

  private Libraries() {}

  private static Map<String, List<LibraryFunction>> functions() {
    Map<String, List<LibraryFunction>> byName = new LinkedHashMap<>();
    for (List<LibraryFunction> library :
        List.of(
            QuantityLibrary.functions(),
            UrlLibrary.functions(),
            AddressLibrary.functions(),
            SemverLibrary.functions(),
            FormatLibrary.functions())) {
      for (LibraryFunction function : library) {
        byName.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
      }
    }
    return byName;
  }

  /** What the checker must know: every function, with its overloads. */
  public static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    FUNCTIONS.forEach((name, overloads) ->
        declarations.add(
            CelFunctionDecl.newFunctionDeclaration(
                name, overloads.stream().map(LibraryFunction::declaration).toList())));
    return declarations;
  }

  /**
   * What the runtime must know: every function. {@code string} has overloads of the standard too,
   * and joins them.
   */
  public static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    FUNCTIONS.forEach((name, overloads) ->
        bindings.addAll(
            CelFunctionBinding.fromOverloads(
                name, overloads.stream().map(LibraryFunction::binding).toList())));
    return bindings;
  }

  /** What calls cost, by overload. */
  public static Map<String, CallCost> costs() {
    Map<String, CallCost> costs = new LinkedHashMap<>();
    FUNCTIONS
        .values()
        .forEach(overloads ->
            overloads.forEach(
                function -> costs.put(function.declaration().overloadId(), function.cost())));
    return costs;
  }

  /**
   * The types, for the checker's and the runtime's provider: expressions may name them, such as
   * {@code net.IP}.
   */
  public static List<CelType> types() {
    List<CelType> types = new ArrayList<>();
    for (Kind<?> kind : KINDS) {
      types.add(kind.type());
    }
    return types;
  }

  /**
   * The type of a value of these libraries, for {@code type()}; nothing for other values. The
   * runtime's own function knows of no type that has no values of its own class.
   */
  public static Optional<CelType> typeOf(Object value) {
    for (Kind<?> kind : KINDS) {
      if (kind.form().isInstance(value)) {
        return Optional.of(kind.type());
      }
    }
    return Optional.empty();
  }
}
