package dev.breakwater.posture.cel;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.StructType;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles expressions. The libraries are those of the newest Kubernetes. Safe to share between
 * threads.
 */
public final class Cel {
  /** The type of what a mutating policy of the kind {@code ApplyConfiguration} gives. */
  public static final CelType OBJECT = ObjectTypes.OBJECT;

  /** The type of what a mutating policy of the kind {@code JSONPatch} gives. */
  public static final CelType PATCHES = ObjectTypes.PATCHES;

  private final Map<String, CelType> variables;
  private final Set<String> lazyStructs;
  private final boolean objects;
  private final Language language;

  private Cel(Map<String, CelType> variables, Set<String> lazyStructs, boolean objects) {
    this.variables = variables;
    this.lazyStructs = lazyStructs;
    this.objects = objects;
    this.language = new Language(variables, objects);
  }

  /**
   * A language whose expressions know these variables.
   *
   * @param variables each with its type; {@code dyn} for objects, {@link #struct} for those whose
   *     members are known
   */
  public static Cel with(Map<String, CelType> variables) {
    return new Cel(Collections.unmodifiableMap(new LinkedHashMap<>(variables)), Set.of(), false);
  }

  /**
   * The same language with one variable more, such as {@code variables}: each of its members has a
   * type, no others can be named, and the value of each is asked for by itself, as {@code
   * variables.NAME}, where an expression comes to it.
   *
   * @param members each with its type
   */
  public Cel withStruct(String name, Map<String, CelType> members) {
    Map<String, CelType> more = new LinkedHashMap<>(variables);
    more.put(name, struct(name, members));
    Set<String> lazy = new HashSet<>(lazyStructs);
    lazy.add(name);
    return new Cel(Collections.unmodifiableMap(more), Set.copyOf(lazy), objects);
  }

  /**
   * The same language with what mutating policies know besides: types {@code Object}, {@code
   * Object.spec} and so on with any fields, {@code JSONPatch}, and {@code jsonpatch.escapeKey}.
   * What they make is an {@link ObjectValue}.
   */
  public Cel withObjects() {
    return new Cel(variables, lazyStructs, true);
  }

  /**
   * A type whose members are known, so that an expression that names others does not compile.
   *
   * @param name of the type, for people: {@code kubernetes.AdmissionRequest}
   * @param members each with its type
   */
  @SuppressWarnings("Immutable") // a copy that nobody else has
  public static StructType struct(String name, Map<String, CelType> members) {
    Map<String, CelType> copy = new LinkedHashMap<>(members);
    return StructType.create(
        name, ImmutableSet.copyOf(copy.keySet()), member -> Optional.ofNullable(copy.get(member)));
  }

  /**
   * Compiles one expression.
   *
   * @param results the types that it may have; empty for any. Whether it has one is checked here
   *     where it can be, and else when it is evaluated.
   * @throws FaultyExpressionException where it is not CEL, uses what there is not, or has another
   *     type; the message is for people
   */
  public Program compile(String expression, Set<CelType> results) throws FaultyExpressionException {
    return language.compile(expression, results, lazyStructs);
  }
}
