package dev.breakwater.advisory.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.advisory.Advisory;
import dev.breakwater.advisory.Advisory.Interval;
import dev.breakwater.advisory.version.VersionOrder;
import dev.breakwater.core.Vulnerability;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** secdb, KEV and EPSS. */
class SmallFeedsTest {
  private final Problems problems = new Problems();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CVE-2019-1 | CVE-2019-1",
        "CVE-2017-12122 TALOS-2017-0488 | CVE-2017-12122,TALOS-2017-0488",
        "CVE-2018-15469  XSA-268 | CVE-2018-15469,XSA-268",
        "CVE-2018-10103 (SMB - partially fixed, but SMB printing disabled) | CVE-2018-10103",
        "CVE-2018-14879 (tcpdump -V) | CVE-2018-14879",
        "CVE 2018-16859 | CVE-2018-16859",
        "CVE_2019-2426 | CVE-2019-2426",
        "CVE-????-?????  XSA-284 | XSA-284",
        "wnpa-sec-2017-18 | wnpa-sec-2017-18",
        "GHSA-aaaa-bbbb-1111 CVE-2020-1, CVE-2020-2 | GHSA-aaaa-bbbb-1111,CVE-2020-1,CVE-2020-2",
        "CVE-2020-1 CVE-2020-1 | CVE-2020-1",
        "fixed by hand | ''",
        "- | ''",
        "((((( | ''"
      })
  void item21_oneLineMayHoldSeveralIds(String line, String ids) {
    assertThat(String.join(",", SecdbIds.of(line))).isEqualTo(ids);
  }

  @Test
  void secdb() throws Exception {
    Map<String, Advisory> found =
        secdb(
            """
            {"packages": [
              {"pkg": {"name": "db", "secfixes": {"0": ["CVE-2020-1"]}}},
              {"pkg": {"name": "xen", "secfixes": {
                "4.7.0-r0": ["CVE-2016-1 XSA-1", "CVE-2016-2 XSA-2"],
                "4.10.0-r1": ["CVE-2016-3 XSA-2", "CVE-2016-1"],
                "4.9.0-r1": ["CVE-2016-3"]}}},
              {"pkg": {"name": "empty", "secfixes": {}}},
              {"pkg": {"name": "none", "secfixes": null}}]}
            """);
    assertThat(found.keySet())
        .containsExactlyInAnyOrder(
            "db CVE-2020-1",
            "xen CVE-2016-1",
            "xen XSA-1",
            "xen CVE-2016-2",
            "xen CVE-2016-3",
            "xen XSA-2");
    assertThat(intervals(found, "db CVE-2020-1")).isEmpty();
    assertThat(intervals(found, "xen CVE-2016-1"))
        .containsExactly(new Interval(null, "4.10.0-r1", null));
    assertThat(intervals(found, "xen CVE-2016-3"))
        .containsExactly(new Interval(null, "4.10.0-r1", null));
    assertThat(found.get("xen CVE-2016-1").aliases()).containsExactly("XSA-1");
    assertThat(found.get("xen XSA-1").aliases()).containsExactly("CVE-2016-1");
    assertThat(found.get("xen CVE-2016-2").aliases()).isEmpty();
    assertThat(found.get("xen XSA-2").upstream()).containsExactly("CVE-2016-2", "CVE-2016-3");
    assertThat(found.get("xen XSA-2").aliases()).isEmpty();
    assertThat(found.get("db CVE-2020-1").url()).isEqualTo("https://example.org/CVE-2020-1");
    assertThat(problems.kept()).isEmpty();
  }

  @Test
  void brokenSecdb() throws Exception {
    Map<String, Advisory> found =
        secdb(
            """
            {"packages": [
              {"pkg": {"secfixes": {"1": ["CVE-2020-1"]}}}, 7, {"pkg": {"name": "a", "secfixes": {
                "1.0-r0": ["CVE-2020-1", "fixed", 3, null], "1.0.-r1": ["CVE-2020-2"], "2": "x"}}}]}
            """);
    assertThat(found.keySet()).containsExactlyInAnyOrder("a CVE-2020-1", "a CVE-2020-2");
    assertThat(problems.broken()).isEqualTo(5);
    assertThat(problems.doubtful()).isEqualTo(1);
    assertThatThrownBy(() -> secdb("{}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("packages");
    assertThatThrownBy(() -> secdb("{")).isInstanceOf(IOException.class);
  }

  @Test
  void kev() throws Exception {
    KevReader.Catalogue catalogue =
        KevReader.read(
            stream(
                """
                {"dateReleased": "2025-08-25T17:04:19.9796Z", "vulnerabilities": [
                  {"cveID": "CVE-2025-1", "dateAdded": "2025-08-25", "dueDate": "2025-09-15",
                   "knownRansomwareCampaignUse": "Known"},
                  {"cveID": "CVE-2025-2", "dateAdded": "2025-08-25",
                   "knownRansomwareCampaignUse": "Unknown"},
                  {"cveID": "CVE-2025-3", "dateAdded": "soon"}, {"dateAdded": "2025-08-25"}]}
                """),
            problems);
    assertThat(catalogue.entries())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "CVE-2025-1",
                new Vulnerability.Kev(LocalDate.of(2025, 8, 25), LocalDate.of(2025, 9, 15), true),
                "CVE-2025-2",
                new Vulnerability.Kev(LocalDate.of(2025, 8, 25), null, false)));
    assertThat(catalogue.released()).isEqualTo(Instant.parse("2025-08-25T17:04:19.9796Z"));
    assertThat(problems.broken()).isEqualTo(2);
    assertThatThrownBy(() -> KevReader.read(stream("[]"), problems))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void epss(boolean packed) throws Exception {
    byte[] text =
        """
        #model_version:v2025.03.14,score_date:2025-08-25T12:55:00+0000
        cve,epss,percentile
        CVE-1999-0001,0.0142,0.79836
        CVE-1999-0002,1,0\r
        nonsense
        CVE-1999-0003,2.0,0.5
        CVE-1999-0004,NaN,0.5
        """
            .getBytes(StandardCharsets.UTF_8);
    EpssReader.Scores scores =
        EpssReader.read(new ByteArrayInputStream(packed ? gzip(text) : text), problems);
    assertThat(scores.scores())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "CVE-1999-0001", new Vulnerability.Epss(0.0142, 0.79836),
                "CVE-1999-0002", new Vulnerability.Epss(1, 0)));
    assertThat(scores.date()).isEqualTo(Instant.parse("2025-08-25T12:55:00Z"));
    assertThat(scores.records()).isEqualTo(5);
    assertThat(problems.broken()).isEqualTo(3);
  }

  @Test
  void epssThatIsNone() throws Exception {
    assertThatThrownBy(() -> EpssReader.read(stream(""), problems)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> EpssReader.read(stream("<html>\n"), problems))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("heading");
    byte[] whole = gzip("cve,epss,percentile\n".repeat(1).getBytes(StandardCharsets.UTF_8));
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 5);
    assertThatThrownBy(() -> EpssReader.read(new ByteArrayInputStream(cut), problems))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> EpssReader.read(stream("cve,epss,percentile\n" + "x".repeat(5000)), problems))
        .isInstanceOf(IOException.class);
  }

  private Map<String, Advisory> secdb(String text) throws IOException {
    SecdbReader reader = new SecdbReader(VersionOrder.named("Alpine").orElseThrow(), problems);
    reader.read(stream(text));
    Map<String, Advisory> found = new HashMap<>();
    for (Advisory advisory : reader.advisories("https://example.org/")) {
      found.put(advisory.affected().getFirst().name() + " " + advisory.id(), advisory);
    }
    return found;
  }

  private static List<Interval> intervals(Map<String, Advisory> found, String key) {
    return found.get(key).affected().getFirst().intervals();
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
