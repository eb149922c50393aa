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
import dev.breakwater.core.Vulnerability.Status;
import dev.breakwater.inventory.Inventory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a language package comes from decides which advisories are about it. */
class PackageOriginTest {
  private final AdvisoriesInMemory advisories = new AdvisoriesInMemory();

  @ParameterizedTest
  @CsvSource({
    "pkg:cargo/keel@1.0.0, crates.io, keel",
    "pkg:gem/keel@1.0.0, RubyGems, keel",
    "pkg:composer/acme/keel@v1.0.0, Packagist, acme/keel",
    "pkg:nuget/Acme.Keel@1.0.0, NuGet, acme.keel",
    "pkg:pub/keel@1.0.0, Pub, keel",
    "pkg:hex/keel@1.0.0, Hex, keel",
    "pkg:swift/github.com/Acme/Keel@1.0.0, SwiftURL, github.com/acme/keel",
    "pkg:bitnami/keel@1.0.0-3?arch=amd64&distro=debian-12, Bitnami, keel",
  })
  void eachIsJudgedByItsEcosystem(String purl, String ecosystem, String name) {
    advisories.feed(ecosystem, everythingBefore("2.0.0", name));
    assertThat(match(purl).findings()).extracting(Vulnerability::id).containsExactly("CVE-2024-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkg:cargo/keel@1.0.0?vcs_url=git%2Bhttps://example.org/keel%400123",
        "pkg:cargo/keel@1.0.0?repository_url=https://example.org/index",
        "pkg:cargo/keel@1.0.0?source=git",
        "pkg:gem/keel@1.0.0?vcs_url=git%2Bhttps://example.org/keel%400123",
        "pkg:pub/keel@1.0.0?repository_url=https://example.org",
        "pkg:hex/acme/keel@1.0.0",
        "pkg:hex/keel@1.0.0?repository_url=acme",
        "pkg:conan/keel@1.0.0?channel=stable&user=acme"
      })
  void whatSharesOnlyTheNameIsNotJudgedAndSaidSo(String purl) {
    for (String ecosystem : List.of("crates.io", "RubyGems", "Pub", "Hex", "ConanCenter")) {
      advisories.feed(ecosystem, everythingBefore("2.0.0", "keel"));
    }
    MatchResult result = match(purl);
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed())
        .singleElement()
        .satisfies(assessment -> {
          assertThat(assessment.state()).isEqualTo(State.NOT_ASSESSED);
          assertThat(assessment.reason()).contains("registry of its own");
        });
  }

  /** Neighbours in an inventory differ in a qualifier only. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void whereOneComesFromIsNotWhereTheNextDoes(boolean fromGitFirst) {
    advisories.feed(
        "crates.io", everythingBefore("2.0.0", "keel"), everythingBefore("2.0.0", "hull"));
    String git = "?vcs_url=git%2Bhttps://example.org/keel%400123";
    MatchResult result =
        fromGitFirst
            ? match("pkg:cargo/hull@1.0.0" + git, "pkg:cargo/keel@1.0.0")
            : match("pkg:cargo/hull@1.0.0", "pkg:cargo/keel@1.0.0" + git);
    assertThat(result.findings())
        .extracting(Vulnerability::packageName)
        .containsExactly(fromGitFirst ? "keel" : "hull");
    assertThat(result.assessed())
        .extracting(Assessment::state)
        .containsExactlyInAnyOrder(State.ASSESSED, State.NOT_ASSESSED);
  }

  @Test
  void nobodyIssuesAdvisoriesForPods() {
    assertThat(match("pkg:cocoapods/Keel@1.0.0").assessed())
        .singleElement()
        .satisfies(assessment -> {
          assertThat(assessment.state()).isEqualTo(State.NOT_ASSESSED);
          assertThat(assessment.feed()).isEqualTo("pkg:cocoapods");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "5.15.13-4, true",
    "5.15.14-0, false",
    "5.15.14, false",
    "5.16.0-7, true",
    "5.16.1-0, false",
    "5.15.14-rc1, true",
  })
  void aBuildOfBitnamiIsItsRelease(String version, boolean affected) {
    advisories.feed(
        "Bitnami",
        advisory(
            "keel", new Interval(null, "5.15.14", null), new Interval("5.16.0", null, "5.16.0")));
    assertThat(match("pkg:bitnami/keel@" + version).findings()).hasSize(affected ? 1 : 0);
  }

  private MatchResult match(String... purls) {
    List<SoftwarePackage> items = Arrays.stream(purls).map(PackageOriginTest::installed).toList();
    try {
      return new Matcher(advisories, Instant.parse("2024-06-02T00:00:00Z"))
          .match(new Inventory(null, items, List.of()));
    } catch (BreakwaterException e) {
      throw new AssertionError(e);
    }
  }

  private static SoftwarePackage installed(String purl) {
    PackageUrl parsed = PackageUrl.parse(purl);
    String version = parsed.version();
    return new SoftwarePackage(
        parsed,
        parsed.displayName(),
        version == null ? "" : version,
        null,
        List.of("srv/file"),
        null,
        null);
  }

  private static Advisory everythingBefore(String fixed, String name) {
    return advisory(name, new Interval(null, fixed, null));
  }

  private static Advisory advisory(String name, Interval... intervals) {
    return new Advisory(
        "CVE-2024-1",
        List.of(),
        List.of(),
        "a title",
        Severity.HIGH,
        null,
        null,
        null,
        null,
        null,
        List.of(new Affected(name, List.of(intervals), List.of(), Status.UNKNOWN, null)));
  }
}
