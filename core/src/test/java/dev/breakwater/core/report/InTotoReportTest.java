package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.Digest;
import dev.breakwater.core.Report;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InTotoReportTest {
  private static Json written(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new InTotoReport("1.2.3").write(report, out);
    return Json.parse(out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theStatementIsAboutTheDigest() throws IOException {
    Report report = SampleReports.typical();
    Json statement = written(report);
    assertThat(statement.text("_type")).isEqualTo("https://in-toto.io/Statement/v1");
    assertThat(statement.text("predicateType"))
        .isEqualTo("https://in-toto.io/attestation/vulns/v0.2");
    Json subject = statement.get("subject").items().getFirst();
    assertThat(subject.text("name")).isEqualTo(report.subject().name());
    Digest digest = Objects.requireNonNull(report.subject().digest());
    assertThat(subject.get("digest").text("sha256")).isEqualTo(digest.hex());
  }

  @Test
  void thePredicateHasWhatItsTypeAsksFor() throws IOException {
    for (Report report : SampleReports.all()) {
      if (report.subject().digest() == null) {
        continue;
      }
      Json predicate = written(report).get("predicate");
      Json scanner = predicate.get("scanner");
      assertThat(scanner.text("uri")).isEqualTo("pkg:generic/breakwater@1.2.3");
      assertThat(scanner.get("result").items()).hasSize(report.vulnerabilities().size());
      for (Json result : scanner.get("result").items()) {
        assertThat(result.text("id")).isNotBlank();
        assertThat(result.get("severity").items())
            .isNotEmpty()
            .allSatisfy(severity -> assertThat(severity.text("method")).isNotBlank())
            .allSatisfy(severity -> assertThat(severity.text("score")).isNotBlank());
        assertThat(result.get("annotations").items()).hasSize(1);
      }
      Instant.parse(predicate.get("metadata").text("scanStartedOn"));
      Instant.parse(predicate.get("metadata").text("scanFinishedOn"));
    }
  }

  @Test
  void theDatabaseIsAsOldAsItsOldestFeed() throws IOException {
    Json predicate = written(JudgedReports.judged()).get("predicate");
    assertThat(predicate.get("scanner").get("db").text("lastUpdate"))
        .isEqualTo("2026-11-20T06:00:00Z");
    Json judgedByNothing = written(JudgedReports.hostile()).get("predicate");
    assertThat(judgedByNothing.get("scanner").get("db").text("lastUpdate")).isNull();
  }

  @Test
  void whatTheTypeDoesNotKnowIsInOneMemberBeside() throws IOException {
    Json beside = written(JudgedReports.judged()).get("predicate").get("breakwater_report");
    assertThat(beside.text("outcome")).isEqualTo("denied");
    assertThat(beside.texts("reasons")).containsExactly("25 secrets are in the image");
    assertThat(beside.get("decisions").items()).hasSize(2);
    assertThat(beside.texts("notices"))
        .containsExactly(
            Wording.notice(JudgedReports.EXPIRED), Wording.notice(JudgedReports.UNUSED));
    assertThat(beside.get("weaknesses").items()).hasSize(27);
    assertThat(beside.get("weaknesses").items())
        .extracting(weakness -> weakness.text("step"))
        .contains("RUN pip install -r requirements.txt");
    assertThat(beside.get("excused").items())
        .extracting(excused -> excused.text("id"))
        .containsExactly("CVE-2020-8203", "CVE-2020-28500", "aws-access-key");
  }

  @Test
  void withoutADigestThereIsNothingToAttest() {
    for (Report report : List.of(SampleReports.empty(), SampleReports.container(true))) {
      assertThatThrownBy(() -> written(report))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("about what a digest names");
    }
  }
}
