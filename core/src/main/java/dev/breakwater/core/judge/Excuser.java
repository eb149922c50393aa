package dev.breakwater.core.judge;

import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import java.util.List;

/**
 * Says which findings do not count. The same findings, subject and clock give the same answer, in
 * whatever order the findings come.
 */
@FunctionalInterface
public interface Excuser {
  /**
   * Divides findings.
   *
   * @param findings those of the evidence that nobody has excused yet
   */
  Outcome divide(List<Finding> findings, Evidence evidence);

  /**
   * Every finding is in one of the two lists.
   *
   * @param counting in the order given
   * @param excused in the order given
   * @param notices what the owner of the excuses should know
   */
  record Outcome(List<Finding> counting, List<Excused> excused, List<Notice> notices) {
    public Outcome {
      counting = List.copyOf(counting);
      excused = List.copyOf(excused);
      notices = List.copyOf(notices);
    }
  }
}
