package dev.breakwater.core.plan;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * A step before it is known what will be left after it.
 *
 * @param removes what it mends, in the order of the findings
 */
record Change(
    Plan.Kind kind,
    String title,
    List<String> commands,
    List<? extends Finding> removes,
    List<Vulnerability> brings) {

  /** The most useful first; changes of the same use in the order of their names. */
  static final Comparator<Change> MOST_USEFUL_FIRST =
      Comparator.comparingLong((Change change) -> weight(change.removes))
          .thenComparingInt(change -> change.removes.size())
          .reversed()
          .thenComparing(Change::kind)
          .thenComparing(Change::title);

  /** A change that brings nothing. */
  Change(Plan.Kind kind, String title, List<String> commands, List<? extends Finding> removes) {
    this(kind, title, commands, removes, List.of());
  }

  Plan.Step leaving(SortedMap<Severity, Integer> left) {
    return new Plan.Step(kind, title, commands, List.copyOf(removes), brings, left);
  }

  static long weight(List<? extends Finding> findings) {
    long weight = 0;
    for (Finding finding : findings) {
      weight += weight(finding);
    }
    return weight;
  }

  /**
   * What a finding counts for against others: one of a severity as much as five of the next, and
   * what is known to be exploited ten times as much.
   */
  private static long weight(Finding finding) {
    long weight =
        switch (finding.severity()) {
          case CRITICAL -> 625;
          case HIGH -> 125;
          case MEDIUM -> 25;
          case LOW, UNKNOWN -> 5;
          case NEGLIGIBLE -> 1;
        };
    boolean exploited = finding instanceof Vulnerability one && one.kev() != null;
    return exploited ? weight * 10 : weight;
  }
}
