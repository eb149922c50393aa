package dev.breakwater.core.policy;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Base;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Excuse;
import dev.breakwater.core.Excused;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Notice;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.judge.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cases for policies to decide about. */
final class Cases {
  static final Instant NOW = Instant.parse("2026-11-22T04:00:00Z");
  static final Digest BASE = new Digest("sha256", "1".repeat(64));
  static final Digest TOP = new Digest("sha256", "2".repeat(64));
  private static final List<Severity> SEVERITIES = List.of(Severity.values());

  private Cases() {}

  static Subject subject() {
    return new Subject(
        "registry",
        "registry.example.org/shop/api:1.4.2",
        new Digest("sha256", "a".repeat(64)),
        "linux/amd64",
        new Distribution(
            "debian", null, "11", "bullseye", "Debian GNU/Linux 11", LocalDate.of(2026, 8, 31)),
        List.of(
            new Subject.Layer(BASE, null, "debian.sh"),
            new Subject.Layer(TOP, null, "RUN pip install jinja2")),
        new Base("debian:11", null, 1, Base.KnownBy.LAYERS),
        null);
  }

  static Policy.Case of(List<? extends Finding> findings) {
    SoftwarePackage openssl =
        new SoftwarePackage(
            PackageUrl.of("deb", "debian", "openssl", "1.1.1"),
            "openssl",
            "1.1.1",
            new SoftwarePackage.Source("openssl", "1.1.1"),
            List.of("var/lib/dpkg/status"),
            BASE,
            null);
    return new Policy.Case(
        new Evidence(
            NOW,
            subject(),
            List.of(
                new Assessment("Debian:11", Assessment.State.ASSESSED, NOW, 1, null),
                new Assessment("npm", Assessment.State.NOT_ASSESSED, null, 2, "no data")),
            List.of(new Problem("a.jar", "cut off")),
            List.of(openssl),
            List.copyOf(findings),
            List.of()),
        List.of(
            new Excused(
                vulnerability("CVE-2020-1").made(),
                new Excuse.Waived(
                    "waivers.yaml", 3, "not reachable", "ann", LocalDate.of(2027, 1, 1)))),
        List.of(
            new Notice(
                Notice.Kind.EXPIRED, new FileLine("waivers.yaml", 9), "expired on 2026-01-01")));
  }

  static Policy.Case of(Finding... findings) {
    return of(List.of(findings));
  }

  static Draft vulnerability(String id) {
    return new Draft(id);
  }

  static Weakness secret(String rule, Severity severity, String path, int line) {
    return new Weakness(
        rule,
        Finding.Kind.SECRET,
        severity,
        "a key lies about",
        "20 characters",
        new Finding.Location(path, line, 3, null, TOP, true),
        new Finding.Remedy("revoke it"),
        List.of("CWE-798"),
        null);
  }

  /** Findings of every kind, {@code count} of them. */
  static List<Finding> many(int count) {
    List<Finding> findings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Draft draft = vulnerability("CVE-2024-" + (10_000 + i));
      draft.severity = SEVERITIES.get(i % SEVERITIES.size());
      draft.kev = i % 100 == 7 ? new Vulnerability.Kev(LocalDate.EPOCH, null, i % 200 == 7) : null;
      draft.fixed = i % 3 == 0 ? "2" : null;
      draft.ageInDays = i % 20;
      findings.add(
          i % 10 == 9 ? secret("key-" + i % 7, draft.severity, "etc/key" + i, i) : draft.made());
    }
    return findings;
  }

  /** A vulnerability in the making. */
  static final class Draft {
    final String id;
    Finding.Kind kind = Finding.Kind.VULNERABILITY;
    Severity severity = Severity.MEDIUM;
    @Nullable String fixed;
    Vulnerability.@Nullable Kev kev;
    Vulnerability.@Nullable Epss epss;
    int ageInDays = -1;
    Digest layer = BASE;
    List<Vulnerability.Effect> effects = List.of();

    private Draft(String id) {
      this.id = id;
    }

    Draft as(Severity how) {
      severity = how;
      return this;
    }

    Draft exploited() {
      kev = new Vulnerability.Kev(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 11, 21), true);
      return this;
    }

    Draft fixedFor(int days) {
      fixed = "1.1.1w";
      ageInDays = days;
      return this;
    }

    Vulnerability made() {
      return new Vulnerability(
          id,
          List.of("GHSA-" + id),
          kind,
          severity,
          "Debian:11",
          fixed == null ? Vulnerability.Status.AFFECTED : Vulnerability.Status.FIXED,
          "a buffer is too short",
          PackageUrl.of("deb", "debian", "openssl", "1.1.1"),
          "openssl",
          "1.1.1",
          fixed,
          new Finding.Location("var/lib/dpkg/status", layer),
          new Finding.Remedy("upgrade"),
          ageInDays < 0 ? null : NOW.minus(ageInDays, ChronoUnit.DAYS),
          List.of("CWE-787"),
          effects,
          Vulnerability.Place.APPLICATION,
          kev,
          epss,
          List.of(
              new Vulnerability.Source("Debian:11", "DSA-1", severity, null, null, null),
              new Vulnerability.Source("PyPI", id, severity, 9.8, null, null)));
    }
  }
}
