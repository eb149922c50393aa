package dev.breakwater.core.vex;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.RandomEvidence;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.judge.Excuser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Subjects and findings that VEX documents of the tests speak of. */
final class Samples {
  static final String HEX = "0123456789abcdef".repeat(4);
  static final Instant NOW = Instant.parse("2026-11-21T21:30:00Z");
  static final Subject IMAGE =
      new Subject(
          "registry",
          "registry.example.org/shop/api:1.4.2",
          new Digest("sha256", HEX),
          "linux/amd64",
          new Distribution("debian", null, "12.13", null, "Debian", null),
          List.of());
  static final Vulnerability OPENSSL =
      finding(
          "CVE-2024-1234",
          PackageUrl.of("deb", "debian", "openssl", "3.0.11-1~deb12u1")
              .with("arch", "amd64")
              .with("distro", "debian-12.13"));
  static final Vulnerability LOG4J =
      finding(
          "CVE-2021-44228",
          PackageUrl.of("maven", "org.apache.logging.log4j", "log4j-core", "2.14.1"));
  static final Vulnerability NET =
      finding("CVE-2023-44487", PackageUrl.of("golang", "golang.org/x", "net", "v0.7.0"));
  static final List<Finding> ALL = List.of(OPENSSL, LOG4J, NET);

  private Samples() {}

  static Vulnerability finding(String id, PackageUrl purl) {
    return new Vulnerability(
        id,
        List.of("GHSA-" + id.substring(4)),
        Finding.Kind.VULNERABILITY,
        Severity.HIGH,
        null,
        Vulnerability.Status.AFFECTED,
        "",
        purl,
        purl.displayName(),
        String.valueOf(purl.version()),
        null,
        new Finding.Location("a/b", null),
        new Finding.Remedy("upgrade it"),
        null,
        List.of(),
        List.of(),
        Vulnerability.Place.APPLICATION,
        null,
        null,
        List.of());
  }

  static Excuser.Outcome outcome(String... documents) throws BreakwaterException {
    return vex(documents).divide(ALL, RandomEvidence.about(IMAGE, NOW));
  }

  static Vex vex(String... documents) throws BreakwaterException {
    List<Statement> statements = new ArrayList<>();
    List<dev.breakwater.core.Notice> refused = new ArrayList<>();
    for (int i = 0; i < documents.length; i++) {
      VexDocument document = VexDocument.read("vex" + i + ".json", documents[i].getBytes(UTF_8));
      statements.addAll(document.statements());
      refused.addAll(document.refused());
    }
    return new Vex(statements, refused);
  }

  static List<Finding> excused(Excuser.Outcome outcome) {
    return outcome.excused().stream().map(one -> one.finding()).toList();
  }
}
