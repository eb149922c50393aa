package dev.breakwater.core;

import java.time.Instant;
import java.util.List;

/**
 * Everything a scan has to say. Lists are sorted, so the same input gives the same report apart
 * from {@code created}.
 *
 * @param created when the scan ran
 * @param subject what was looked at
 * @param assessed what it was judged by, and what it could not be judged by
 * @param problems what could not be read
 * @param packages what is in it, sorted by purl
 * @param findings what is wrong with it
 * @param verdict what the judge says
 */
public record Report(
    Instant created,
    Subject subject,
    List<Assessment> assessed,
    List<Problem> problems,
    List<SoftwarePackage> packages,
    List<Finding> findings,
    Verdict verdict) {

  /** The identifier of the JSON form. */
  public static final String SCHEMA = "breakwater.report/1";

  public Report {
    assessed = List.copyOf(assessed);
    problems = List.copyOf(problems);
    packages = List.copyOf(packages);
    findings = List.copyOf(findings);
  }
}
