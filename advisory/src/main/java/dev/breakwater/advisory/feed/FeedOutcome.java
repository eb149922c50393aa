package dev.breakwater.advisory.feed;

import dev.breakwater.core.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of updating one feed.
 *
 * @param name the ecosystem with its release, or {@code kev} or {@code epss}
 * @param state what came of it
 * @param records how many advisories or scores the store has of it now; 0 where nothing was fetched
 * @param broken records that were left out
 * @param doubtful records that were taken although something in them could not be read
 * @param problems the first of those, at most fifty
 * @param reason why there are no new data, for people; null where there are
 */
public record FeedOutcome(
    String name,
    State state,
    int records,
    int broken,
    int doubtful,
    List<Problem> problems,
    @Nullable String reason) {

  public FeedOutcome {
    problems = List.copyOf(problems);
  }

  /** What came of it. */
  public enum State {
    /** The store has new data. */
    UPDATED,
    /** The feed has nothing newer than the store. */
    UNCHANGED,
    /** The feed has no such ecosystem or release. */
    NOT_OFFERED,
    /** Its host cannot be reached. */
    UNREACHABLE,
    /** It was reached and could not be used; what the store had before is still there. */
    FAILED
  }

  static FeedOutcome without(String name, State state, @Nullable String reason) {
    return new FeedOutcome(name, state, 0, 0, 0, List.of(), reason);
  }
}
