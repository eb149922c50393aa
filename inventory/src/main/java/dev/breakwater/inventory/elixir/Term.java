package dev.breakwater.inventory.elixir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of Elixir, as far as lock files need it. */
sealed interface Term {
  /** A string, an atom without its colon, or a number. */
  record Word(String value) implements Term {}

  /** A tuple, list, or map; the keys and values of the last follow each other. */
  record Sequence(List<Term> terms) implements Term {}

  /** The text of a word; null where this is none. */
  default @Nullable String text() {
    return this instanceof Word word ? word.value : null;
  }

  /** What a sequence holds; empty where this is none. */
  default List<Term> items() {
    return this instanceof Sequence sequence ? sequence.terms : List.of();
  }
}
