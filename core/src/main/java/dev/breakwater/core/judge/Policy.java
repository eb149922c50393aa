package dev.breakwater.core.judge;

import dev.breakwater.core.Decision;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Notice;
import java.util.List;

/**
 * Decides by what was found. The same evidence gives the same decisions, in whatever order the
 * findings come.
 */
public interface Policy {
  /** What is against the subject; empty where nothing is. */
  List<Decision> decide(Case about);

  /** Whether it can deny anything at all. */
  boolean gates();

  /**
   * What is decided about.
   *
   * @param evidence with the findings that count
   * @param excused the findings that do not
   */
  record Case(Evidence evidence, List<Excused> excused, List<Notice> notices) {
    public Case {
      excused = List.copyOf(excused);
      notices = List.copyOf(notices);
    }
  }
}
