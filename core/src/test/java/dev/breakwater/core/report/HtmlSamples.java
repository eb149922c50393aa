package dev.breakwater.core.report;

import dev.breakwater.core.Base;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.judge.Excuser;
import dev.breakwater.core.judge.Judge;
import dev.breakwater.core.judge.SeverityThreshold;
import dev.breakwater.core.plan.Planner;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Reports with all that the page can show. */
final class HtmlSamples {
  private HtmlSamples() {}

  /** The typical report, with a better base, weaknesses, excuses and notices. */
  static Report rich() {
    Report typical = SampleReports.typical();
    Subject subject =
        typical.subject().on(new Base("example.org/debian:12.5", null, 1, Base.KnownBy.LAYERS));
    List<Finding> findings = new ArrayList<>(typical.findings());
    findings.add(weakness("image-user-root", Finding.Kind.MISCONFIGURATION, null, "config.User"));
    findings.add(weakness("private-key", Finding.Kind.SECRET, "app/id_ed25519", null));
    List<Vulnerability> better = new ArrayList<>();
    for (Vulnerability finding : typical.vulnerabilities()) {
      if (finding.packageName().equals("zlib1g") || finding.packageName().equals("perl-base")) {
        better.add(finding);
      }
    }
    SoftwarePackage systemd = SampleReports.deb("libsystemd0", "252.40", "systemd", "252.40");
    better.add(
        SampleReports.finding(systemd, "CVE-2099-7008", Severity.LOW, null, "new in this base"));
    Evidence evidence =
        new Evidence(
            typical.created(),
            subject,
            typical.assessed(),
            typical.problems(),
            typical.packages(),
            findings,
            List.of(new Evidence.Alternative("example.org/debian:12.12", better)));
    return new Judge(
            List.of((all, about) -> waived(all)),
            finding -> true,
            List.of(new SeverityThreshold(Severity.CRITICAL)),
            false,
            new Planner(FixOrder.NATURAL))
        .judge(evidence);
  }

  static Weakness weakness(String rule, Finding.Kind kind, String path, String pointer) {
    return new Weakness(
        rule,
        kind,
        Severity.HIGH,
        rule.replace('-', ' '),
        "what is there, and never the secret",
        path == null
            ? Finding.Location.ofConfiguration(pointer, SampleReports.APPLICATION)
            : new Finding.Location(path, 3, 1, null, SampleReports.APPLICATION, true),
        new Finding.Remedy(
            kind == Finding.Kind.SECRET
                ? "make a new key, and take this one out of every layer"
                : "name a user that is not root: USER in the Dockerfile"),
        List.of("CIS Docker 4.1", "https://example.org/read?a=1&b=2"),
        null);
  }

  private static Excuser.Outcome waived(List<Finding> findings) {
    List<Finding> counting = new ArrayList<>(findings);
    Finding lodash = null;
    for (Finding finding : findings) {
      lodash = finding.id().equals("CVE-2021-23337") ? finding : lodash;
    }
    counting.remove(lodash);
    return new Excuser.Outcome(
        counting,
        List.of(
            new Excused(
                lodash,
                new Excuse.Waived(
                    ".breakwater/waivers.yaml",
                    12,
                    "templates are ours alone",
                    "shop@example.org",
                    LocalDate.of(2027, 1, 31)))),
        List.of(
            new Notice(
                Notice.Kind.EXPIRED,
                new FileLine(".breakwater/waivers.yaml", 3),
                "CVE-2024-5535 was waived until 2026-10-01"),
            new Notice(
                Notice.Kind.UNUSED,
                new FileLine(".breakwater/waivers.yaml", 20),
                "matches nothing")));
  }
}
