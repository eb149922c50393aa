package dev.breakwater.core.report;

import dev.breakwater.core.Finding;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Weakness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one rule found, at all its places.
 *
 * @param findings at least one, the worst first and else in the order of the report
 */
record RuleGroup(Finding.Kind kind, String id, List<Weakness> findings) {

  /** The groups of a report: the kind with the worst finding first, in it the worst rule first. */
  static List<RuleGroup> of(Report report) {
    record Key(Finding.Kind kind, String id) {}
    Map<Key, List<Weakness>> byRule = new LinkedHashMap<>();
    Map<Finding.Kind, Severity> worst = new EnumMap<>(Finding.Kind.class);
    for (Weakness weakness : report.weaknesses()) {
      byRule
          .computeIfAbsent(new Key(weakness.kind(), weakness.id()), key -> new ArrayList<>())
          .add(weakness);
      worst.merge(
          weakness.kind(), weakness.severity(), (one, other) -> one.reaches(other) ? one : other);
    }
    List<RuleGroup> groups = new ArrayList<>(byRule.size());
    byRule.forEach((key, findings) -> {
      findings.sort(Comparator.comparing(Weakness::severity));
      groups.add(new RuleGroup(key.kind(), key.id(), findings));
    });
    groups.sort(
        Comparator.comparing((RuleGroup group) -> worst.getOrDefault(group.kind, Severity.UNKNOWN))
            .thenComparing(RuleGroup::kind)
            .thenComparing(RuleGroup::worst)
            .thenComparing(RuleGroup::id));
    return groups;
  }

  Severity worst() {
    return findings.getFirst().severity();
  }

  String title() {
    return findings.getFirst().title();
  }

  /** What to do about all of them; null where that differs from place to place. */
  @Nullable String action() {
    String first = findings.getFirst().remedy().action();
    for (Weakness finding : findings) {
      if (!finding.remedy().action().equals(first)) {
        return null;
      }
    }
    return first;
  }
}
