package dev.breakwater.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a scan found, before anybody judged it.
 *
 * @param created when the scan ran
 * @param subject what was looked at
 * @param assessed what it was judged by, and what it could not be judged by
 * @param problems what could not be read, sorted
 * @param packages what is in it, sorted by purl
 * @param findings what is wrong with it, excused or not
 * @param alternatives what else the base image could be
 */
public record Evidence(
    Instant created,
    Subject subject,
    List<Assessment> assessed,
    List<Problem> problems,
    List<SoftwarePackage> packages,
    List<Finding> findings,
    List<Alternative> alternatives) {

  public Evidence {
    assessed = List.copyOf(assessed);
    problems = List.copyOf(problems);
    packages = List.copyOf(packages);
    findings = List.copyOf(findings);
    alternatives = List.copyOf(alternatives);
  }

  /**
   * Another base image that the subject could be built on.
   *
   * @param reference for people, for example {@code debian:12.12}
   * @param findings what would be wrong with the base image then
   */
  public record Alternative(String reference, List<Vulnerability> findings) {
    public Alternative {
      findings = List.copyOf(findings);
    }
  }

  /** The same, where other base images have only such findings as count at all. */
  public Evidence heeding(Predicate<Finding> heeded) {
    List<Alternative> heeding = new ArrayList<>(alternatives.size());
    for (Alternative alternative : alternatives) {
      List<Vulnerability> some = new ArrayList<>(alternative.findings());
      some.removeIf(heeded.negate());
      heeding.add(new Alternative(alternative.reference(), some));
    }
    return new Evidence(created, subject, assessed, problems, packages, findings, heeding);
  }

  /** The same with these findings only. */
  public Evidence with(List<Finding> some) {
    return new Evidence(created, subject, assessed, problems, packages, some, alternatives);
  }
}
