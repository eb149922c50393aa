package dev.breakwater.cli;

import dev.breakwater.advisory.feed.FeedOutcome;
import dev.breakwater.advisory.feed.FeedUpdater;
import dev.breakwater.advisory.store.AdvisoryStore;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.BreakwaterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Why parts of a subject were not assessed, in words that tell the user what to do. */
final class Unassessed {
  private Unassessed() {}

  /** Adds what came of fetching to what the matcher says of its absence. */
  static List<Assessment> explain(
      List<Assessment> assessed, List<FeedOutcome> outcomes, boolean offline) {
    List<Assessment> explained = new ArrayList<>();
    for (Assessment assessment : assessed) {
      String reason = assessment.reason();
      if (assessment.state() == Assessment.State.NOT_ASSESSED) {
        for (FeedOutcome outcome : outcomes) {
          if (outcome.name().equals(assessment.feed()) && outcome.reason() != null) {
            reason =
                assessment.packages() == 0 && reason != null
                    ? reason.replaceFirst(", as there are no data.*", ". ") + outcome.reason()
                    : outcome.reason();
          }
        }
        if (offline && reason != null && reason.contains("no data")) {
          reason = reason + " (--offline fetches nothing)";
        }
      }
      explained.add(
          new Assessment(
              assessment.feed(),
              assessment.state(),
              assessment.asOf(),
              assessment.packages(),
              reason));
    }
    return explained;
  }

  /** The feeds that mark findings and that the store lacks. */
  static List<Assessment> marks(AdvisoryStore store) throws BreakwaterException {
    List<Assessment> missing = new ArrayList<>();
    if (store.kevAsOf().isEmpty()) {
      missing.add(mark(FeedUpdater.KEV, "which findings are exploited is not known"));
    }
    if (store.epssAsOf().isEmpty()) {
      missing.add(mark(FeedUpdater.EPSS, "how likely exploitation is, is not known"));
    }
    return missing;
  }

  private static Assessment mark(String feed, String consequence) {
    return new Assessment(
        feed,
        Assessment.State.NOT_ASSESSED,
        null,
        0,
        consequence
            + ", as there are no data for it in the store; run: breakwater db update "
            + feed);
  }

  /**
   * The archive's answer takes the place of a distribution's feed that could not answer.
   *
   * @param feeds that judge the packages of the archive's type
   */
  static List<Assessment> answeredByArchive(
      List<Assessment> assessed, List<Assessment> archive, Set<String> feeds) {
    boolean answered = archive.stream().anyMatch(a -> a.state() != Assessment.State.NOT_ASSESSED);
    List<Assessment> all = new ArrayList<>();
    for (Assessment assessment : assessed) {
      if (!answered
          || assessment.state() != Assessment.State.NOT_ASSESSED
          || !feeds.contains(assessment.feed())) {
        all.add(assessment);
      }
    }
    all.addAll(archive);
    return all;
  }
}
