package dev.breakwater.cli;

import dev.breakwater.core.Vulnerability;
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

  static List<Vulnerability> of(List<Vulnerability> first, List<Vulnerability> second) {
    Set<String> known = new HashSet<>();
    for (Vulnerability finding : first) {
      String at = finding.purl() + " ";
      known.add(at + finding.id());
      finding.aliases().forEach(alias -> known.add(at + alias));
    }
    List<Vulnerability> all = new ArrayList<>(first);
    for (Vulnerability finding : second) {
      if (!known.contains(finding.purl() + " " + finding.id())) {
        all.add(finding);
      }
    }
    return all;
  }
}
