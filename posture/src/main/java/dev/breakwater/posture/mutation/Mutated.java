package dev.breakwater.posture.mutation;

import dev.breakwater.posture.admission.Outcome;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What mutating policies make of an object.
 *
 * @param resource the object as it was
 * @param object as it is now: with nothing of it changed, the same one. Where it is refused, what
 *     had become of it until then
 * @param steps what each policy did that changed it or failed, in the order in which they were
 *     asked
 */
public record Mutated(Resource resource, Value.Fields object, List<Step> steps) {
  public Mutated {
    steps = List.copyOf(steps);
  }

  /**
   * What one policy did.
   *
   * @param binding the name of the binding that asked it; null where there are none
   * @param origin of the expression that failed, else of the policy
   * @param outcome {@code ALLOW} where it changed the object, or its fault is ignored; {@code
   *     ERROR} where its fault refuses the object; {@code DENY} where its binding does, because
   *     there are no parameters
   * @param fault why it failed; null where it did not
   */
  public record Step(
      String policy,
      @Nullable String binding,
      Origin origin,
      Outcome outcome,
      @Nullable String fault) {}

  /** Whether a policy changed it. */
  public boolean isChanged() {
    return !Equality.same(object, resource.object());
  }

  /** What becomes of the request: {@code ALLOW}, {@code ERROR} or {@code DENY}. */
  public Outcome outcome() {
    Outcome gravest = Outcome.ALLOW;
    for (Step step : steps) {
      gravest = step.outcome().compareTo(gravest) > 0 ? step.outcome() : gravest;
    }
    return gravest;
  }
}
