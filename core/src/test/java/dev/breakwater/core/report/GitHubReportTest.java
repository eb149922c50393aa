package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.breakwater.core.Report;
import dev.breakwater.core.Survey;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GitHubReportTest {
  /** GitHub's description of the body of "create a snapshot", in words of our own. */
  private static final String SCHEMA =
      """
      {
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "job", "sha", "ref", "detector", "scanned"],
        "properties": {
          "version": {"type": "integer"},
          "job": {
            "required": ["id", "correlator"],
            "additionalProperties": false,
            "properties": {
              "id": {"type": "string"},
              "correlator": {"type": "string"},
              "html_url": {"type": "string"}
            }
          },
          "sha": {"type": "string", "minLength": 40, "maxLength": 40},
          "ref": {"type": "string", "pattern": "^refs/"},
          "detector": {
            "required": ["name", "version", "url"],
            "additionalProperties": {"type": "string"}
          },
          "metadata": {"$ref": "#/$defs/metadata"},
          "scanned": {"type": "string", "format": "date-time"},
          "manifests": {"type": "object", "additionalProperties": {
            "required": ["name"],
            "additionalProperties": false,
            "properties": {
              "name": {"type": "string"},
              "metadata": {"$ref": "#/$defs/metadata"},
              "resolved": {"type": "object", "additionalProperties": {
                "additionalProperties": false,
                "properties": {
                  "package_url": {"type": "string", "pattern": "^pkg:"},
                  "relationship": {"enum": ["direct", "indirect"]},
                  "scope": {"enum": ["runtime", "development"]}
                }
              }}
            }
          }}
        },
        "$defs": {
          "metadata": {
            "type": "object",
            "maxProperties": 8,
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]}
          }
        }
      }
      """;

  private static final Map<String, String> STEP =
      Map.of(
          "GITHUB_SHA", "a".repeat(40),
          "GITHUB_REF", "refs/heads/main",
          "GITHUB_RUN_ID", "4711",
          "GITHUB_WORKFLOW", "build",
          "GITHUB_JOB", "scan",
          "GITHUB_SERVER_URL", "https://git.example.org",
          "GITHUB_REPOSITORY", "shop/api");

  private static String written(ReportWriter writer, Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String annotations(Report report) throws IOException {
    return written(new GitHubAnnotations(), report);
  }

  @Test
  void everySnapshotIsWhatGitHubTakes() throws IOException {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SCHEMA, InputFormat.JSON);
    for (Report report : SampleReports.all()) {
      String text = written(new GitHubReport("1.2.3", STEP), report);
      assertThat(schema.validate(text, InputFormat.JSON)).as(report.subject().name()).isEmpty();
    }
    String text = written(new GitHubReport("1.2.3", STEP), JudgedReports.judged());
    assertThat(schema.validate(text.replace("\"direct\"", "\"near\""), InputFormat.JSON))
        .isNotEmpty();
  }

  @Test
  void aSnapshotNamesTheCommitAndThePackages() throws IOException {
    Json json = Json.parse(written(new GitHubReport("1.2.3", STEP), JudgedReports.judged()));
    assertThat(json.text("sha")).isEqualTo("a".repeat(40));
    assertThat(json.get("job").text("html_url"))
        .isEqualTo("https://git.example.org/shop/api/actions/runs/4711");
    assertThat(json.get("detector").text("url")).isEqualTo("https://git.example.org/shop/api");
    Json resolved =
        json.get("manifests").get("registry.example.org/shop/api:1.4.2").get("resolved");
    assertThat(resolved.get("pkg:npm/lodash@4.17.20").text("scope")).isEqualTo("runtime");
    assertThat(json.get("metadata").text("breakwater:notices"))
        .startsWith("1 expired, 1 unused; .breakwater/waivers.yaml:12: expired on");
  }

  @Test
  void withoutACommitThereIsNoSnapshot() {
    Map<String, String> step = new HashMap<>(STEP);
    step.remove("GITHUB_SHA");
    assertThatThrownBy(() -> written(new GitHubReport("1.2.3", step), SampleReports.clean()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("GITHUB_SHA is not set");
  }

  @Test
  void annotationsBeginWithTheVerdictAndNameFiles() throws IOException {
    List<String> lines = annotations(JudgedReports.judged()).lines().toList();
    assertThat(lines.getFirst())
        .startsWith("::error title=Breakwater%3A registry%3Aregistry.example.org")
        .endsWith("::denied: 25 secrets are in the image");
    assertThat(lines)
        .anyMatch(line ->
            line.startsWith("::error file=app/config.py,line=12,col=7,title=aws-access-key"))
        .anyMatch(line -> line.startsWith("::warning file=.breakwater/waivers.yaml,line=12,"))
        .anyMatch(line -> line.startsWith("::warning title=runs-as-root in config.User::"))
        .noneMatch(line -> line.contains("CVE-2020-8203"));
    assertThat(annotations(SampleReports.clean())).startsWith("::notice title=").contains("passed");
  }

  @Test
  void annotationsAreBounded() throws IOException {
    for (Report report : SampleReports.all()) {
      assertThat(annotations(report).lines().count()).isBetween(1L, 50L);
    }
    assertThat(annotations(SampleReports.large(40, 12)))
        .contains("more findings: see the whole report");
    assertThat(annotations(JudgedReports.hostile())).contains("and 47 more: see the whole report");
  }

  @Test
  void nothingInAReportBeginsACommand() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Report report : List.of(JudgedReports.hostile(), SampleReports.hostile())) {
      // The runner ends a line at a carriage return too.
      commands.addAll(List.of(annotations(report).split("[\r\n]+")));
    }
    assertThat(commands)
        .allMatch(line -> line.matches("::(error|warning|notice) [^:]*title=[^:]*::.*"))
        .noneMatch(line -> line.startsWith("::stop-commands"))
        .noneMatch(line -> line.chars().anyMatch(c -> c < ' '));
    assertThat(commands).anyMatch(line -> line.contains("%250A"));
  }

  @Test
  void theVerdictIsOneLine() throws IOException {
    for (Report report : SampleReports.all()) {
      String line = written(new VerdictLine(), report);
      assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
      assertThat(line).doesNotContain("\u001b", "\r");
      assertThat(line).matches("(?s)(passed|denied|not assessed) .*");
    }
    assertThat(written(new VerdictLine(), JudgedReports.judged()))
        .isEqualTo(
            "denied registry:registry.example.org/shop/api:1.4.2: 25 secrets are in the image"
                + " (waivers and statements: 1 expired, 1 unused)\n");
    assertThat(written(new VerdictLine(), SampleReports.clean()))
        .isEqualTo("passed registry:registry.example.org/shop/api:1.4.2\n");
  }

  @Test
  void theVerdictOfASurveyIsOneLineToo() throws IOException {
    Survey survey =
        new Survey(
            "registry:example.org/shop",
            SampleReports.CREATED,
            List.of(
                    new Survey.Entry.Scanned(JudgedReports.judged()),
                    new Survey.Entry.Scanned(SampleReports.clean()),
                    new Survey.Entry.Failed("registry", "example.org/shop:old", "it is gone"))
                .iterator(),
            List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new VerdictLine().write(survey, out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "denied registry:example.org/shop: 3 subjects, 1 denied, 1 not assessed"
                + " (waivers and statements: 1 expired)\n");
  }
}
