package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Evidence;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.judge.Judge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A copy that an operating-system package owns, and a copy beside it that nobody owns. */
class SamePurlTest {
  private static final PackageUrl PURL = PackageUrl.parse("pkg:pypi/pip@23.0.1");
  private static final SoftwarePackage OWN =
      new SoftwarePackage(
          PURL, "pip", "23.0.1", null, List.of("opt/pip-23.0.1.dist-info/METADATA"), null, null);
  private static final SoftwarePackage OWNED =
      new SoftwarePackage(
          PURL,
          "pip",
          "23.0.1",
          null,
          List.of("usr/lib/python3/dist-packages/pip-23.0.1.dist-info/METADATA"),
          null,
          PackageUrl.parse("pkg:deb/debian/python3-pip@23.0.1?distro=debian-12"));

  @Test
  void theTableNamesTheCopyThatTheFindingIsIn() throws IOException {
    Vulnerability finding =
        new Vulnerability(
            "CVE-2023-5752",
            List.of(),
            Finding.Kind.VULNERABILITY,
            Severity.LOW,
            null,
            Vulnerability.Status.FIXED,
            "example",
            PURL,
            "pip",
            "23.0.1",
            "23.3",
            new Finding.Location(OWN.paths().getFirst(), null),
            new Finding.Remedy("upgrade pip to 23.3", List.of("23.3")),
            null,
            List.of(),
            List.of(),
            Vulnerability.Place.APPLICATION,
            null,
            null,
            List.of());
    assertThat(finding.isIn(OWN)).isTrue();
    assertThat(finding.isIn(OWNED)).isFalse();
    Report report =
        Judge.at(null, false)
            .judge(
                new Evidence(
                    Instant.EPOCH,
                    new Subject("dir", "/", null, null, null, List.of()),
                    List.of(),
                    List.of(),
                    List.of(OWN, OWNED),
                    List.of(finding),
                    List.of()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TableReport(120, false, true).write(report, out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("opt/pip-23.0.1.dist-info")
        .doesNotContain("installed by");
  }
}
