package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Finding;
import dev.breakwater.core.FixOrder;
import dev.breakwater.core.Report;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every format makes of findings that have a file, a line, a column and a pointer. */
class ConfigurationReportTest {
  private static final String MANIFEST =
      "kind: Pod\nspec:\n  containers:\n    - privileged: true\n      image: web\n";
  private static final Weakness PRIVILEGED =
      SampleReports.setting("privileged", "web.yaml", 4, 7, "spec.containers[0].privileged");

  @TempDir private Path work;

  private static String written(ReportWriter writer, Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private String table(Report report, int width, boolean colour, boolean unicode)
      throws IOException {
    FileExcerpts excerpts = new FileExcerpts(work);
    return written(
        new TableReport(width, colour, unicode, FixOrder.NATURAL, false, excerpts), report);
  }

  private String table(Finding... findings) throws IOException {
    return table(SampleReports.configuration(2, findings), 100, false, true);
  }

  @Test
  void theLineIsShownBetweenItsNeighbours() throws IOException {
    Files.writeString(work.resolve("web.yaml"), MANIFEST);
    assertThat(table(PRIVILEGED))
        .contains(
            """
                        web.yaml:4 (spec.containers[0].privileged) · container web is privileged
                          2 │ spec:
                          3 │   containers:
                        > 4 │     - privileged: true
                          5 │       image: web
                        →  take privileged out
            """
                .indent(0));
  }

  @Test
  void theFirstAndTheLastLineHaveNeighboursOnOneSideOnly() throws IOException {
    Files.writeString(work.resolve("web.yaml"), "privileged: true");
    assertThat(table(at(1))).contains("> 1 │ privileged: true\n            →");
    Files.writeString(work.resolve("web.yaml"), "a: 1\r\nb: 2\r\n");
    assertThat(table(at(2)))
        .contains("              1 │ a: 1\n            > 2 │ b: 2\n            →");
  }

  private static Weakness at(int line) {
    return SampleReports.setting("privileged", "web.yaml", line, 1, "spec");
  }

  @Test
  void numbersStandUnderEachOther() throws IOException {
    Files.writeString(work.resolve("web.yaml"), "x\n".repeat(8) + "a\nb\nc\n");
    assertThat(table(at(9))).contains("   7 │ x", "   8 │ x", ">  9 │ a", "  10 │ b");
  }

  @Test
  void whatATerminalWouldActOnIsShownInstead() throws IOException {
    Files.writeString(work.resolve("web.yaml"), "a: \"\u001b[31m\u202e\"\n\tb: " + "x".repeat(500));
    String table = table(at(1));
    assertThat(table).contains("a: \"\\u{1b}[31m\\u{202e}\"").doesNotContain("\u001b");
    assertThat(table.lines()).allMatch(line -> Screen.columns(line) <= 100);
    for (int width : new int[] {40, 60, 120}) {
      String ascii = table(SampleReports.configuration(2, at(1)), width, false, false);
      assertThat(ascii.lines()).allMatch(line -> line.length() <= width);
      assertThat(ascii.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 127));
      assertThat(ascii).contains("> 1 | a:", "  2 |     b: xx");
    }
  }

  @Test
  void ofALongLineThePartAroundTheColumnIsShown() throws IOException {
    String line = "a: " + "x".repeat(400) + "HERE" + "y".repeat(400);
    Files.writeString(work.resolve("web.yaml"), line + "\n" + "z".repeat(900) + "\n");
    Weakness far = SampleReports.setting("privileged", "web.yaml", 1, 404, "spec");
    for (int width : new int[] {40, 100}) {
      String table = table(SampleReports.configuration(2, far), width, false, true);
      assertThat(table).contains("> 1 │ …xxx", "xxHEREyy", "2 │ zzz");
      assertThat(table.lines()).allMatch(each -> Screen.columns(each) <= width);
    }
    Files.writeString(work.resolve("web.yaml"), "\ud83d\ude80".repeat(300));
    for (int column = 1; column < 700; column++) {
      Weakness odd = SampleReports.setting("privileged", "web.yaml", 1, column, "spec");
      assertThat(table(odd)).doesNotContain("\\u{d83d}", "\\u{de80}");
    }
  }

  @Test
  void theLineThatMattersHasItsOwnColour() throws IOException {
    Files.writeString(work.resolve("web.yaml"), MANIFEST);
    assertThat(table(SampleReports.configuration(2, PRIVILEGED), 100, true, true))
        .contains("\u001b[31m> 4 │ \u001b[0m\u001b[1m    - privileged: true\u001b[0m");
  }

  @Test
  void whatCannotBeHadIsNotShown() throws IOException {
    assertThat(table(PRIVILEGED)).doesNotContain(" │ ");
    Files.writeString(work.resolve("web.yaml"), "one line\n");
    assertThat(table(PRIVILEGED)).doesNotContain(" │ ");
    Files.writeString(work.resolve("web.yaml"), MANIFEST);
    assertThat(table(at(0))).doesNotContain(" │ ");
    Files.delete(work.resolve("web.yaml"));
    Files.createDirectory(work.resolve("web.yaml"));
    assertThat(table(PRIVILEGED)).doesNotContain(" │ ");
    Weakness odd = SampleReports.setting("privileged", "a\0b", 1, 1, "spec");
    assertThat(table(odd)).doesNotContain(" │ ");
  }

  @Test
  void aScanShowsNoLines() throws IOException {
    Files.writeString(work.resolve("web.yaml"), MANIFEST);
    Report report = SampleReports.configuration(1, PRIVILEGED);
    assertThat(written(new TableReport(100, false, true), report)).doesNotContain(" │ ");
  }

  @Test
  void aSecretStaysOne() throws IOException {
    Files.writeString(work.resolve("web.yaml"), "key: hunter2\n");
    Weakness secret =
        new Weakness(
            "key",
            Finding.Kind.SECRET,
            Severity.HIGH,
            "a key",
            "7 characters",
            new Finding.Location("web.yaml", 1, 1, null, null, false),
            new Finding.Remedy("take it out"),
            List.of(),
            null);
    assertThat(table(secret)).doesNotContain("hunter2");
  }

  @Test
  void oneLineIsShownOnceForSeveralFindings() throws IOException {
    Files.writeString(work.resolve("web.yaml"), MANIFEST);
    Weakness other =
        SampleReports.setting("privileged", "web.yaml", 4, 7, "spec.containers[1].privileged");
    assertThat(table(PRIVILEGED, other).split("> 4 │", -1)).hasSize(2);
  }

  @Test
  void oneLineIsShownOnceForSeveralRules() throws IOException {
    Files.writeString(work.resolve("web.yaml"), MANIFEST);
    Weakness other = SampleReports.setting("root", "web.yaml", 4, 7, "spec.containers[0].user");
    assertThat(table(PRIVILEGED, other).split("> 4 │", -1)).hasSize(2);
    String line = "a: " + "x".repeat(400) + "HERE" + "y".repeat(400);
    Files.writeString(work.resolve("web.yaml"), line);
    Weakness begin = SampleReports.setting("root", "web.yaml", 1, 1, "spec");
    Weakness far = SampleReports.setting("privileged", "web.yaml", 1, 404, "spec");
    assertThat(table(begin, far)).contains("> 1 │ a: ", "xxHEREyy");
  }

  @Test
  void linesAreReadOfTheFileThatIsAskedFor() throws IOException {
    Files.writeString(work.resolve("a"), "a1\na2");
    Files.writeString(work.resolve("b"), "b1\nb2\n");
    FileExcerpts excerpts = new FileExcerpts(work);
    List<List<String>> lines = new ArrayList<>();
    for (String path : List.of("a", "b", "a")) {
      lines.add(excerpts.lines(new Finding.Location(path, null), 2, 9));
    }
    assertThat(lines).containsExactly(List.of("a2"), List.of("b2"), List.of("a2"));
    assertThat(excerpts.lines(new Finding.Location(null, null), 1, 2)).isEmpty();
    assertThat(excerpts.lines(new Finding.Location("a", null), 0, 2)).isEmpty();
  }

  @Test
  void aFileThatIsTooLongIsNotRead() throws IOException {
    Files.write(work.resolve("web.yaml"), new byte[20 * 1024 * 1024 + 1]);
    assertThat(new FileExcerpts(work).lines(PRIVILEGED.location(), 1, 1)).isEmpty();
  }

  @Test
  void workloadsAreCountedAndNotPackages() throws IOException {
    assertThat(table(PRIVILEGED))
        .startsWith("config:deploy\n2 workloads · audited ")
        .contains("NOT READ      deploy/broken.yaml:7: it is not YAML")
        .contains("1 finding of rules: 1 high.")
        .doesNotContain("package");
    assertThat(table()).contains("Nothing found, but not everything could be judged");
    assertThat(written(new TableReport(100, false, true), SampleReports.configuration(0)))
        .contains("No workload was found, so there was nothing to judge.");
    assertThat(written(new HtmlReport("1"), SampleReports.configuration(2, PRIVILEGED)))
        .contains("2 workloads");
  }

  @Test
  void jsonKeepsItAll() throws Exception {
    Report report = SampleReports.configuration(2, PRIVILEGED);
    String text = written(new JsonReport(), report);
    Json json = Json.parse(text);
    assertThat(json.get("subject").text("kind")).isEqualTo("config");
    assertThat(json.get("subject").get("workloads").number(0)).isEqualTo(2);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Report again = JsonReportReader.read("x", new ByteArrayInputStream(bytes));
    assertThat(again).isEqualTo(report);
    String scanned = written(new JsonReport(), SampleReports.clean());
    assertThat(Json.parse(scanned).get("subject").get("workloads"))
        .isInstanceOf(Json.Nothing.class);
  }

  @Test
  void sarifHasTheRegionAndTheMember() throws IOException {
    Json run =
        Json.parse(written(new SarifReport("1"), SampleReports.configuration(2, PRIVILEGED)))
            .get("runs")
            .items()
            .getFirst();
    Json location = run.get("results").items().getFirst().get("locations").items().getFirst();
    Json physical = location.get("physicalLocation");
    assertThat(physical.get("artifactLocation").text("uri")).isEqualTo("web.yaml");
    assertThat(physical.get("region").get("startLine").number(0)).isEqualTo(4);
    assertThat(physical.get("region").get("startColumn").number(0)).isEqualTo(7);
    assertThat(location.get("logicalLocations").items().getFirst().text("fullyQualifiedName"))
        .isEqualTo("spec.containers[0].privileged");
    Json unreadable =
        run.get("invocations")
            .items()
            .getFirst()
            .get("toolExecutionNotifications")
            .items()
            .getFirst()
            .get("locations")
            .items()
            .getFirst()
            .get("physicalLocation");
    assertThat(unreadable.get("artifactLocation").text("uri")).isEqualTo("deploy/broken.yaml");
    assertThat(unreadable.get("region").get("startLine").number(0)).isEqualTo(7);
  }

  @Test
  void sarifNamesAFileOfTheMachineAsOne() throws IOException {
    Weakness found = SampleReports.setting("r", "/srv/a b/web.yaml", 4, 7, "spec.hostNetwork");
    String sarif = written(new SarifReport("1"), SampleReports.configuration(1, found));
    assertThat(sarif).contains("\"uri\": \"file:///srv/a%20b/web.yaml\"");
  }

  @Test
  void gitLabHasItAsCodeAndAsQuality() throws IOException {
    Report report = SampleReports.configuration(2, PRIVILEGED);
    Json sast = Json.parse(written(new GitLabReport("1", GitLabReport.Type.SAST), report));
    assertThat(sast.get("scan").text("type")).isEqualTo("sast");
    Json location = sast.get("vulnerabilities").items().getFirst().get("location");
    assertThat(location.text("file")).isEqualTo("web.yaml");
    assertThat(location.get("start_line").number(0)).isEqualTo(4);
    assertThat(location.get("commit")).isInstanceOf(Json.Nothing.class);
    Json packages =
        Json.parse(written(new GitLabReport("1", GitLabReport.Type.CONTAINER_SCANNING), report));
    assertThat(packages.get("vulnerabilities").items()).isEmpty();
    assertThat(packages.get("scan").get("messages").items().toString())
        .contains("1 finding of rules: see --format gitlab-codequality");
    List<Json> issues = Json.parse(written(new GitLabCodeQuality(), report)).items();
    assertThat(issues)
        .extracting(issue -> {
          Json place = issue.get("location");
          return issue.text("check_name")
              + " "
              + place.text("path")
              + " "
              + place.get("lines").get("begin").number(0);
        })
        .containsExactly("privileged web.yaml 4", "unreadable deploy/broken.yaml 7");
  }

  @Test
  void pathsBeginAtTheRootOfTheProject() throws IOException {
    Report report =
        SampleReports.configuration(
            1, SampleReports.setting("privileged", "./web.yaml", 4, 7, "spec"));
    assertThat(written(new GitHubAnnotations(), report)).contains("file=web.yaml,line=4");
    assertThat(written(new GitLabCodeQuality(), report)).contains("\"path\": \"web.yaml\"");
    assertThat(written(new GitLabReport("1", GitLabReport.Type.SAST), report))
        .contains("\"file\": \"web.yaml\"");
    assertThat(written(new SarifReport("1"), report)).contains("\"uri\": \"web.yaml\"");
  }

  @Test
  void gitHubAndJUnitNameThePlace() throws IOException {
    Report report = SampleReports.configuration(2, PRIVILEGED);
    assertThat(written(new GitHubAnnotations(), report))
        .contains("::error file=web.yaml,line=4,col=7,title=privileged in web.yaml%3A4 (spec")
        .contains(
            "::warning file=deploy/broken.yaml,line=7,title=Breakwater%3A not"
                + " read::deploy/broken.yaml:7: it is not YAML");
    assertThat(written(new JUnitReport("1"), report))
        .contains("classname=\"breakwater.misconfiguration.privileged\"")
        .contains("name=\"web.yaml:4 (spec.containers[0].privileged)\"");
  }
}
