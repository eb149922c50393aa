package dev.breakwater.cli;

import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.advisory.feed.FeedOutcome;
import dev.breakwater.advisory.feed.FeedUpdater;
import dev.breakwater.core.BreakwaterException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Fetches the feeds that the store lacks, each once, however many subjects need it. */
final class MissingFeeds {
  private final FeedUpdater updater;
  private final Set<Ecosystem> asked = new HashSet<>();
  private final List<FeedOutcome> outcomes = new ArrayList<>();
  private boolean begun;

  MissingFeeds(FeedUpdater updater) {
    this.updater = updater;
  }

  /** Fetches what is needed, and says what came of everything that was fetched so far. */
  List<FeedOutcome> fetch(Set<Ecosystem> needed) throws BreakwaterException {
    Set<Ecosystem> fresh = new HashSet<>(needed);
    fresh.removeAll(asked);
    // The first time even without an ecosystem: it fetches KEV and EPSS too.
    if (!fresh.isEmpty() || !begun) {
      outcomes.addAll(updater.fetchMissing(fresh));
      asked.addAll(fresh);
      begun = true;
    }
    return List.copyOf(outcomes);
  }
}
