package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Assessment;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.Finding;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Subject;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.judge.Judge;
import dev.breakwater.core.report.JsonReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JudgeCommandTest {
  private static final Instant CREATED = Instant.parse("2026-11-21T21:30:00Z");

  @TempDir private Path work;
  private Path report;

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void scan() throws IOException {
    report = work.resolve("report.json");
    store(report, "CVE-2024-1", "CVE-2024-2");
  }

  private static void store(Path file, String... vulnerabilities) throws IOException {
    List<Finding> findings = new ArrayList<>();
    for (String id : vulnerabilities) {
      findings.add(
          new Vulnerability(
              id,
              List.of(),
              Finding.Kind.VULNERABILITY,
              Severity.HIGH,
              null,
              Vulnerability.Status.AFFECTED,
              "",
              PackageUrl.of("npm", null, "left-pad", "1.0.0"),
              "left-pad",
              "1.0.0",
              null,
              new Finding.Location("app/package.json", null),
              new Finding.Remedy("none"),
              null,
              List.of(),
              List.of(),
              Vulnerability.Place.APPLICATION,
              null,
              null,
              List.of()));
    }
    Evidence evidence =
        new Evidence(
            CREATED,
            new Subject("dir", "/app", null, null, null, List.of()),
            List.of(new Assessment("npm", Assessment.State.ASSESSED, CREATED, 1, null)),
            List.of(),
            List.of(),
            findings,
            List.of());
    try (OutputStream out = Files.newOutputStream(file)) {
      new JsonReport().write(Judge.at(null, false).judge(evidence), out);
    }
  }

  private Result judge(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, UTF_8);
    Console console =
        new Console(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            out,
            errors,
            false,
            false,
            100,
            Map.of());
    CommandLine line =
        new CommandLine(new JudgeCommand(console, work).spec())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setErr(new PrintWriter(errors, true, UTF_8));
    line.setExecutionExceptionHandler((fault, command, parsed) -> {
      errors.println(fault.getMessage());
      return fault instanceof BreakwaterException ? 3 : 99;
    });
    List<String> all = new ArrayList<>(List.of(words));
    all.add(report.toString());
    if (!all.contains("--format")) {
      all.addAll(List.of("--format", "json"));
    }
    int exitCode = line.execute(all.toArray(String[]::new));
    return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** A policy that denies this severity and what is worse. */
  private String policy(String least) throws IOException {
    return Files.writeString(
            work.resolve(least + ".cel"), "findings.exists(f, f.level >= " + least + ")")
        .toString();
  }

  private static List<String> ids(Result result, String list) throws IOException {
    return Json.parse(result.out()).get(list).items().stream().map(one -> one.text("id")).toList();
  }

  private void waive(Path file, String expires) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "waivers:\n- {vulnerability: CVE-2024-1, reason: r, owner: o, expires: " + expires + "}\n");
  }

  @Test
  void theSameOptionsGiveTheSameReport() throws IOException {
    Result result = judge("--at", CREATED.toString());
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo(Files.readString(report));
    assertThat(result.err()).isEmpty();
  }

  @Test
  void gatesAreThoseOfThisRun() throws IOException {
    assertThat(judge("--fail-on", "high").exitCode()).isEqualTo(1);
    assertThat(judge("--fail-on", "critical").exitCode()).isZero();
    assertThat(judge("--policy", policy("LOW"), "--policy", policy("CRITICAL")).exitCode())
        .isEqualTo(1);
    assertThat(judge("--policy", policy("CRITICAL")).exitCode()).isZero();
    assertThat(judge("--policy", "none").err()).contains("none: there is no such file");
    assertThat(judge("--fail-on", "high", "--severity", "low").exitCode()).isZero();
    assertThat(judge("--fail-on", "high", "--only-fixed").exitCode()).isZero();
  }

  @Test
  void waiversHoldUntilTheirLastDay() throws IOException {
    waive(work.resolve("w/waivers.yaml"), "2026-12-31");
    String[] options = {"--waivers", work.resolve("w/waivers.yaml").toString(), "--at", ""};
    options[3] = "2026-12-31T23:59:59Z";
    assertThat(ids(judge(options), "excused")).containsExactly("CVE-2024-1");
    assertThat(ids(judge(options), "findings")).containsExactly("CVE-2024-2");
    options[3] = "2027-01-01T01:00:00+01:00";
    Result late = judge(options);
    assertThat(ids(late, "excused")).isEmpty();
    assertThat(Json.parse(late.out()).get("notices").items())
        .extracting(one -> one.text("kind"))
        .containsExactly("expired");
    assertThat(Json.parse(late.out()).text("created")).isEqualTo("2027-01-01T00:00:00Z");
  }

  @Test
  void theUsualFileOfWaiversIsUsedUnlessAnotherIs() throws IOException {
    waive(work.resolve(".breakwater/waivers.yaml"), "9999-12-31");
    assertThat(ids(judge(), "excused")).containsExactly("CVE-2024-1");
    assertThat(ids(judge("--no-waivers"), "excused")).isEmpty();
    Path none = work.resolve("none.yaml");
    Files.writeString(none, "waivers: []\n");
    assertThat(ids(judge("--waivers", none.toString()), "excused")).isEmpty();
    assertThat(judge("--waivers", none.toString(), "--no-waivers").exitCode()).isEqualTo(2);
  }

  @Test
  void vexAndAnEarlierReport() throws IOException {
    Path vex = work.resolve("vex.json");
    Files.writeString(
        vex,
        """
        {"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/1",
         "author": "a", "timestamp": "2026-01-01T00:00:00Z", "version": 1, "statements": [
          {"vulnerability": {"name": "CVE-2024-2"}, "products": [{"@id": "pkg:npm/left-pad"}],
           "status": "not_affected", "justification": "vulnerable_code_not_present"}]}
        """);
    Path earlier = work.resolve("earlier.json");
    store(earlier, "CVE-2024-1");
    Result result = judge("--vex", vex.toString(), "--since", earlier.toString());
    assertThat(ids(result, "findings")).isEmpty();
    assertThat(Json.parse(result.out()).get("excused").items())
        .extracting(one -> one.get("excuse").text("by"))
        .containsExactly("vex", "baseline");
  }

  @Test
  void anOpenVexDocumentComesOut() throws IOException {
    Result result = judge("--format", "openvex");
    assertThat(Json.parse(result.out()).get("statements").items()).hasSize(2);
  }

  @Test
  void whatCannotBeReadIsSaid() throws IOException {
    Path bad = work.resolve("bad");
    Files.writeString(bad, "{\n[");
    for (String option : new String[] {"--waivers", "--vex", "--since"}) {
      Result result = judge(option, bad.toString());
      assertThat(result.exitCode()).as(option).isEqualTo(3);
      assertThat(result.err()).as(option).contains(bad.toString()).contains("2");
      assertThat(result.out()).as(option).isEmpty();
    }
    report = bad;
    assertThat(judge().exitCode()).isEqualTo(3);
    report = work.resolve("none");
    assertThat(judge().err()).contains("There is no report " + report);
    for (String[] wrong :
        new String[][] {
          {"--at", "noon"}, {"--fail-on", "bad"}, {"-o", "a/b/c"}, {"-o", work.toString()}
        }) {
      assertThat(judge(wrong).exitCode()).as(wrong[0]).isEqualTo(2);
    }
  }

  @Test
  void quietIsTheVerdictBesideTheReport() throws IOException {
    Path file = work.resolve("out.json");
    Result both = judge("--quiet", "--fail-on", "high", "-o", file.toString());
    assertThat(both.exitCode()).isEqualTo(1);
    assertThat(both.out()).isEqualTo("denied dir:/app: 2 findings are high or worse\n");
    assertThat(Json.parse(Files.readString(file)).get("findings").items()).hasSize(2);
    assertThat(judge("--quiet", "--fail-on", "high").out()).isEqualTo(both.out());
  }

  @Test
  void whatIsNoFileIsWrittenToAndNotReplaced() throws Exception {
    Path link = work.resolve("link");
    Path target = Files.writeString(work.resolve("target.json"), "old");
    Files.createSymbolicLink(link, target);
    assertThat(judge("--at", CREATED.toString(), "-o", link.toString()).exitCode()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(target)).startsWith("{");
    Path pipe = work.resolve("pipe");
    Distribution.must(work, "mkfifo", pipe.toString());
    // Without a reader nothing can be written to a pipe.
    FutureTask<String> reader = new FutureTask<>(() -> Files.readString(pipe));
    Thread.ofVirtual().start(reader);
    assertThat(judge("--at", CREATED.toString(), "-o", pipe.toString()).exitCode()).isZero();
    assertThat(reader.get(1, TimeUnit.MINUTES)).isEqualTo(Files.readString(target));
    assertThat(Files.isRegularFile(pipe)).isFalse();
  }
}
