package dev.breakwater.core.report;

import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Fingerprints;
import dev.breakwater.core.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding with the name by which the next scan knows it again.
 *
 * @param excuse why it does not count; null where it does
 * @param fingerprint the same in every format
 */
record NamedFinding(Finding finding, @Nullable Excuse excuse, String fingerprint) {
  /** Those that count and then those that do not, each in the order of the report. */
  static List<NamedFinding> all(Report report) {
    Fingerprints fingerprints = Fingerprints.of(report);
    List<NamedFinding> all = new ArrayList<>(report.findings().size() + report.excused().size());
    for (Finding finding : report.findings()) {
      all.add(new NamedFinding(finding, null, fingerprints.name(finding)));
    }
    for (Excused excused : report.excused()) {
      Finding finding = excused.finding();
      all.add(new NamedFinding(finding, excused.excuse(), fingerprints.name(finding)));
    }
    return all;
  }

  /** Those that count, in the order of the report. */
  static List<NamedFinding> counting(Report report) {
    return all(report).subList(0, report.findings().size());
  }

  /** Those that count, the worst first and else in the order of the report. */
  static List<NamedFinding> worstFirst(Report report) {
    List<NamedFinding> sorted = new ArrayList<>(counting(report));
    sorted.sort(Comparator.comparing(named -> named.finding.severity()));
    return sorted;
  }
}
