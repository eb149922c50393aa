package dev.breakwater.core.report;

import dev.breakwater.core.Base;
import dev.breakwater.core.Decision;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Plan;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Reports with findings of rules, excuses, notices and decisions. */
final class JudgedReports {
  private JudgedReports() {}

  static Weakness secret(String path, int line, boolean hidden) {
    return new Weakness(
        "aws-access-key",
        Finding.Kind.SECRET,
        Severity.CRITICAL,
        "Access key of AWS",
        "20 characters that begin with AKIA",
        new Finding.Location(path, line, 7, null, SampleReports.APPLICATION, hidden),
        new Finding.Remedy("revoke the key, and take it out of the layer that brings it"),
        List.of("CWE-798", "https://example.org/aws-access-key"),
        null);
  }

  static Weakness setting() {
    return new Weakness(
        "runs-as-root",
        Finding.Kind.MISCONFIGURATION,
        Severity.MEDIUM,
        "The image runs as root",
        "config.User is empty",
        Finding.Location.ofConfiguration("config.User", null),
        new Finding.Remedy("name a user in the Dockerfile: USER 10001"),
        List.of("CIS Docker 4.1"),
        null);
  }

  static Weakness malware() {
    return new Weakness(
        "known-miner",
        Finding.Kind.MALWARE,
        Severity.HIGH,
        "Crypto-miner",
        "its SHA-256 is in the feed",
        new Finding.Location("tmp/.x/xmrig", SampleReports.BASE),
        new Finding.Remedy("find out who brought it, and build again"),
        List.of(),
        null);
  }

  static Vulnerability lodash(String id, Severity severity) {
    Vulnerability plain =
        SampleReports.finding(
            SampleReports.language("npm", null, "lodash", "4.17.20", "app/lodash/package.json"),
            id,
            severity,
            "4.17.21",
            "Short");
    return new Vulnerability(
        plain.id(),
        plain.aliases(),
        plain.kind(),
        plain.severity(),
        plain.severitySource(),
        plain.status(),
        plain.title(),
        plain.purl(),
        plain.packageName(),
        plain.installed(),
        plain.fixed(),
        plain.location(),
        plain.remedy(),
        null,
        List.of("CWE-94"),
        List.of(Vulnerability.Effect.COMMAND_INJECTION),
        Vulnerability.Place.APPLICATION,
        null,
        null,
        plain.sources());
  }

  static final Notice EXPIRED =
      new Notice(
          Notice.Kind.EXPIRED,
          new FileLine(".breakwater/waivers.yaml", 12),
          "expired on 2026-11-01 (owner: ops)");
  static final Notice UNUSED =
      new Notice(
          Notice.Kind.UNUSED, new FileLine("vex.json", 3), "the statement matches no finding");

  /** Denied by two rules, with one of every excuse. */
  static Report judged() {
    List<Finding> findings = new ArrayList<>();
    findings.add(lodash("CVE-2021-23337", Severity.HIGH));
    findings.add(setting());
    findings.add(malware());
    for (int i = 1; i <= 25; i++) {
      findings.add(secret("app/config.py", i, i == 3));
    }
    List<Excused> excused =
        List.of(
            new Excused(
                lodash("CVE-2020-8203", Severity.HIGH),
                new Excuse.Waived(
                    ".breakwater/waivers.yaml",
                    4,
                    "not reachable",
                    "ops",
                    LocalDate.of(2027, 1, 31))),
            new Excused(
                lodash("CVE-2020-28500", Severity.MEDIUM),
                new Excuse.Stated(
                    "vex.json",
                    "Shop Inc",
                    "not_affected",
                    "vulnerable_code_not_present",
                    "it is not called")),
            new Excused(secret("app/old.py", 1, false), new Excuse.Known("last.json")));
    List<Decision> decisions =
        List.of(
            new Decision(
                "no-secrets",
                "policy.yaml:3",
                "findings.exists(f, f.kind == 'secret')",
                Decision.Effect.DENY,
                "25 secrets are in the image",
                findings.subList(3, findings.size())),
            new Decision(
                "root",
                "policy.yaml:9",
                "findings.exists(f, f.id == 'runs-as-root')",
                Decision.Effect.WARN,
                "the image runs as root",
                List.of(setting())));
    return report(findings, excused, decisions, Verdict.Outcome.DENIED);
  }

  /** Passed, with a rule that warns. */
  static Report warned() {
    Decision decision =
        new Decision(
            "root", "policy.yaml:9", "true", Decision.Effect.WARN, "it runs as root", List.of());
    return report(List.of(setting()), List.of(), List.of(decision), Verdict.Outcome.PASSED);
  }

  /** Texts that try to be more than texts, in every place that has one. */
  static Report hostile() {
    String evil =
        """
        x\u001b[2J
        ::error::owned\r
        ::stop-commands::t\u0000]]></failure><!--\ud800\u202e|%0A"'&\
        """;
    Weakness weakness = hostile(evil, "../" + evil);
    Subject subject =
        new Subject(
                "docker-archive",
                evil,
                new Digest("sha256", "4".repeat(64)),
                evil,
                null,
                List.of(new Subject.Layer(SampleReports.BASE, null, evil)))
            .on(new Base(evil, null, 0, Base.KnownBy.HISTORY));
    List<Notice> notices = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      notices.add(new Notice(Notice.Kind.REFUSED, new FileLine(evil + i), evil));
    }
    Decision decision =
        new Decision(evil, evil, evil, Decision.Effect.DENY, evil, List.of(weakness));
    TreeMap<Severity, Integer> counts = new TreeMap<>();
    counts.put(Severity.LOW, 1);
    return new Report(
        SampleReports.CREATED,
        subject,
        List.of(SampleReports.missing(evil, 1), SampleReports.missing(evil, 2)),
        List.of(),
        List.of(),
        List.of(weakness),
        List.of(
            new Excused(
                hostile(evil, "/" + evil),
                new Excuse.Waived(evil, 1, evil, evil, LocalDate.of(2027, 1, 1)))),
        notices,
        Plan.NONE,
        new Verdict(Verdict.Outcome.DENIED, List.of(evil), counts, List.of(decision)));
  }

  private static Weakness hostile(String evil, String path) {
    return new Weakness(
        evil,
        Finding.Kind.MISCONFIGURATION,
        Severity.LOW,
        evil,
        evil.repeat(500),
        new Finding.Location(path, 3, 0, evil, SampleReports.BASE, true),
        new Finding.Remedy(evil),
        List.of("javascript:alert(1)", evil),
        evil);
  }

  private static Report report(
      List<Finding> findings,
      List<Excused> excused,
      List<Decision> decisions,
      Verdict.Outcome outcome) {
    TreeMap<Severity, Integer> counts = new TreeMap<>();
    findings.forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
    List<String> reasons =
        decisions.stream()
            .filter(decision -> decision.effect() == Decision.Effect.DENY)
            .map(Decision::message)
            .toList();
    return new Report(
        SampleReports.CREATED,
        SampleReports.image(SampleReports.debian(null))
            .on(new Base("debian:12.5", null, 1, Base.KnownBy.ANNOTATION)),
        List.of(SampleReports.assessed("Debian:12", 1), SampleReports.assessed("npm", 1)),
        List.of(),
        List.of(
            SampleReports.deb("bash", "5.2.15-2+b2", "bash", "5.2.15-2"),
            SampleReports.language("npm", null, "lodash", "4.17.20", "app/lodash/package.json")),
        findings,
        excused,
        List.of(EXPIRED, UNUSED),
        Plan.NONE,
        new Verdict(outcome, reasons, counts, decisions));
  }
}
