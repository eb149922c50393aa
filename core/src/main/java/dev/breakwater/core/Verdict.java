package dev.breakwater.core;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What the judge says of a report.
 *
 * @param outcome the decision
 * @param reasons why, for people; empty for a plain pass
 * @param counts how many findings that count there are of each severity
 * @param decisions which rules speak against the subject, and by which findings
 */
public record Verdict(
    Outcome outcome,
    List<String> reasons,
    SortedMap<Severity, Integer> counts,
    List<Decision> decisions) {

  public Verdict {
    reasons = List.copyOf(reasons);
    decisions = List.copyOf(decisions);
    counts = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(counts));
  }

  /** The decision, and the exit code of the command that reports it. */
  public enum Outcome {
    PASSED(0),
    DENIED(1),
    NOT_ASSESSED(3);

    private final int exitCode;

    Outcome(int exitCode) {
      this.exitCode = exitCode;
    }

    /** 0 passed, 1 the policy denied, 3 could not be assessed. */
    public int exitCode() {
      return exitCode;
    }

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
