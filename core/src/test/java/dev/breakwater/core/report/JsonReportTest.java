package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  private static Schema schema() throws IOException {
    try (InputStream in = JsonReport.class.getResourceAsStream(JsonReport.SCHEMA_RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(text, InputFormat.JSON);
    }
  }

  private static String written(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JsonReport().write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyReportIsWhatTheSchemaSays() throws IOException {
    Schema schema = schema();
    for (Report report : SampleReports.all()) {
      List<Error> errors = schema.validate(written(report), InputFormat.JSON);
      assertThat(errors).as(report.subject().name()).isEmpty();
    }
  }

  @Test
  void theSchemaRefusesWhatIsNotAReport() throws IOException {
    Schema schema = schema();
    String good = written(SampleReports.typical());
    assertThat(good).contains("\"severity\": \"critical\"", "\"digest\": null");
    for (String bad :
        List.of(
            good.replace("\"breakwater.report/1\"", "\"breakwater.report/2\""),
            good.replace("\"severity\": \"critical\"", "\"severity\": \"terrible\""),
            good.replace("\"aliases\"", "\"alias\""),
            good.replace("\"createdBy\"", "\"created_by\""),
            good.replace("\"digest\": null", "\"digest\": \"sha256:12\""),
            good.replace("\"created\": \"2026-11-21T21:30:00Z\"", "\"created\": \"yesterday\""),
            "[]",
            "{}")) {
      assertThat(schema.validate(bad, InputFormat.JSON)).isNotEmpty();
    }
  }

  @Test
  void saysEverythingThatIsKnown() throws IOException {
    Json json = Json.parse(written(SampleReports.typical()));
    assertThat(json.text("schema")).isEqualTo("breakwater.report/1");
    assertThat(json.get("subject").get("distribution").get("ended").isTrue()).isTrue();
    assertThat(json.get("subject").get("layers").items()).hasSize(2);
    Json finding = json.get("findings").items().getFirst();
    assertThat(finding.text("id")).isEqualTo("CVE-2021-44228");
    assertThat(finding.get("kev").text("dateAdded")).isEqualTo("2021-12-10");
    assertThat(finding.get("epss").get("score"))
        .isEqualTo(new Json.Numeral(new java.math.BigDecimal("0.97556")));
    assertThat(finding.text("package"))
        .isEqualTo("pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1");
    assertThat(json.get("verdict").text("outcome")).isEqualTo("denied");
    assertThat(json.get("verdict").get("counts").get("critical").number(-1)).isEqualTo(6);
    assertThat(json.get("verdict").get("counts").members()).hasSize(6);
  }

  @Test
  void aFewLinesAsTheyAre() throws IOException {
    assertThat(written(SampleReports.empty()))
        .isEqualTo(
            """
            {
              "schema": "breakwater.report/1",
              "created": "2026-11-21T21:30:00Z",
              "subject": {
                "kind": "dir",
                "name": "/",
                "digest": null,
                "platform": null,
                "distribution": null,
                "layers": [],
                "base": null,
                "container": null,
                "workloads": null
              },
              "assessed": [],
              "problems": [],
              "packages": [],
              "findings": [],
              "excused": [],
              "notices": [],
              "plan": [],
              "verdict": {
                "outcome": "passed",
                "reasons": [],
                "counts": {
                  "critical": 0,
                  "high": 0,
                  "medium": 0,
                  "low": 0,
                  "negligible": 0,
                  "unknown": 0
                },
                "decisions": []
              }
            }
            """);
  }

  @Test
  void theSameReportGivesTheSameBytes() throws IOException {
    assertThat(written(SampleReports.typical())).isEqualTo(written(SampleReports.typical()));
  }

  @Test
  void halfASurrogatePairDoesNotBreakTheDocument() throws IOException {
    Json json = Json.parse(written(SampleReports.hostile()));
    assertThat(json.get("findings").items().getFirst().text("packageName"))
        .contains("\ufffd")
        .contains("\u001b[2J");
  }

  @Test
  void leavesTheStreamOpenAndPassesItsErrorsOn() throws IOException {
    boolean[] closed = {false};
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    new JsonReport().write(SampleReports.typical(), out);
    assertThat(closed[0]).isFalse();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left on device");
          }
        };
    assertThatThrownBy(() -> new JsonReport().write(SampleReports.large(40, 40), full))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no space left on device");
  }
}
