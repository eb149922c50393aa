package dev.breakwater.core;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Evidence of every shape, the same for the same seed: much in it is equal but for one thing. */
public final class RandomEvidence {
  public static final Instant CREATED = Instant.parse("2026-11-21T21:30:00Z");
  private static final String[] WORDS = {
    "openssl",
    "log4j-core",
    "a b",
    "ünï",
    "\ud83d\ude00",
    "\ud800",
    "x\u001b[2J",
    "\"<&>\\",
    "\n",
    "%2f"
  };

  private final Random random;

  private RandomEvidence(long seed) {
    this.random = new Random(seed);
  }

  public static Evidence of(long seed) {
    return new RandomEvidence(seed).evidence();
  }

  private Evidence evidence() {
    Subject subject = subject();
    List<SoftwarePackage> packages = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      packages.add(softwarePackage(subject));
    }
    packages.sort(Comparator.comparing(SoftwarePackage::purl));
    List<Finding> findings = new ArrayList<>();
    for (int i = random.nextInt(25); i > 0; i--) {
      Finding finding =
          random.nextInt(3) == 0 ? weakness(subject) : vulnerability(packages, subject);
      if (!findings.contains(finding)) {
        findings.add(finding);
      }
    }
    List<Assessment> assessed = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      assessed.add(
          new Assessment(
              "Feed:" + i,
              pick(Assessment.State.values()),
              maybe(CREATED.minusMillis(random.nextInt(1_000_000))),
              random.nextInt(3),
              maybe(word())));
    }
    List<Problem> problems =
        random.nextInt(3) > 0 ? List.of() : List.of(new Problem(word(), word()));
    return new Evidence(CREATED, subject, assessed, problems, packages, findings, List.of());
  }

  private Subject subject() {
    List<Subject.Layer> layers = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      layers.add(new Subject.Layer(digest(i), maybe(digest(10 + i)), maybe("RUN " + word())));
    }
    boolean image = random.nextBoolean();
    return new Subject(
        image ? "registry" : "dir",
        image ? "registry.example.org/shop/api:" + random.nextInt(3) : "/" + word(),
        image ? digest(20 + random.nextInt(2)) : null,
        image ? "linux/amd64" : null,
        random.nextBoolean()
            ? new Distribution(
                "debian",
                null,
                maybe("12"),
                maybe("bookworm"),
                word(),
                maybe(LocalDate.of(2026, 1 + random.nextInt(12), 10)))
            : null,
        layers,
        random.nextBoolean()
            ? new Base(
                "debian:12", maybe(digest(30)), random.nextInt(3), pick(Base.KnownBy.values()))
            : null,
        random.nextInt(4) > 0
            ? null
            : new Subject.Container(
                "f00d",
                "docker",
                maybe("example.org/shop:1"),
                random.nextInt(5),
                random.nextBoolean()
                    ? null
                    : new Subject.Changes(List.of(purl()), List.of(purl(), purl()))));
  }

  private SoftwarePackage softwarePackage(Subject subject) {
    PackageUrl purl = purl();
    return new SoftwarePackage(
        purl,
        purl.displayName(),
        purl.version(),
        random.nextBoolean() ? new SoftwarePackage.Source(word(), maybe("1.0")) : null,
        List.of("usr/lib/" + word(), word()).subList(0, random.nextInt(3)),
        layer(subject),
        random.nextInt(4) == 0 ? purl() : null);
  }

  private PackageUrl purl() {
    String version = 1 + random.nextInt(2) + ".0~rc+" + random.nextInt(2);
    return random.nextBoolean()
        ? PackageUrl.of("deb", "debian", word(), version)
            .with("arch", random.nextBoolean() ? "amd64" : "arm64")
            .with("distro", "debian-12")
        : PackageUrl.of("npm", maybe("@acme"), word(), version);
  }

  private Finding vulnerability(List<SoftwarePackage> packages, Subject subject) {
    SoftwarePackage of = pick(packages);
    List<Vulnerability.Source> sources = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      sources.add(
          new Vulnerability.Source(
              "Feed:" + i,
              "DSA-" + i,
              severity(),
              maybe(random.nextInt(101) / 10.0),
              maybe("CVSS:3.1/" + word()),
              maybe("https://example.org/" + i)));
    }
    return new Vulnerability(
        "CVE-2024-" + (1000 + random.nextInt(6)),
        random.nextBoolean() ? List.of() : List.of("GHSA-" + random.nextInt(3), "PYSEC-1"),
        random.nextInt(5) == 0 ? Finding.Kind.MALWARE : Finding.Kind.VULNERABILITY,
        severity(),
        maybe("Feed:1"),
        pick(Vulnerability.Status.values()),
        word(),
        of.purl(),
        of.name(),
        of.version(),
        maybe("2.0"),
        location(subject),
        new Finding.Remedy(word(), List.of("2.0", "3.0").subList(0, random.nextInt(3))),
        maybe(CREATED.minusSeconds(random.nextInt(10_000_000))),
        random.nextBoolean() ? List.of() : List.of("CWE-79"),
        random.nextBoolean() ? List.of() : List.of(pick(Vulnerability.Effect.values())),
        pick(Vulnerability.Place.values()),
        random.nextInt(4) > 0
            ? null
            : new Vulnerability.Kev(
                LocalDate.of(2024, 2, 29), maybe(LocalDate.of(2025, 1, 1)), random.nextBoolean()),
        random.nextBoolean()
            ? null
            : new Vulnerability.Epss(
                random.nextDouble(), random.nextInt(9) == 0 ? Double.NaN : 0.5),
        sources);
  }

  private Finding weakness(Subject subject) {
    return new Weakness(
        "rule-" + random.nextInt(3),
        pick(
            new Finding.Kind[] {
              Finding.Kind.SECRET, Finding.Kind.MISCONFIGURATION, Finding.Kind.MALWARE
            }),
        severity(),
        word(),
        word(),
        location(subject),
        new Finding.Remedy(word()),
        random.nextBoolean() ? List.of() : List.of("CIS 4.1", word()),
        maybe(word()));
  }

  private Finding.Location location(Subject subject) {
    return random.nextInt(4) == 0
        ? Finding.Location.ofConfiguration("config.User", layer(subject))
        : new Finding.Location(
            maybe("usr/" + word()),
            random.nextInt(3),
            random.nextInt(3),
            null,
            layer(subject),
            random.nextBoolean());
  }

  private Digest layer(Subject subject) {
    return subject.layers().isEmpty() ? null : maybe(pick(subject.layers()).diffId());
  }

  private Severity severity() {
    return pick(Severity.values());
  }

  private String word() {
    return pick(WORDS);
  }

  private <T> T maybe(T value) {
    return random.nextInt(4) == 0 ? null : value;
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static Digest digest(int number) {
    return new Digest("sha256", Integer.toHexString(16 + number).repeat(32));
  }

  /** Evidence of nothing but a subject, for what needs no more. */
  public static Evidence about(Subject subject, Instant created) {
    return new Evidence(created, subject, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** The same with its findings in another order. */
  public static Evidence shuffled(Evidence evidence, long seed) {
    List<Finding> findings = new ArrayList<>(evidence.findings());
    Collections.shuffle(findings, new Random(seed));
    return evidence.with(findings);
  }
}
