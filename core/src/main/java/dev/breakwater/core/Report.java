package dev.breakwater.core;

import java.time.Instant;
import java.util.ArrayList;
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
 * @param findings what is wrong with it and counts
 * @param excused what is wrong with it and does not count
 * @param notices what the owners of waivers and VEX documents should know, sorted
 * @param plan what to do about the findings
 * @param verdict what the judge says
 */
public record Report(
    Instant created,
    Subject subject,
    List<Assessment> assessed,
    List<Problem> problems,
    List<SoftwarePackage> packages,
    List<Finding> findings,
    List<Excused> excused,
    List<Notice> notices,
    Plan plan,
    Verdict verdict) {

  /** The identifier of the JSON form. */
  public static final String SCHEMA = "breakwater.report/1";

  public Report {
    assessed = List.copyOf(assessed);
    problems = List.copyOf(problems);
    packages = List.copyOf(packages);
    findings = List.copyOf(findings);
    excused = List.copyOf(excused);
    notices = List.copyOf(notices);
  }

  /** The same with these notices only. */
  public Report with(List<Notice> some) {
    return new Report(
        created, subject, assessed, problems, packages, findings, excused, some, plan, verdict);
  }

  /** The evidence that it was made of, as far as a report keeps it: without alternatives. */
  public Evidence evidence(Instant now) {
    List<Finding> all = new ArrayList<>(findings);
    for (Excused each : excused) {
      all.add(each.finding());
    }
    return new Evidence(now, subject, assessed, problems, packages, all, List.of());
  }

  /** The findings that are about packages, in the order of the report. */
  public List<Vulnerability> vulnerabilities() {
    return only(Vulnerability.class);
  }

  /** The findings that rules made, in the order of the report. */
  public List<Weakness> weaknesses() {
    return only(Weakness.class);
  }

  private <F extends Finding> List<F> only(Class<F> kind) {
    List<F> only = new ArrayList<>();
    for (Finding finding : findings) {
      if (kind.isInstance(finding)) {
        only.add(kind.cast(finding));
      }
    }
    return only;
  }
}
