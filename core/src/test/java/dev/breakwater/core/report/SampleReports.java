package dev.breakwater.core.report;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.judge.Judge;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reports as scans make them, for the tests of every form. */
final class SampleReports {
  static final Instant CREATED = Instant.parse("2026-11-21T21:30:00Z");
  static final Digest BASE = new Digest("sha256", "1".repeat(64));
  static final Digest APPLICATION = new Digest("sha256", "2".repeat(64));

  private SampleReports() {}

  static Distribution debian(LocalDate endOfLife) {
    return new Distribution(
        "debian", null, "12", "bookworm", "Debian GNU/Linux 12 (bookworm)", endOfLife);
  }

  static Subject image(Distribution distribution) {
    return new Subject(
        "registry",
        "registry.example.org/shop/api:1.4.2",
        new Digest("sha256", "abc".repeat(21) + "d"),
        "linux/amd64",
        distribution,
        List.of(
            new Subject.Layer(BASE, new Digest("sha256", "3".repeat(64)), "debian.sh bookworm"),
            new Subject.Layer(APPLICATION, null, "RUN pip install -r requirements.txt")));
  }

  static SoftwarePackage deb(String name, String version, String source, String sourceVersion) {
    return new SoftwarePackage(
        PackageUrl.of("deb", "debian", name, version)
            .with("arch", "amd64")
            .with("distro", "debian-12"),
        name,
        version,
        new SoftwarePackage.Source(source, sourceVersion),
        List.of("var/lib/dpkg/status"),
        BASE,
        null);
  }

  static SoftwarePackage language(
      String type, String namespace, String name, String version, String path) {
    PackageUrl purl = PackageUrl.of(type, namespace, name, version);
    return new SoftwarePackage(
        purl, purl.displayName(), version, null, List.of(path), APPLICATION, null);
  }

  static Vulnerability finding(
      SoftwarePackage of, String id, Severity severity, String fixed, String title) {
    return finding(of, id, severity, fixed, title, null, null);
  }

  static Vulnerability finding(
      SoftwarePackage of,
      String id,
      Severity severity,
      String fixed,
      String title,
      Vulnerability.Kev kev,
      Vulnerability.Epss epss) {
    return new Vulnerability(
        id,
        List.of("GHSA-aaaa-bbbb-" + id.substring(Math.max(0, id.length() - 4))),
        Finding.Kind.VULNERABILITY,
        severity,
        severity == Severity.UNKNOWN ? null : "Debian:12",
        fixed == null ? Vulnerability.Status.AFFECTED : Vulnerability.Status.FIXED,
        title,
        of.purl(),
        of.name(),
        of.version(),
        fixed,
        new Finding.Location(of.paths().isEmpty() ? null : of.paths().getFirst(), of.layer()),
        new Finding.Remedy(
            fixed == null ? "no fix yet" : "upgrade " + of.name() + " to " + fixed,
            fixed == null ? List.of() : List.of(fixed)),
        null,
        List.of(),
        List.of(),
        Vulnerability.Place.APPLICATION,
        kev,
        epss,
        List.of(
            new Vulnerability.Source(
                "Debian:12",
                "DSA-" + id.substring(4),
                severity,
                null,
                null,
                "https://example.org/" + id),
            new Vulnerability.Source(
                "PyPI", id, severity, 9.8, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", null)));
  }

  static Report of(
      Subject subject,
      List<Assessment> assessed,
      List<Problem> problems,
      List<SoftwarePackage> packages,
      List<? extends Finding> findings,
      Severity failOn) {
    List<SoftwarePackage> sorted = new ArrayList<>(packages);
    sorted.sort(Comparator.comparing(SoftwarePackage::purl));
    return Judge.at(failOn, false)
        .judge(
            new Evidence(
                CREATED, subject, assessed, problems, sorted, List.copyOf(findings), List.of()));
  }

  static Assessment assessed(String feed, int packages) {
    return new Assessment(
        feed, Assessment.State.ASSESSED, Instant.parse("2026-11-20T06:00:00Z"), packages, null);
  }

  static Assessment missing(String feed, int packages) {
    return new Assessment(
        feed,
        Assessment.State.NOT_ASSESSED,
        null,
        packages,
        "the store has no data; run: breakwater db update " + feed);
  }

  /** An image with a bit of everything. */
  static Report typical() {
    SoftwarePackage libssl = deb("libssl3", "3.0.11-1~deb12u1", "openssl", "3.0.11-1~deb12u1");
    SoftwarePackage openssl = deb("openssl", "3.0.11-1~deb12u1", "openssl", "3.0.11-1~deb12u1");
    SoftwarePackage libc = deb("libc6", "2.36-9+deb12u3", "glibc", "2.36-9+deb12u3");
    SoftwarePackage perl = deb("perl-base", "5.36.0-7+deb12u1", "perl", "5.36.0-7+deb12u1");
    SoftwarePackage zlib = deb("zlib1g", "1:1.2.13.dfsg-1", "zlib", "1:1.2.13.dfsg-1");
    SoftwarePackage jinja =
        language(
            "pypi",
            null,
            "jinja2",
            "3.1.2",
            "usr/local/lib/python3.11/site-packages/Jinja2-3.1.2.dist-info/METADATA");
    SoftwarePackage log4j =
        language(
            "maven",
            "org.apache.logging.log4j",
            "log4j-core",
            "2.14.1",
            "app/service.jar!/BOOT-INF/lib/log4j-core-2.14.1.jar");
    SoftwarePackage lodash =
        language("npm", null, "lodash", "4.17.20", "app/node_modules/lodash/package.json");
    SoftwarePackage go = language("golang", null, "stdlib", "1.22.3", "usr/bin/helper");
    SoftwarePackage owned =
        new SoftwarePackage(
            PackageUrl.of("pypi", null, "requests", "2.28.1"),
            "requests",
            "2.28.1",
            null,
            List.of("usr/lib/python3/dist-packages/requests-2.28.1.egg-info/PKG-INFO"),
            BASE,
            PackageUrl.of("deb", "debian", "python3-requests", "2.28.1+dfsg-1"));
    List<Vulnerability> findings = new ArrayList<>();
    Vulnerability.Kev kev =
        new Vulnerability.Kev(LocalDate.of(2021, 12, 10), LocalDate.of(2021, 12, 24), true);
    findings.add(
        finding(
            log4j,
            "CVE-2021-44228",
            Severity.CRITICAL,
            "2.15.0",
            "Remote code injection in Log4j through JNDI lookups",
            kev,
            new Vulnerability.Epss(0.97556, 0.99999)));
    findings.add(
        finding(
            log4j,
            "CVE-2021-45046",
            Severity.CRITICAL,
            "2.16.0",
            "Incomplete fix for Apache Log4j vulnerability",
            null,
            new Vulnerability.Epss(0.9391, 0.9985)));
    findings.add(
        finding(log4j, "CVE-2021-44832", Severity.MEDIUM, "2.17.1", "Improper input validation"));
    for (SoftwarePackage each : List.of(libssl, openssl)) {
      findings.add(
          finding(
              each,
              "CVE-2024-5535",
              Severity.CRITICAL,
              "3.0.14-1~deb12u2",
              "SSL_select_next_proto buffer overread",
              null,
              new Vulnerability.Epss(0.043, 0.92)));
      findings.add(
          finding(
              each,
              "CVE-2023-5363",
              Severity.HIGH,
              "3.0.11-1~deb12u2",
              "Incorrect cipher key and IV length processing"));
      findings.add(
          finding(each, "CVE-2024-13176", Severity.MEDIUM, null, "Timing side-channel in ECDSA"));
    }
    findings.add(
        finding(
            zlib,
            "CVE-2023-45853",
            Severity.CRITICAL,
            null,
            "zipOpenNewFileInZip4_64 heap-based buffer overflow in MiniZip"));
    for (int i = 0; i < 24; i++) {
      findings.add(
          finding(
              libc,
              "CVE-2024-" + (33599 + i),
              i < 3 ? Severity.HIGH : i < 12 ? Severity.MEDIUM : Severity.LOW,
              i < 10 ? "2.36-9+deb12u7" : null,
              "nscd: stack-based buffer overflow in netgroup cache " + i));
    }
    findings.add(
        finding(perl, "CVE-2011-4116", Severity.NEGLIGIBLE, null, "File::Temp insecure temporary"));
    findings.add(
        finding(jinja, "CVE-2024-22195", Severity.MEDIUM, "3.1.3", "HTML attribute injection"));
    findings.add(
        finding(lodash, "CVE-2021-23337", Severity.HIGH, "4.17.21", "Command injection in lodash"));
    findings.add(
        finding(go, "CVE-2024-24790", Severity.CRITICAL, "1.22.4", "net/netip: IPv4-mapped IPv6"));
    findings.add(
        finding(owned, "CVE-2023-32681", Severity.MEDIUM, "2.31.0", "Leaking Proxy-Authorization"));
    findings.add(finding(owned, "GO-2099-0001", Severity.UNKNOWN, null, ""));
    return of(
        image(debian(LocalDate.of(2026, 6, 10))),
        List.of(
            assessed("Debian:12", 5),
            assessed("Go", 1),
            assessed("Maven", 1),
            assessed("PyPI", 2),
            missing("npm", 1)),
        List.of(
            new Problem(
                "app/broken.jar", "tried to read it as a zip file: the directory is cut off")),
        List.of(libssl, openssl, libc, perl, zlib, jinja, log4j, lodash, go, owned),
        findings,
        Severity.CRITICAL);
  }

  static Report clean() {
    return of(
        image(debian(null)),
        List.of(assessed("Debian:12", 1)),
        List.of(),
        List.of(deb("bash", "5.2.15-2+b2", "bash", "5.2.15-2")),
        List.of(),
        null);
  }

  /** Nothing found, but part of it was not looked at. */
  static Report unsure() {
    return of(
        image(null),
        List.of(assessed("PyPI", 1), missing("Debian:12", 1)),
        List.of(),
        List.of(
            deb("bash", "5.2.15-2+b2", "bash", "5.2.15-2"),
            language("pypi", null, "flask", "3.0.0", "opt/flask/METADATA")),
        List.of(),
        null);
  }

  /** A file of a configuration with workloads, and one that could not be read. */
  static Report configuration(int workloads, Finding... findings) {
    return of(
        Subject.ofConfiguration("deploy", workloads),
        List.of(),
        List.of(new Problem(new FileLine("deploy/broken.yaml", 7), "not read: it is not YAML")),
        List.of(),
        List.of(findings),
        Severity.HIGH);
  }

  /** What a control found in a file. */
  static Weakness setting(String rule, String path, int line, int column, String pointer) {
    return new Weakness(
        rule,
        Finding.Kind.MISCONFIGURATION,
        Severity.HIGH,
        "containers must not be " + rule,
        "container web is " + rule,
        new Finding.Location(path, line, column, pointer, null, false),
        new Finding.Remedy("take " + rule + " out"),
        List.of("https://example.org/" + rule, "CWE-250"),
        "Deployment/shop/web/web");
  }

  static Report empty() {
    return of(
        new Subject("dir", "/", null, null, null, List.of()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  /** A container in which somebody has installed a package. */
  static Report container(boolean known) {
    Subject.Changes changes =
        new Subject.Changes(
            List.of(PackageUrl.of("deb", "debian", "netcat", "1.10\u001b[2J")),
            List.of(PackageUrl.of("deb", "debian", "apt", "2.6.1")));
    return of(
        new Subject(
            "container",
            "shop",
            null,
            "linux/amd64",
            debian(null),
            List.of(),
            null,
            new Subject.Container(
                "f00d", "docker", "example.org/shop:1", 4711, known ? changes : null)),
        List.of(assessed("Debian:12", 1)),
        List.of(),
        List.of(deb("netcat", "1.10", "netcat", "1.10")),
        List.of(),
        null);
  }

  /** Names that try to take over a terminal, a shell or a parser. */
  static Report hostile() {
    String name = "evil\u001b[2J\u202e\u0007;rm -rf ~\ud800\n\"<script>";
    SoftwarePackage evil =
        new SoftwarePackage(
            PackageUrl.of("npm", "@x", name, "1.0\u001b]0;owned\u0007"),
            name,
            "1.0\u001b]0;owned\u0007",
            null,
            List.of("../../etc/pass wd\u0000", "a%2fb/ü#?.js"),
            APPLICATION,
            null);
    SoftwarePackage option = language("pypi", null, "--index-url=http://example.org", "1", "x");
    SoftwarePackage wide = language("npm", null, "漢字".repeat(60), "1.0.0", "鍵".repeat(80));
    return of(
        new Subject("sbom", "bad\u001b[31mname:with colon", null, null, null, List.of()),
        List.of(missing("npm\u001b[8m", 2), assessed("PyPI", 1)),
        List.of(new Problem("x\u009b31m", "what\u001bc")),
        List.of(evil, option, wide),
        List.of(
            finding(evil, "CVE-2099-0001\u001b[1m", Severity.HIGH, "2.0;reboot", "t\u001b[5mx"),
            finding(option, "CVE-2099-0002", Severity.HIGH, "2", "x".repeat(100_000)),
            finding(wide, "CVE-2099-0003", Severity.LOW, "1.0.1", "数".repeat(300))),
        null);
  }

  /** Many findings: {@code packages} of them with {@code each}. */
  static Report large(int packages, int each) {
    List<SoftwarePackage> all = new ArrayList<>();
    List<Vulnerability> findings = new ArrayList<>();
    for (int i = 0; i < packages; i++) {
      SoftwarePackage one = deb("package" + i, "1.0-" + i, "source" + i, "1.0-" + i);
      all.add(one);
      for (int j = 0; j < each; j++) {
        findings.add(
            finding(
                one,
                "CVE-2024-" + (10000 + i * each + j),
                List.of(Severity.values()).get((i + j) % 6),
                j % 2 == 0 ? "1.1-" + j : null,
                "A heap-based buffer overflow was found in the parser of package " + i));
      }
    }
    return of(
        image(debian(null)),
        List.of(assessed("Debian:12", packages)),
        List.of(),
        all,
        findings,
        Severity.HIGH);
  }

  static List<Report> all() {
    return List.of(
        typical(),
        JudgedReports.judged(),
        JudgedReports.warned(),
        JudgedReports.hostile(),
        clean(),
        unsure(),
        empty(),
        configuration(0),
        configuration(
            2, setting("privileged", "deploy/web.yaml", 4, 9, "spec.containers[0].privileged")),
        container(true),
        container(false),
        hostile(),
        large(40, 12));
  }
}
