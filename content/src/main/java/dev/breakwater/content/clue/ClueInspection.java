package dev.breakwater.content.clue;

import dev.breakwater.content.Inspection;
import dev.breakwater.core.Finding.Location;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Detector;
import dev.breakwater.image.Found;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes findings of the clues of one detector. A rule that a hostile subject breaks a million times
 * is told a hundred times, and then once more with a count.
 */
public final class ClueInspection implements Inspection {
  private static final int MAX_TOLD = 100;

  /** Whether files count that the finished image does not show. */
  public enum Hidden {
    /** They harm nobody there, as a setting that was changed. */
    IGNORED,
    /** Whoever pulls the image has them all the same. */
    TOLD
  }

  private final ClueDetector detector;
  private final Map<String, Rule> rules;
  private final Hidden hidden;

  /**
   * An inspection by these rules.
   *
   * @param rules one for every clue that the detector may find
   */
  public ClueInspection(ClueDetector detector, List<Rule> rules, Hidden hidden) {
    this.detector = detector;
    Map<String, Rule> byId = new HashMap<>();
    for (Rule rule : rules) {
      byId.put(rule.id(), rule);
    }
    this.rules = Map.copyOf(byId);
    this.hidden = hidden;
  }

  @Override
  public List<Detector<?>> detectors() {
    return List.of(detector);
  }

  @Override
  public void inspect(
      Subject subject, ImageSettings settings, ImageFacts facts, Consumer<Weakness> found) {
    Telling telling = new Telling(new Places(subject), found);
    telling.tell(facts.of(detector), false);
    if (hidden == Hidden.TOLD) {
      telling.tell(facts.hidden(detector), true);
    }
    telling.finish();
  }

  private final class Telling {
    private final Places places;
    private final Consumer<Weakness> found;
    private final Map<Rule, Integer> told = new HashMap<>();

    Telling(Places places, Consumer<Weakness> found) {
      this.places = places;
      this.found = found;
    }

    void tell(List<Found<Clues>> files, boolean areHidden) {
      for (Found<Clues> file : files) {
        for (Clue clue : file.fact().all()) {
          Rule rule = rules.get(clue.rule());
          if (rule != null && told.merge(rule, 1, Integer::sum) <= MAX_TOLD) {
            found.accept(
                rule.finding(
                    clue.evidence(), places.of(file, clue.line(), areHidden), clue.part()));
          }
        }
      }
    }

    void finish() {
      told.forEach((rule, count) -> {
        if (count > MAX_TOLD) {
          found.accept(
              rule.finding(
                  "and " + (count - MAX_TOLD) + " more like these",
                  new Location(null, null),
                  "more"));
        }
      });
    }
  }
}
