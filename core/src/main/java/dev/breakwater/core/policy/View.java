package dev.breakwater.core.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.values.StructValue;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A thing of a report as the policy language sees it. Members are read when they are asked for.
 *
 * @param <T> what the thing is
 */
@SuppressWarnings(
    "Immutable") // shapes do not change once made, and things of reports are immutable
final class View<T> extends StructValue<String, Object> {
  private final Shape<T> shape;
  private final @Nullable T thing;

  /**
   * Makes a view.
   *
   * @param thing null for what is not there, all of whose members are not known
   */
  View(Shape<T> shape, @Nullable T thing) {
    this.shape = shape;
    this.thing = thing;
  }

  @Nullable T thing() {
    return thing;
  }

  /** The member, or what stands for it where it is not known. */
  @Override
  public Object select(String member) {
    Object known = read(member);
    return known == null ? member(member).absent() : known;
  }

  /** The member where it is known, for {@code has()}. */
  @Override
  public Optional<Object> find(String member) {
    return Optional.ofNullable(read(member));
  }

  private @Nullable Object read(String name) {
    Shape.Member<T> member = member(name);
    return thing == null ? null : member.read().apply(thing);
  }

  /** The checker lets no other names through, unless somebody has hidden a type by {@code dyn}. */
  private Shape.Member<T> member(String name) {
    Shape.Member<T> member = shape.members().get(name);
    if (member == null) {
      throw new IllegalArgumentException(shape.name() + " has no member " + name);
    }
    return member;
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return thing == null;
  }

  @Override
  public CelType celType() {
    return shape.reference();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof View<?> view
        && shape == view.shape
        && Objects.equals(thing, view.thing);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(thing);
  }
}
