package dev.breakwater.advisory.mirror;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Vulnerability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What a distribution's archive says of an inventory.
 *
 * @param findings sorted by id, then package; each pair once
 * @param assessed one for each security suite or repository that the sources name, or one that says
 *     why there is none; empty where the inventory has no packages of the archive's kind
 * @param problems what could not be read or fetched, sorted
 */
public record ArchiveResult(
    List<Vulnerability> findings, List<Assessment> assessed, List<Problem> problems) {
  private static final int MOST_REASONS = 3;

  public ArchiveResult {
    findings = List.copyOf(findings);
    assessed = List.copyOf(assessed);
    problems = List.copyOf(problems);
  }

  /** A result, sorted and each problem once. */
  public static ArchiveResult sorted(
      Collection<Vulnerability> findings, List<Assessment> assessed, List<Problem> problems) {
    List<Vulnerability> sorted = new ArrayList<>(findings);
    sorted.sort(Comparator.comparing(Vulnerability::id).thenComparing(Vulnerability::purl));
    return new ArchiveResult(sorted, assessed, problems.stream().sorted().distinct().toList());
  }

  /** The first few of many reasons, as one clause. */
  public static String joined(List<String> reasons) {
    List<String> shown = reasons.subList(0, Math.min(MOST_REASONS, reasons.size()));
    return String.join("; ", shown) + (reasons.size() > MOST_REASONS ? "; …" : "");
  }
}
