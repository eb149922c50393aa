package dev.breakwater.advisory.archive;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Problem;
import java.util.List;

/**
 * What a distribution's archive says of an inventory.
 *
 * @param findings sorted by id, then package; each pair once
 * @param assessed one for each security suite that the sources name, or one that says why there is
 *     none; empty where the inventory has no Debian packages
 * @param problems what could not be read or fetched, sorted
 */
public record ArchiveResult(
    List<Finding> findings, List<Assessment> assessed, List<Problem> problems) {
  public ArchiveResult {
    findings = List.copyOf(findings);
    assessed = List.copyOf(assessed);
    problems = List.copyOf(problems);
  }
}
