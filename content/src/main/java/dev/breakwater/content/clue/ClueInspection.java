package dev.breakwater.content.clue;

import dev.breakwater.content.Inspection;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Detector;
import dev.breakwater.image.Found;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes findings of the clues of one detector. */
public final class ClueInspection implements Inspection {
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
    Map<String, Rule> byId = new LinkedHashMap<>();
    for (Rule rule : rules) {
      byId.put(rule.id(), rule);
    }
    this.rules = byId;
    this.hidden = hidden;
  }

  @Override
  public List<Detector<?>> detectors() {
    return List.of(detector);
  }

  @Override
  public void inspect(
      Subject subject, ImageSettings settings, ImageFacts facts, Consumer<Weakness> found) {
    Places places = new Places(subject);
    Teller teller = new Teller(found);
    tell(facts.of(detector), false, places, teller);
    if (hidden == Hidden.TOLD) {
      tell(facts.hidden(detector), true, places, teller);
    }
    teller.finish(rules.values());
  }

  private void tell(List<Found<Clues>> files, boolean areHidden, Places places, Teller teller) {
    for (Found<Clues> file : files) {
      for (Clue clue : file.fact().all()) {
        Rule rule = rules.get(clue.rule());
        if (rule != null) {
          teller.tell(rule, clue.evidence(), places.of(file, clue.line(), areHidden), clue.part());
        }
      }
    }
  }
}
