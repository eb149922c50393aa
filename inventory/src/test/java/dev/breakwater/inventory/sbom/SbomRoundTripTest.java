package dev.breakwater.inventory.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Report;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.report.ReportWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SbomRoundTripTest {
  private static final List<ReportWriter> FORMATS =
      List.of(new CycloneDxReport("1.2.3"), new SpdxReport("1.2.3"));

  static byte[] written(ReportWriter writer, Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(report, out);
    return out.toByteArray();
  }

  private static Sbom read(byte[] document) throws Exception {
    return SbomReader.read(new ByteArrayInputStream(document), "test.json");
  }

  @Test
  void nothingIsLost() throws Exception {
    for (ReportWriter format : FORMATS) {
      Report report = SampleInventory.report(SampleInventory.DEBIAN, SampleInventory.packages());
      Sbom sbom = read(written(format, report));
      assertThat(sbom.inventory().packages()).containsExactlyElementsOf(report.packages());
      assertThat(sbom.inventory().distribution()).isEqualTo(SampleInventory.DEBIAN);
      assertThat(sbom.inventory().problems()).isEmpty();
      assertThat(sbom.name()).isEqualTo("example.org/app:1");
    }
  }

  static final List<Notice> NOTICES =
      List.of(
          new Notice(
              Notice.Kind.EXPIRED,
              new FileLine("waivers.yaml", 3),
              "expired on 2026-01-31 (owner: ops)"),
          new Notice(Notice.Kind.UNUSED, new FileLine("vex\n.json"), "matches \u0000 no finding"));

  @Test
  void whatTheOwnersOfWaiversShouldKnowIsInThem() throws Exception {
    Report plain = SampleInventory.report(SampleInventory.DEBIAN, SampleInventory.packages());
    Report report = plain.with(NOTICES);
    for (ReportWriter format : FORMATS) {
      byte[] document = written(format, report);
      assertThat(new String(document, StandardCharsets.UTF_8))
          .contains("breakwater:notice:expired", "waivers.yaml:3: expired on 2026-01-31")
          .contains("breakwater:notice:unused");
      assertThat(read(document).inventory().packages())
          .containsExactlyElementsOf(report.packages());
      assertThat(uniqueName(format, report)).isNotEqualTo(uniqueName(format, plain));
    }
  }

  @Test
  void nothingIsLostOfAnyText() throws Exception {
    for (ReportWriter format : FORMATS) {
      for (long seed = 1; seed <= 20; seed++) {
        List<SoftwarePackage> packages = SampleInventory.random(seed, 50);
        Distribution odd = new Distribution("x\n", "", "", "c", "", null);
        Sbom sbom = read(written(format, SampleInventory.report(odd, packages)));
        assertThat(sbom.inventory().packages()).as("seed %d", seed).isEqualTo(packages);
        assertThat(sbom.inventory().distribution()).isEqualTo(odd);
        assertThat(sbom.inventory().problems()).isEmpty();
      }
    }
  }

  @Test
  void aSecondTripChangesNothing() throws Exception {
    for (ReportWriter format : FORMATS) {
      Report report = SampleInventory.report(SampleInventory.DEBIAN, SampleInventory.packages());
      byte[] first = written(format, report);
      Sbom sbom = read(first);
      Report again =
          SampleInventory.report(sbom.inventory().distribution(), sbom.inventory().packages());
      assertThat(written(format, again)).isEqualTo(first);
    }
  }

  @Test
  void namesComeFromTheContentAndNotTheTime() throws Exception {
    Report report = SampleInventory.report(SampleInventory.DEBIAN, SampleInventory.packages());
    Report later =
        new Report(
            report.created().plusSeconds(5000),
            report.subject(),
            report.assessed(),
            report.problems(),
            report.packages(),
            report.findings(),
            report.excused(),
            report.notices(),
            report.plan(),
            report.verdict());
    Report other = SampleInventory.report(null, SampleInventory.packages());
    for (ReportWriter format : FORMATS) {
      assertThat(uniqueName(format, report)).isEqualTo(uniqueName(format, later));
      assertThat(uniqueName(format, report)).isNotEqualTo(uniqueName(format, other));
    }
  }

  private static String uniqueName(ReportWriter format, Report report) throws IOException {
    String text = new String(written(format, report), StandardCharsets.UTF_8);
    return text.lines()
        .filter(line -> line.contains("\"serialNumber\"") || line.contains("documentNamespace"))
        .findFirst()
        .orElseThrow();
  }
}
