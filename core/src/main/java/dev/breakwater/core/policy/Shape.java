package dev.breakwater.core.policy;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A type of the policy language: what a thing's members are called, what they are, and how they are
 * read. Said once, for the checker and for the evaluation.
 *
 * @param <T> what the members are read of
 */
final class Shape<T> {
  /** The end of time: what a moment is that is not known, so that nothing comes after it. */
  static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  private final String name;
  private final Map<String, Member<T>> members = new LinkedHashMap<>();

  Shape(String name) {
    this.name = name;
  }

  /**
   * A member.
   *
   * @param absent what it is where it is not known
   */
  record Member<T>(CelType type, Object absent, Function<T, @Nullable Object> read) {}

  String name() {
    return name;
  }

  Map<String, Member<T>> members() {
    return members;
  }

  /** The type for use in other types. */
  CelType reference() {
    return StructTypeReference.create(name);
  }

  /** The type for the checker. */
  @SuppressWarnings("Immutable") // no member is added once the type is used
  StructType type() {
    return StructType.create(
        name,
        ImmutableSet.copyOf(members.keySet()),
        member -> Optional.ofNullable(members.get(member)).map(Member::type));
  }

  Shape<T> text(String member, Function<T, @Nullable String> read) {
    return with(member, SimpleType.STRING, "", read::apply);
  }

  Shape<T> truth(String member, Function<T, @Nullable Boolean> read) {
    return with(member, SimpleType.BOOL, false, read::apply);
  }

  Shape<T> whole(String member, Function<T, @Nullable Long> read) {
    return with(member, SimpleType.INT, 0L, read::apply);
  }

  Shape<T> real(String member, Function<T, @Nullable Double> read) {
    return with(member, SimpleType.DOUBLE, 0.0, read::apply);
  }

  Shape<T> moment(String member, Function<T, @Nullable Instant> read) {
    return with(member, SimpleType.TIMESTAMP, NEVER, read::apply);
  }

  Shape<T> span(String member, Function<T, @Nullable Duration> read) {
    return with(member, SimpleType.DURATION, Duration.ZERO, read::apply);
  }

  Shape<T> texts(String member, Function<T, @Nullable List<String>> read) {
    return with(member, ListType.create(SimpleType.STRING), List.of(), read::apply);
  }

  /** A member with members of its own. */
  <M> Shape<T> one(String member, Shape<M> shape, Function<T, @Nullable M> read) {
    return with(
        member,
        shape.reference(),
        new View<>(shape, null),
        owner -> {
          M value = read.apply(owner);
          return value == null ? null : new View<>(shape, value);
        });
  }

  <M> Shape<T> many(String member, Shape<M> shape, Function<T, @Nullable List<View<M>>> read) {
    return with(member, ListType.create(shape.reference()), List.of(), read::apply);
  }

  Shape<T> with(String member, CelType type, Object absent, Function<T, @Nullable Object> read) {
    members.put(member, new Member<>(type, absent, read));
    return this;
  }
}
