package dev.breakwater.content.clue;

import dev.breakwater.core.Finding.Location;
import dev.breakwater.core.Weakness;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells findings. A rule that a hostile subject breaks a million times is told a hundred times, and
 * then once more with a count. For one inspection of one subject.
 */
public final class Teller {
  private static final int MAX_TOLD = 100;

  private final Consumer<Weakness> found;
  private final Map<String, Integer> told = new LinkedHashMap<>();

  /** Tells this consumer. */
  public Teller(Consumer<Weakness> found) {
    this.found = found;
  }

  /**
   * Tells a finding.
   *
   * @param part what tells it from another of the same rule at the same place; null where the place
   *     suffices
   */
  public void tell(Rule rule, String evidence, Location location, @Nullable String part) {
    int count = told.merge(rule.id(), 1, Integer::sum);
    if (count <= MAX_TOLD) {
      found.accept(rule.finding(evidence, location, part));
    }
  }

  /** Tells how many more findings of a rule there are; once, when all are told. */
  public void finish(Iterable<Rule> rules) {
    for (Rule rule : rules) {
      int more = told.getOrDefault(rule.id(), 0) - MAX_TOLD;
      if (more > 0) {
        found.accept(
            rule.finding("and " + more + " more like these", new Location(null, null), "more"));
      }
    }
  }
}
