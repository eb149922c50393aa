package dev.breakwater.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.Assessment.State;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.inventory.Inventory;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownProgramTest {
  private static final Instant NOW = Instant.parse("2024-06-02T00:00:00Z");

  private final AdvisoriesInMemory advisories = new AdvisoriesInMemory();

  private static SoftwarePackage item(String purl, @Nullable PackageUrl owner) {
    PackageUrl parsed = PackageUrl.parse(purl);
    String version = parsed.version() == null ? "" : parsed.version();
    return new SoftwarePackage(parsed, parsed.name(), version, null, List.of(), null, owner);
  }

  private MatchResult match(SoftwarePackage... items) throws BreakwaterException {
    return new Matcher(advisories, NOW).match(new Inventory(null, List.of(items), List.of()));
  }

  private static Advisory affecting(String id, String name, String from, String fixed) {
    Affected affected =
        new Affected(
            name,
            List.of(new Interval(from, fixed, null)),
            List.of(),
            Vulnerability.Status.UNKNOWN,
            null);
    return new Advisory(
        id,
        List.of(),
        List.of(),
        id,
        Severity.UNKNOWN,
        null,
        null,
        null,
        null,
        null,
        List.of(affected));
  }

  @ParameterizedTest
  @CsvSource({
    "node@20.1.0, node, 20.1.0",
    "httpd@2.4.58, apache, 2.4.58",
    "libphp@8.2.1, php, 8.2.1",
    "postgresql@15.20, postgresql, 15.20",
    "postgresql@17beta2, postgresql, 17-beta2",
    "python@3.13.0rc1, python, 3.13.0-rc1",
    "python@3.13.0a4, python, 3.13.0-a4",
    "ruby@3.1.2p20, ruby, 3.1.2",
    "ruby@3.4.0preview1, ruby, 3.4.0-preview1",
    "haproxy@2.6.12-1%2Bdeb12u4, haproxy, 2.6.12",
    "haproxy@2.9-dev3-6bbb4e, haproxy, 2.9-dev3",
    "nginx@1.21.4.1, nginx, 1.21.4.1",
    "java@25.0.3, java, 25.0.3",
    "java@21, java, 21",
    "java@1.8.0_352, java, 8.0.352",
    "java@1.8.0_352-b08, java, 8.0.352",
    "java@1.8.0, java, 8.0.0",
    "java@1.8.0_, java, 8.0.0",
    "java@11.0.14.1, java, 11.0.14",
    "java@17.0.8.1%2B1, java, 17.0.8",
    "oracle/openjdk@17.0.9%2B9, java, 17.0.9",
    "linux-kernel@6.18.44-custom, Kernel, 6.18.44",
    "linux-kernel@6.19.0-rc3-custom, Kernel, 6.19.0-rc3",
    "linux-kernel@6.6.1-arch1-1, Kernel, 6.6.1",
  })
  void isSoughtAsItsFeedWritesIt(String generic, String name, String version) {
    SoftwarePackage item = item("pkg:generic/" + generic, null);
    assertThat(Home.of(item, null)).isInstanceOf(Home.In.class);
    assertThat(Sought.of(item, new Ecosystem("Bitnami", null)))
        .containsExactly(new Sought(name, version));
  }

  @Test
  void isMatchedThroughBitnamiWhichTheAssessmentNames() throws BreakwaterException {
    advisories.feed(
        "Bitnami",
        affecting("BIT-node-2024-1", "node", "20.0.0", "20.1.1"),
        affecting("BIT-apache-2024-1", "apache", "0", "2.4.59"));
    MatchResult result =
        match(
            item("pkg:generic/httpd@2.4.58", null),
            item("pkg:generic/node@20.1.0", null),
            item("pkg:generic/node@20.1.1", null));
    assertThat(result.findings())
        .extracting(finding -> finding.packageName() + " " + finding.remedy().action())
        .containsExactlyInAnyOrder("httpd upgrade httpd to 2.4.59", "node upgrade node to 20.1.1");
    assertThat(result.assessed())
        .singleElement()
        .satisfies(assessed -> {
          assertThat(assessed.feed()).isEqualTo("Bitnami");
          assertThat(assessed.packages()).isEqualTo(3);
          assertThat(assessed.state()).isEqualTo(State.ASSESSED);
        });
  }

  /** 17.0.8.1 came after 17.0.8, and is no early version of it. */
  @Test
  void aFourthNumberOfJavaTakesNoFixBack() throws BreakwaterException {
    advisories.feed("Bitnami", affecting("BIT-java-2023-1", "java", "12.0.0", "17.0.8"));
    assertThat(match(item("pkg:generic/java@17.0.8.1", null)).findings()).isEmpty();
    assertThat(match(item("pkg:generic/java@17.0.7.1", null)).findings())
        .extracting(Vulnerability::fixed)
        .containsExactly("17.0.8");
  }

  /** OpenSSL and curl stand next to each other in an inventory: each has its own row. */
  @Test
  void item39_aProgramWithoutAdvisoriesIsNotClean() throws BreakwaterException {
    advisories.feed("Bitnami");
    MatchResult result =
        match(
            item("pkg:generic/curl@8.5.0", null),
            item("pkg:generic/node@20.1.0", null),
            item("pkg:generic/openssl@3.0.11", null),
            item("pkg:generic/somebodys@1", null));
    assertThat(result.assessed())
        .extracting(Assessment::feed)
        .containsExactly("Bitnami", "pkg:generic", "pkg:generic/curl", "pkg:generic/openssl");
    assertThat(result.assessed().subList(1, 4))
        .allSatisfy(assessed -> assertThat(assessed.state()).isEqualTo(State.NOT_ASSESSED))
        .last()
        .satisfies(openssl -> assertThat(openssl.reason()).contains("versions of openssl itself"));
  }

  @Test
  void item34_whatAnOsPackageOwnsFollowsItsVendor() throws BreakwaterException {
    advisories.feed("Bitnami", affecting("BIT-node-2024-1", "node", "20.0.0", "20.1.1"));
    PackageUrl owner = PackageUrl.parse("pkg:deb/debian/nodejs@20.1.0-1?distro=debian-12");
    MatchResult result = match(item("pkg:generic/node@20.1.0", owner));
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed()).isEmpty();
  }

  @Test
  void theProjectsOwnKernelIsJudgedByItsNumbers() throws BreakwaterException {
    advisories.feed("Linux", affecting("CVE-2024-1", "Kernel", "6.1.0", "6.1.80"));
    MatchResult result = match(item("pkg:generic/linux-kernel@6.1.79-custom", null));
    assertThat(result.findings()).extracting(Vulnerability::id).containsExactly("CVE-2024-1");
    assertThat(match(item("pkg:generic/linux-kernel@6.1.80", null)).findings()).isEmpty();
  }

  /** Its fixes came without a change of the numbers. */
  @ParameterizedTest
  @CsvSource({
    "6.1.0-18-amd64",
    "5.15.0-91-generic",
    "5.14.0-362.8.1.el9_3.x86_64",
    "5.14.21-150500.55.19-default",
  })
  void aDistributionsKernelWithoutItsPackageIsNotJudged(String release) throws BreakwaterException {
    advisories.feed("Linux", affecting("CVE-2024-1", "Kernel", "0", "6.1.80"));
    MatchResult result = match(item("pkg:generic/linux-kernel@" + release, null));
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed())
        .singleElement()
        .satisfies(assessed -> {
          assertThat(assessed.feed()).isEqualTo("pkg:generic/linux-kernel");
          assertThat(assessed.state()).isEqualTo(State.NOT_ASSESSED);
          assertThat(assessed.reason()).contains("whose package is not there");
        });
  }
}
