package dev.breakwater.posture.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Functions that are added to the language, as they are declared and what they do. */
final class FunctionSet {
  private final Map<String, List<CelOverloadDecl>> declared = new LinkedHashMap<>();
  private final Map<String, List<CelFunctionBinding>> bound = new LinkedHashMap<>();

  /** An overload of one argument. */
  <A> FunctionSet with(
      String name, CelOverloadDecl overload, Class<A> a, CelFunctionOverload.Unary<A> body) {
    return with(name, overload, CelFunctionBinding.from(overload.overloadId(), a, body));
  }

  /** An overload of two arguments, the receiver first. */
  <A, B> FunctionSet with(
      String name,
      CelOverloadDecl overload,
      Class<A> a,
      Class<B> b,
      CelFunctionOverload.Binary<A, B> body) {
    return with(name, overload, CelFunctionBinding.from(overload.overloadId(), a, b, body));
  }

  /** An overload of more arguments. */
  FunctionSet with(
      String name, CelOverloadDecl overload, List<Class<?>> classes, CelFunctionOverload body) {
    return with(name, overload, CelFunctionBinding.from(overload.overloadId(), classes, body));
  }

  private FunctionSet with(String name, CelOverloadDecl overload, CelFunctionBinding binding) {
    declared.computeIfAbsent(name, _ -> new ArrayList<>()).add(overload);
    bound.computeIfAbsent(name, _ -> new ArrayList<>()).add(binding);
    return this;
  }

  /** All that is here and there; overloads of one name come together. */
  FunctionSet and(FunctionSet more) {
    more.declared.forEach((name, overloads) ->
        declared.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(overloads));
    more.bound.forEach(
        (name, bindings) -> bound.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(bindings));
    return this;
  }

  List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    declared.forEach((name, overloads) ->
        declarations.add(CelFunctionDecl.newFunctionDeclaration(name, overloads)));
    return declarations;
  }

  List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bound.forEach(
        (name, overloads) -> bindings.addAll(CelFunctionBinding.fromOverloads(name, overloads)));
    return bindings;
  }

  /** An overload of a member, the receiver's type before those of its arguments. */
  static CelOverloadDecl member(String overload, CelType result, CelType... types) {
    return CelOverloadDecl.newMemberOverload(overload, result, List.of(types));
  }

  /** An overload of a function. */
  static CelOverloadDecl global(String overload, CelType result, CelType... types) {
    return CelOverloadDecl.newGlobalOverload(overload, result, List.of(types));
  }
}
