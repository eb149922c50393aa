package dev.breakwater.posture.mutation;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a field of a Kubernetes object holds, as far as merging and checking need it. */
sealed interface Shape {
  /** What has no parts. */
  enum Scalar implements Shape {
    TEXT("a text"),
    WHOLE("a whole number"),
    REAL("a number"),
    FLAG("true or false"),
    /** A quantity, or a port by number or name. */
    TEXT_OR_NUMBER("a text or a number");

    private final String words;

    Scalar(String words) {
      this.words = words;
    }

    /** What it is, for people. */
    String words() {
      return words;
    }
  }

  /**
   * Whatever a custom resource may hold: mappings merge, lists are taken as one.
   *
   * @param isDeclared whether a schema says so; else nobody knows what it is
   */
  record Anything(boolean isDeclared) implements Shape {}

  /**
   * A list.
   *
   * @param asOne whether it is replaced as a whole
   * @param keys the members that tell its items apart; empty for a set of scalars
   */
  record ListOf(Shape item, boolean asOne, List<Key> keys) implements Shape {}

  /**
   * A member that tells the items of a list apart.
   *
   * @param usual what it is where it is not written; null where it has to be
   */
  record Key(String name, @Nullable Object usual) {}

  /**
   * A mapping with any keys.
   *
   * @param asOne whether it is replaced as a whole
   */
  record MapOf(Shape value, boolean asOne) implements Shape {}

  /** An object with named fields. Its type is asked for when it is needed, as types hold others. */
  record Named(Supplier<ObjectType> type) implements Shape {}
}
