package dev.breakwater.core;

/** Says which of two fixed versions is the newer one, so that one upgrade can be named for both. */
@FunctionalInterface
public interface FixOrder {
  /**
   * By runs of digits as numbers and everything else as text, a tilde before the end: right for
   * what vendors publish as fixes in almost every case, and needing to know no ecosystem.
   */
  FixOrder NATURAL = (type, left, right) -> NaturalOrder.compare(left, right);

  /**
   * Compares as {@link java.util.Comparator} does.
   *
   * @param type the purl type that both belong to, for example {@code deb}
   */
  int compare(String type, String left, String right);
}
