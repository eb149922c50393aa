package dev.breakwater.inventory.sbom;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.judge.Judge;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Inventories with everything that a round trip could lose. */
final class SampleInventory {
  static final Digest BASE = new Digest("sha256", "1".repeat(64));
  static final Digest TOP = new Digest("sha512", "2".repeat(128));
  static final Distribution DEBIAN =
      new Distribution(
          "debian",
          null,
          "12",
          "bookworm",
          "Debian GNU/Linux 12 (bookworm)",
          LocalDate.of(2026, 6, 10));

  private SampleInventory() {}

  static SoftwarePackage of(
      PackageUrl purl,
      String name,
      String version,
      SoftwarePackage.Source source,
      List<String> paths,
      Digest layer,
      PackageUrl owner) {
    return new SoftwarePackage(purl, name, version, source, paths, layer, owner);
  }

  static List<SoftwarePackage> packages() {
    PackageUrl libc =
        PackageUrl.of("deb", "debian", "libc6", "2.36-9+deb12u3")
            .with("arch", "amd64")
            .with("distro", "debian-12");
    List<SoftwarePackage> packages = new ArrayList<>();
    packages.add(
        of(
            libc,
            "libc6",
            "2.36-9+deb12u3",
            new SoftwarePackage.Source("glibc", "2.36-9+deb12u3"),
            List.of("var/lib/dpkg/status"),
            BASE,
            null));
    packages.add(
        of(
            PackageUrl.of("deb", "debian", "bash", "5.2.15-2+b2"),
            "bash",
            "5.2.15-2+b2",
            new SoftwarePackage.Source("bash", null),
            List.of(),
            null,
            null));
    packages.add(
        of(
            PackageUrl.of("rpm", "redhat", "perl-Errno", "1.28-419.el9").with("epoch", "4"),
            "perl-Errno",
            "4:1.28-419.el9",
            new SoftwarePackage.Source("perl", "5.26.3-419.el9"),
            List.of("var/lib/rpm/rpmdb.sqlite"),
            BASE,
            null));
    packages.add(
        of(
            PackageUrl.of("rpm", "redhat", "odd", "1-1").with("epoch", "2"),
            "odd",
            "1-1",
            null,
            List.of(),
            null,
            null));
    packages.add(
        of(
            PackageUrl.of("apk", "alpine", "musl", "1.2.4-r2").with("upstream", "other"),
            "musl",
            "1.2.4-r2",
            null,
            List.of("lib/apk/db/installed"),
            BASE,
            null));
    packages.add(
        of(
            PackageUrl.of("pypi", null, "Zope_Interface", "6.1"),
            "Zope_Interface",
            "6.1",
            null,
            List.of("a/METADATA", "b/ü 漢\n/METADATA", "c/\"quoted\"\\"),
            TOP,
            libc));
    packages.add(
        of(
            PackageUrl.of("maven", "org.apache.logging.log4j", "log4j-core", "2.14.1"),
            "org.apache.logging.log4j:log4j-core",
            "2.14.1",
            null,
            List.of("app.jar!/BOOT-INF/lib/log4j-core-2.14.1.jar"),
            TOP,
            null));
    packages.add(
        of(
            PackageUrl.of("npm", "@octokit", "request", "5.0.0"),
            "@octokit/request",
            "5.0.0",
            null,
            List.of("x/node_modules/@octokit/request/package.json"),
            TOP,
            null));
    packages.add(
        of(
            PackageUrl.of("golang", "github.com/Azure", "go-autorest", "v14.2.0+incompatible"),
            "github.com/Azure/go-autorest",
            "v14.2.0+incompatible",
            null,
            List.of("usr/bin/tool"),
            TOP,
            null));
    packages.add(
        of(
            PackageUrl.of("golang", "example.org", "tool", null),
            "example.org/tool",
            "",
            null,
            List.of(),
            TOP,
            null));
    packages.add(
        of(
            PackageUrl.of("npm", null, "renamed", "1.0.0"),
            "another name",
            "v" + "9".repeat(2000),
            null,
            List.of(),
            null,
            null));
    packages.sort(Comparator.comparing(SoftwarePackage::purl));
    return packages;
  }

  /** Packages with names and versions from all of Unicode, the same ones for the same seed. */
  static List<SoftwarePackage> random(long seed, int count) {
    Random random = new Random(seed);
    List<SoftwarePackage> packages = new ArrayList<>();
    List<String> types = List.of("deb", "npm", "maven", "pypi", "golang", "rpm", "apk", "generic");
    for (int i = 0; i < count; i++) {
      String type = types.get(random.nextInt(types.size()));
      String namespace = random.nextBoolean() ? null : "n" + text(random).replace("/", "");
      PackageUrl purl =
          PackageUrl.of(type, namespace, "p" + i + text(random), "1" + text(random))
              .with("epoch", random.nextBoolean() ? "3" : null)
              .with("upstream", random.nextBoolean() ? text(random) : null);
      packages.add(
          of(
              purl,
              random.nextBoolean() ? purl.displayName() : "x" + text(random),
              random.nextBoolean() ? String.valueOf(purl.version()) : text(random),
              random.nextBoolean()
                  ? null
                  : new SoftwarePackage.Source(
                      "s" + text(random), random.nextBoolean() ? null : text(random)),
              random.nextBoolean() ? List.of() : List.of("a" + text(random), "b" + text(random)),
              random.nextBoolean() ? null : BASE,
              random.nextBoolean() ? null : PackageUrl.of("deb", "debian", "owner", "1")));
    }
    packages.sort(Comparator.comparing(SoftwarePackage::purl));
    return packages;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(6);
    for (int i = 0; i < length; i++) {
      int point =
          random.nextInt(4) == 0
              ? random.nextInt(0xd800)
              : " @:/?#%&=+~.-_\"\\'<ü漢\u0000".charAt(random.nextInt(21));
      text.appendCodePoint(point);
    }
    return text.toString();
  }

  static Report report(Distribution distribution, List<SoftwarePackage> packages) {
    List<Assessment> assessed =
        List.of(
            new Assessment(
                "Debian:12",
                Assessment.State.ASSESSED,
                Instant.parse("2026-11-20T00:00:00Z"),
                2,
                null),
            new Assessment("npm", Assessment.State.NOT_ASSESSED, null, 2, "no data"));
    List<Problem> problems = List.of(new Problem("app/x.jar", "cut off"));
    List<Vulnerability> findings = findings(packages);
    return Judge.at(Severity.HIGH, false)
        .judge(
            new Evidence(
                Instant.parse("2026-11-21T21:30:00.123Z"),
                new Subject(
                    "registry",
                    "example.org/app:1",
                    new Digest("sha256", "a".repeat(64)),
                    "linux/amd64",
                    distribution,
                    List.of(new Subject.Layer(BASE, null, "FROM debian"))),
                assessed,
                problems,
                packages,
                List.copyOf(findings),
                List.of()));
  }

  private static List<Vulnerability> findings(List<SoftwarePackage> packages) {
    List<Vulnerability> findings = new ArrayList<>();
    List<Vulnerability.Status> states = List.of(Vulnerability.Status.values());
    List<Severity> severities = List.of(Severity.values());
    for (int i = 0; i < packages.size(); i++) {
      SoftwarePackage each = packages.get(i);
      findings.add(
          new Vulnerability(
              "CVE-2024-" + (1000 + i / 2),
              List.of("GHSA-aaaa-bbbb-cccc", "odd"),
              Finding.Kind.VULNERABILITY,
              severities.get(i % severities.size()),
              i % 3 == 0 ? null : "Debian:12",
              states.get(i % states.size()),
              i % 4 == 0 ? "" : "Something is wrong",
              each.purl(),
              each.name(),
              each.version(),
              i % 2 == 0 ? null : "99",
              new Finding.Location(null, each.layer()),
              new Finding.Remedy("upgrade", List.of()),
              null,
              List.of(),
              List.of(),
              Vulnerability.Place.APPLICATION,
              i % 2 == 0
                  ? null
                  : new Vulnerability.Kev(
                      LocalDate.of(2024, 1, 2), i == 1 ? null : LocalDate.of(2024, 2, 3), true),
              i % 2 == 0 ? new Vulnerability.Epss(0.00001, 0.5) : null,
              List.of(
                  new Vulnerability.Source(
                      "Debian:12",
                      "DSA-1",
                      Severity.HIGH,
                      7.5,
                      List.of("CVSS:4.0/AV:N", "CVSS:3.1/AV:N", "CVSS:3.0/AV:N", "AV:N", "?")
                          .get(i % 5),
                      i % 2 == 0 ? "https://example.org/DSA-1" : "javascript:alert(1)"))));
    }
    return findings;
  }
}
