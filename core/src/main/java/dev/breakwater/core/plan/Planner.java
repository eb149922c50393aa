package dev.breakwater.core.plan;

import dev.breakwater.core.Evidence;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Plan;

/**
 * Makes plans.
 *
 * @param order says which of several fixes of a package is the newest
 */
public record Planner(FixOrder order) {
  /** What to do about the findings that count. */
  public Plan plan(Evidence evidence) {
    return Plan.NONE;
  }
}
