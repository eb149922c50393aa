package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.breakwater.core.Report;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Survey;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GitLabReportTest {
  /** The rules of GitLab's schemas 15.0 for what this format writes, in words of our own. */
  private static final String COMMON =
      """
      "type": "object",
      "required": ["version", "scan", "vulnerabilities"],
      "properties": {
        "version": {"pattern": "^15\\\\.0\\\\.[0-9]+$"},
        "remediations": {"type": "array"},
        "scan": {
          "required": ["analyzer", "scanner", "start_time", "end_time", "status", "type"],
          "properties": {
            "analyzer": {"$ref": "#/definitions/tool"},
            "scanner": {"$ref": "#/definitions/tool"},
            "start_time": {"$ref": "#/definitions/time"},
            "end_time": {"$ref": "#/definitions/time"},
            "status": {"enum": ["success", "failure"]},
            "type": {"const": "TYPE"},
            "messages": {"type": "array", "items": {
              "required": ["level", "value"],
              "properties": {
                "level": {"enum": ["info", "warn", "fatal"]},
                "value": {"type": "string", "minLength": 1}
              }
            }}
          }
        },
        "vulnerabilities": {"type": "array", "items": {
          "type": "object",
          "required": ["id", "identifiers", "location"],
          "properties": {
            "id": {"type": "string", "minLength": 1},
            "name": {"type": "string", "maxLength": 255},
            "description": {"type": "string", "maxLength": 1048576},
            "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
            "solution": {"type": "string", "maxLength": 7000},
            "identifiers": {"type": "array", "minItems": 1, "items": {
              "required": ["type", "name", "value"],
              "properties": {
                "type": {"$ref": "#/definitions/name"},
                "name": {"$ref": "#/definitions/name"},
                "value": {"$ref": "#/definitions/name"}
              }
            }},
            "links": {"type": "array", "items": {
              "required": ["url"],
              "properties": {"url": {"pattern": "^https?://.+"}}
            }},
            "details": {"type": "object", "additionalProperties": {
              "required": ["name", "type", "value"],
              "properties": {
                "name": {"$ref": "#/definitions/name"},
                "type": {"const": "text"},
                "value": {"type": "string"}
              }
            }},
            "location": LOCATION
          }
        }}
      },
      "definitions": {
        "name": {"type": "string", "minLength": 1},
        "time": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$"},
        "tool": {
          "required": ["id", "name", "version", "vendor"],
          "properties": {
            "id": {"$ref": "#/definitions/name"},
            "name": {"$ref": "#/definitions/name"},
            "version": {"$ref": "#/definitions/name"},
            "vendor": {"required": ["name"]}
          }
        }
      }
      """;

  private static final String PACKAGE =
      """
      {
        "required": ["dependency", "operating_system", "image"],
        "properties": {
          "dependency": {
            "required": ["package", "version"],
            "properties": {
              "package": {"required": ["name"], "properties": {"name": {"type": "string"}}},
              "version": {"type": "string"}
            }
          },
          "operating_system": {"$ref": "#/definitions/name"},
          "image": {"pattern": "^[^:]+(:[0-9]+[^:]*)?:[^:]+(:[^:]+)?$"}
        }
      }
      """;

  private static final String FILE =
      """
      {
        "required": ["commit"],
        "properties": {
          "file": {"type": "string"},
          "start_line": {"type": "number"},
          "commit": {"required": ["sha"], "properties": {"sha": {"$ref": "#/definitions/name"}}}
        }
      }
      """;

  private static final String SETTING =
      """
      {
        "properties": {
          "file": {"type": "string", "minLength": 1},
          "start_line": {"type": "number"},
          "end_line": {"type": "number"},
          "class": {"type": "string"},
          "method": {"type": "string"}
        }
      }
      """;

  private static Schema schema(GitLabReport.Type type) {
    String rules =
        COMMON
            .replace("TYPE", type.name().toLowerCase(Locale.ROOT))
            .replace(
                "LOCATION",
                switch (type) {
                  case CONTAINER_SCANNING -> PACKAGE;
                  case SECRET_DETECTION -> FILE;
                  case SAST -> SETTING;
                });
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema("{" + rules + "}", InputFormat.JSON);
  }

  private static String written(ReportWriter writer, Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Json json(GitLabReport.Type type, Report report) throws IOException {
    return Json.parse(written(new GitLabReport("1.2.3", type), report));
  }

  @Test
  void everyReportIsWhatTheSchemasSay() throws IOException {
    for (GitLabReport.Type type : GitLabReport.Type.values()) {
      Schema schema = schema(type);
      for (Report report : SampleReports.all()) {
        String text = written(new GitLabReport("1.2.3", type), report);
        assertThat(schema.validate(text, InputFormat.JSON)).as(report.subject().name()).isEmpty();
      }
      String text = written(new GitLabReport("1.2.3", type), JudgedReports.judged());
      assertThat(
              schema.validate(
                  text.replace("\"severity\": \"", "\"severity\": \"x"), InputFormat.JSON))
          .isNotEmpty();
    }
  }

  @Test
  void packagesAndSecretsAreInTheirReports() throws IOException {
    Report report = JudgedReports.judged();
    List<Json> packages =
        json(GitLabReport.Type.CONTAINER_SCANNING, report).get("vulnerabilities").items();
    assertThat(packages).hasSize(1);
    assertThat(packages.getFirst().get("identifiers").items())
        .extracting(one -> one.text("type") + " " + one.text("value"))
        .containsExactly("cve CVE-2021-23337", "ghsa GHSA-aaaa-bbbb-3337", "cwe CWE-94");
    Json location = packages.getFirst().get("location");
    assertThat(location.text("image")).isEqualTo("registry.example.org/shop/api:1.4.2");
    assertThat(location.text("operating_system")).isEqualTo("Debian GNU/Linux 12 (bookworm)");
    List<Json> secrets =
        json(GitLabReport.Type.SECRET_DETECTION, report).get("vulnerabilities").items();
    assertThat(secrets).hasSize(25);
    assertThat(secrets.get(2).get("location").get("start_line").number(0)).isEqualTo(3);
    assertThat(secrets.get(2).get("details").get("hidden").text("value")).contains("still");
  }

  @Test
  void whatIsNoFindingIsAMessage() throws IOException {
    Json scan = json(GitLabReport.Type.CONTAINER_SCANNING, JudgedReports.judged()).get("scan");
    assertThat(scan.text("status")).isEqualTo("success");
    assertThat(scan.get("messages").items())
        .extracting(message -> message.text("value"))
        .contains(
            ".breakwater/waivers.yaml:12: " + JudgedReports.EXPIRED.what(),
            "registry:registry.example.org/shop/api:1.4.2: denied: 25 secrets are in the image",
            "registry:registry.example.org/shop/api:1.4.2: 27 findings of rules:"
                + " see --format gitlab-codequality, and gitlab-sast for settings")
        .anyMatch(text -> text.contains("3 excused: 1 by waivers, 1 by VEX, 1 in the baseline"));
    Report unsure =
        SampleReports.of(
            SampleReports.image(null),
            List.of(SampleReports.missing("Debian:12", 1)),
            List.of(),
            List.of(),
            List.of(),
            null);
    assertThat(json(GitLabReport.Type.CONTAINER_SCANNING, unsure).get("scan").text("status"))
        .isEqualTo("failure");
  }

  @Test
  void identifiersAreUniqueAndStayTheSame() throws IOException {
    Set<String> ids = new HashSet<>();
    for (Json one :
        json(GitLabReport.Type.CONTAINER_SCANNING, SampleReports.typical())
            .get("vulnerabilities")
            .items()) {
      String id = one.text("id");
      assertThat(UUID.fromString(id).version()).isEqualTo(8);
      assertThat(UUID.fromString(id).variant()).isEqualTo(2);
      assertThat(ids.add(id)).isTrue();
    }
    assertThat(GitLabReport.uuid("ffffffffffffffff0000000000000000"))
        .isEqualTo("ffffffff-ffff-8fff-8000-000000000000");
  }

  @Test
  void everySubjectHasAnImageThatGitLabCanRead() {
    assertThat(image("registry", "alpine")).isEqualTo("alpine:latest");
    assertThat(image("registry", "localhost:5000/a/b:1")).isEqualTo("localhost:5000/a/b:1");
    assertThat(image("registry", "a@sha256:" + "1".repeat(64)))
        .isEqualTo("a@sha256:" + "1".repeat(64));
    assertThat(image("dir", "/")).isEqualTo("dir:/");
    assertThat(image("oci", "a::b")).isEqualTo("oci:a__b");
    assertThat(image("sbom", "")).isEqualTo("sbom:_");
  }

  private static String image(String kind, String name) {
    return GitLabReport.image(new Subject(kind, name, null, null, null, List.of()));
  }

  @Test
  void codeQualityHasWhatRulesFound() throws IOException {
    Report report = JudgedReports.judged();
    Json issues = Json.parse(written(new GitLabCodeQuality(), report));
    assertThat(issues.items()).hasSize(report.weaknesses().size() + report.notices().size());
    Set<String> fingerprints = new HashSet<>();
    for (Json issue : issues.items()) {
      assertThat(issue.text("description")).isNotBlank();
      assertThat(issue.text("check_name")).isNotBlank();
      assertThat(issue.text("severity")).isIn("info", "minor", "major", "critical", "blocker");
      assertThat(issue.get("location").text("path")).isNotBlank();
      assertThat(issue.get("location").get("lines").get("begin").number(0)).isPositive();
      assertThat(fingerprints.add(issue.text("fingerprint"))).isTrue();
    }
    Json notice = issues.items().get(report.weaknesses().size());
    assertThat(notice.text("check_name")).isEqualTo("excuse-expired");
    assertThat(notice.get("location").text("path")).isEqualTo(".breakwater/waivers.yaml");
    assertThat(notice.get("location").get("lines").get("begin").number(0)).isEqualTo(12);
  }

  @Test
  void codeQualityHasWhatCouldNotBeJudged() throws IOException {
    int gaps = 0;
    for (Report report : SampleReports.all()) {
      List<String> rules = new ArrayList<>();
      for (Json issue : Json.parse(written(new GitLabCodeQuality(), report)).items()) {
        rules.add(String.valueOf(issue.text("check_name")));
      }
      assertThat(Collections.frequency(rules, "unreadable")).isEqualTo(report.problems().size());
      gaps += report.problems().size();
    }
    assertThat(gaps).isPositive();
  }

  @Test
  void allSubjectsOfASurveyAreInOneReport() throws IOException {
    for (GitLabReport.Type type : GitLabReport.Type.values()) {
      Json json = Json.parse(surveyed(new GitLabReport("1.2.3", type)));
      assertThat(schema(type).validate(surveyed(new GitLabReport("1.2.3", type)), InputFormat.JSON))
          .isEmpty();
      assertThat(json.get("scan").text("status")).isEqualTo("failure");
      assertThat(json.get("scan").get("messages").items())
          .anyMatch(one -> String.valueOf(one.text("value")).contains("it is gone"));
    }
    assertThat(Json.parse(surveyed(new GitLabCodeQuality())).items())
        .anyMatch(one -> "not-scanned".equals(one.text("check_name")));
  }

  private static String surveyed(SurveyWriter writer) throws IOException {
    Survey survey =
        new Survey(
            "registry:example.org/shop",
            SampleReports.CREATED,
            List.of(
                    new Survey.Entry.Scanned(JudgedReports.judged()),
                    new Survey.Entry.Failed("registry", "example.org/shop:old", "it is gone"),
                    new Survey.Entry.Scanned(SampleReports.typical()))
                .iterator(),
            List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(survey, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void onlySafeAddressesBecomeLinks() {
    assertThat(Vulnerability.Source.isWebAddress("https://example.org/a")).isTrue();
    assertThat(Vulnerability.Source.isWebAddress("javascript:alert(1)")).isFalse();
    assertThat(Vulnerability.Source.isWebAddress("https://example.org/\"><x>")).isFalse();
  }
}
