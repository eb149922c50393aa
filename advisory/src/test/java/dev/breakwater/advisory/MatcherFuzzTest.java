package dev.breakwater.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.advisory.Advisory.Affected;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.Advisory.Scope;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.inventory.Inventory;
import java.time.Instant;
import java.util.List;

class MatcherFuzzTest {
  private static final String[] TYPES = {
    "deb", "apk", "rpm", "pypi", "npm", "maven", "golang", "cargo", "gem", "composer", "nuget"
  };
  private static final String[] FEEDS = {
    "Debian:12",
    "Alpine:v3.20",
    "AlmaLinux:8",
    "Rocky Linux:8",
    "Red Hat:8",
    "Ubuntu:18.04",
    "SUSE:Linux Enterprise 15",
    "PyPI",
    "npm",
    "Maven",
    "Go",
    "crates.io",
    "RubyGems",
    "Packagist",
    "NuGet"
  };

  @FuzzTest(maxDuration = "10s")
  void judgesOrSaysWhyNot(FuzzedDataProvider data) throws BreakwaterException {
    String type = TYPES[data.consumeInt(0, TYPES.length - 1)];
    String version = data.consumeString(60);
    Advisory advisory =
        new Advisory(
            data.consumeString(20) + "-1",
            List.of("CVE-" + data.consumeString(10)),
            data.consumeBoolean() ? List.of() : List.of(data.consumeString(8), "CVE-2"),
            data.consumeString(30),
            Severity.UNKNOWN,
            null,
            null,
            null,
            null,
            null,
            List.of(
                affected(new Interval(null, data.consumeString(40), null), scope(data)),
                affected(
                    new Interval(data.consumeString(20), null, data.consumeString(20)),
                    Scope.EVERY_BUILD)));
    AdvisoriesInMemory advisories = new AdvisoriesInMemory();
    for (String feed : FEEDS) {
      advisories.feed(feed, advisory);
    }
    PackageUrl purl =
        PackageUrl.of(type, null, "a", version)
            .with("distro", data.consumeString(30))
            .with("arch", data.consumeString(7))
            .with("rpmmod", data.consumeString(20))
            .with("upstream", data.consumeRemainingAsString());
    SoftwarePackage item = new SoftwarePackage(purl, "a", version, null, List.of(), null, null);
    Subscriptions subscriptions =
        new Subscriptions(type.length() == 3, List.of("rhel-8-for-x86_64-baseos-eus-rpms"));
    MatchResult result =
        new Matcher(advisories, Instant.EPOCH)
            .match(new Inventory(null, List.of(item), List.of()), subscriptions);
    assertThat(result.assessed().size()).isLessThanOrEqualTo(1);
    for (Vulnerability finding : result.findings()) {
      assertThat(finding.id()).isNotNull();
    }
  }

  private static Scope scope(FuzzedDataProvider data) {
    return new Scope(
        data.consumeBoolean() ? List.of() : List.of(data.consumeString(20)),
        data.consumeBoolean() ? List.of() : List.of(data.consumeString(7)),
        ModuleStream.ofLabel(data.consumeString(12)));
  }

  private static Affected affected(Interval interval, Scope scope) {
    return new Affected(
        "a", List.of(interval), List.of(), Vulnerability.Status.UNKNOWN, null, scope);
  }
}
