package dev.breakwater.cli;

import dev.breakwater.core.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Findings of the distribution's feed and of its archive: the feed's word counts where both name
 * the same one.
 */
final class FindingUnion {
  private FindingUnion() {}

  static List<Finding> of(List<Finding> first, List<Finding> second) {
    Set<String> known = new HashSet<>();
    for (Finding finding : first) {
      String at = finding.purl() + " ";
      known.add(at + finding.id());
      finding.aliases().forEach(alias -> known.add(at + alias));
    }
    List<Finding> all = new ArrayList<>(first);
    for (Finding finding : second) {
      if (!known.contains(finding.purl() + " " + finding.id())) {
        all.add(finding);
      }
    }
    return all;
  }
}
