package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Notice;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Report;
import dev.breakwater.core.Survey;
import dev.breakwater.core.Verdict;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurveyTest {
  private static final Survey.Entry BROKEN =
      new Survey.Entry.Failed(
          "registry", "registry.example.org/shop/api:old", "it is\u001b[2J gone");

  private static Survey of(Survey.Entry... entries) {
    return new Survey(
        "registry:registry.example.org/shop/api",
        SampleReports.CREATED,
        Arrays.asList(entries).iterator(),
        List.of("2 tags are signatures."));
  }

  private static Survey.Entry scanned(Report report) {
    return new Survey.Entry.Scanned(report);
  }

  private static String written(SurveyWriter writer, Survey survey) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(survey, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String table(boolean details, Survey survey) throws IOException {
    return written(new SurveyTable(new TableReport(100, false, true), details), survey);
  }

  private static String resource(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Report noting(Notice... notices) {
    return SampleReports.clean().with(List.of(notices));
  }

  @Test
  void whatNoSubjectUsesIsSaidOnceAndWhatOneUsesIsNot() {
    Notice everywhere =
        new Notice(Notice.Kind.UNUSED, new FileLine("w.yaml", 1), "matches nothing");
    Notice inOne = new Notice(Notice.Kind.UNUSED, new FileLine("w.yaml", 5), "matches nothing");
    Notice otherwise =
        new Notice(Notice.Kind.UNUSED, new FileLine("w.yaml", 1), "matches nothing here either");
    Notice expired = new Notice(Notice.Kind.EXPIRED, new FileLine("w.yaml", 9), "expired");
    Survey survey =
        of(
            scanned(noting(expired, everywhere, inOne)),
            BROKEN,
            scanned(noting(expired, otherwise)));
    assertThat(survey.unused()).isEmpty();
    assertThat(((Survey.Entry.Scanned) survey.next()).report().notices()).containsExactly(expired);
    assertThat(survey.unused()).containsExactly(everywhere, inOne);
    assertThat(survey.next()).isSameAs(BROKEN);
    assertThat(((Survey.Entry.Scanned) survey.next()).report().notices()).containsExactly(expired);
    assertThat(survey.unused()).containsExactly(everywhere);
  }

  @Test
  void jsonIsWhatItsSchemaSays() throws IOException {
    String reports = resource(JsonReport.class, JsonReport.SCHEMA_RESOURCE);
    Schema schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry -> registry.schemas(Map.of("urn:breakwater:report:1", reports)))
            .getSchema(resource(SurveyJson.class, SurveyJson.SCHEMA_RESOURCE), InputFormat.JSON);
    Survey.Entry[] all =
        SampleReports.all().stream().map(SurveyTest::scanned).toArray(Survey.Entry[]::new);
    String whole = written(new SurveyJson(true), of(all));
    assertThat(schema.validate(whole, InputFormat.JSON)).isEmpty();
    assertThat(schema.validate(written(new SurveyJson(false), of(BROKEN)), InputFormat.JSON))
        .isEmpty();
    assertThat(schema.validate(whole.replace("\"purl\"", "\"url\""), InputFormat.JSON))
        .as("the reports inside are checked too")
        .isNotEmpty();
  }

  @Test
  void jsonHasEachReportAndALineForEachSubject() throws IOException {
    Survey survey = of(scanned(SampleReports.typical()), BROKEN);
    Json json = Json.parse(written(new SurveyJson(true), survey));
    assertThat(json.get("reports").items()).hasSize(1);
    List<Json> lines = json.get("subjects").items();
    assertThat(lines)
        .extracting(line -> line.text("outcome"))
        .containsExactly(SampleReports.typical().verdict().outcome().label(), "not-assessed");
    assertThat(lines.getLast().text("failure")).isEqualTo("it is\u001b[2J gone");
    assertThat(json.get("vulnerabilities").number(0))
        .isEqualTo(SampleReports.typical().findings().stream().map(f -> f.id()).distinct().count());
    assertThat(json.texts("notes")).containsExactly("2 tags are signatures.");
  }

  @Test
  void theWorstSubjectDecides() {
    Survey survey = of(scanned(SampleReports.clean()), BROKEN, scanned(SampleReports.typical()));
    assertThat(survey.outcome()).isEqualTo(Verdict.Outcome.PASSED);
    survey.next();
    survey.next();
    assertThat(survey.outcome()).isEqualTo(Verdict.Outcome.NOT_ASSESSED);
    survey.next();
    Verdict.Outcome last = SampleReports.typical().verdict().outcome();
    assertThat(survey.outcome())
        .isEqualTo(
            last == Verdict.Outcome.DENIED ? Verdict.Outcome.DENIED : Verdict.Outcome.NOT_ASSESSED);
  }

  @Test
  void sarifHasARunForEachSubject() throws IOException {
    String log =
        written(
            new SurveySarif(new SarifReport("1.2.3")),
            of(scanned(SampleReports.typical()), BROKEN, scanned(SampleReports.clean())));
    assertThat(SarifReportTest.officialSchema().validate(log, InputFormat.JSON)).isEmpty();
    List<Json> runs = Json.parse(log).get("runs").items();
    assertThat(runs).hasSize(3);
    assertThat(runs.get(1).get("automationDetails").text("id"))
        .isEqualTo("breakwater/registry/registry.example.org/shop/api%3Aold/");
    Json failed = runs.get(1).get("invocations").items().getFirst();
    assertThat(failed.get("executionSuccessful")).isEqualTo(new Json.Bool(false));
  }

  @Test
  void theTableEndsWithALineForEachSubject() throws IOException {
    String table = table(false, of(scanned(SampleReports.typical()), BROKEN));
    assertThat(table)
        .startsWith("registry:registry.example.org/shop/api\n")
        .containsPattern("(?m)^1\\.4\\.2 +" + SampleReports.typical().packages().size() + " ")
        .containsPattern("(?m)^old +NOT SCANNED$")
        .contains("2 tags are signatures.", "2 subjects: ", "1 could not be scanned.")
        .doesNotContain("\u001b");
    assertThat(table.lines()).allMatch(line -> Screen.columns(line) <= 100);
  }

  @Test
  void whatWasSaidIsNotSaidAgain() throws IOException {
    Report report = SampleReports.typical();
    String once = table(true, of(scanned(report)));
    String twice = table(true, of(scanned(report), scanned(report)));
    assertThat(twice).contains("the same packages and findings as");
    assertThat(twice.length()).isLessThan(once.length() + 500);
    Report damaged =
        new Report(
            report.created(),
            report.subject(),
            report.assessed(),
            List.of(new Problem("opt/db", "it is cut short")),
            report.packages(),
            report.findings(),
            report.excused(),
            report.notices(),
            report.plan(),
            report.verdict());
    assertThat(table(true, of(scanned(report), scanned(damaged))))
        .contains("the same packages and findings as")
        .contains("\n    opt/db: it is cut short\n");
    String clean = table(true, of(scanned(report), scanned(SampleReports.clean())));
    assertThat(clean).doesNotContain("the same packages");
  }

  @Test
  void whatRulesFoundAndWhatIsExcusedIsCounted() throws IOException {
    Survey.Entry judged = scanned(JudgedReports.judged());
    assertThat(table(false, of(judged, judged)))
        .contains("OF RULES  EXCUSED  RESULT")
        .contains("56 findings of 1 vulnerability and 54 of rules in 2")
        .containsOnlyOnce(".breakwater/waivers.yaml:12: expired on")
        .containsOnlyOnce("vex.json:3: unused");
    assertThat(table(false, of(judged, scanned(SampleReports.clean()))))
        .contains(".breakwater/waivers.yaml:12: expired on")
        .doesNotContain("unused");
    assertThat(table(false, of(scanned(SampleReports.typical())))).doesNotContain("OF RULES");
    Json json = Json.parse(written(new SurveyJson(false), of(judged, judged)));
    Json line = json.get("subjects").items().getFirst();
    assertThat(line.get("weaknesses").number(0)).isEqualTo(27);
    assertThat(line.get("excused").number(0)).isEqualTo(3);
    assertThat(json.get("notices").items())
        .extracting(notice -> notice.text("kind"))
        .containsExactly("expired", "unused");
    String log = written(new SurveySarif(new SarifReport("1.2.3")), of(judged, judged));
    assertThat(SarifReportTest.officialSchema().validate(log, InputFormat.JSON)).isEmpty();
    assertThat(log).containsOnlyOnce("excuse-unused");
    for (SurveyWriter writer :
        List.of(
            new JUnitReport("1"),
            new GitHubAnnotations(),
            new GitLabCodeQuality(),
            new GitLabReport("1", GitLabReport.Type.CONTAINER_SCANNING))) {
      assertThat(written(writer, of(judged, judged)))
          .containsOnlyOnce("the statement matches no finding");
    }
  }
}
