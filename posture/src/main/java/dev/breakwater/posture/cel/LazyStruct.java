package dev.breakwater.posture.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.SelectableValue;
import java.util.Optional;
import java.util.function.Function;

/** A variable whose members are asked for one by one; the checker lets no unknown name through. */
@SuppressWarnings("Immutable") // made for one evaluation
final class LazyStruct extends CelValue implements SelectableValue<Object> {
  private final String name;
  private final Function<String, Object> members;

  /**
   * A variable.
   *
   * @param members gives {@code name.member}
   */
  LazyStruct(String name, Function<String, Object> members) {
    this.name = name;
    this.members = members;
  }

  @Override
  public Object select(Object member) {
    return members.apply(name + '.' + member);
  }

  @Override
  public Optional<Object> find(Object member) {
    return Optional.of(select(member));
  }

  @Override
  public Object value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return false;
  }

  @Override
  public CelType celType() {
    return StructTypeReference.create(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
