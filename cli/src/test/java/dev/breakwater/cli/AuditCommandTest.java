package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options of {@code audit} promise, and which of them exclude each other. */
class AuditCommandTest {
  @TempDir private Path work;
  private Path pod;

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void writePod() throws IOException {
    pod =
        Files.writeString(
            work.resolve("pod.yaml"),
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              hostNetwork: true
              containers: [{name: web, image: example.org/web:1}]
            """);
  }

  private Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream standard = new PrintStream(out, false, UTF_8);
    int exitCode =
        Main.run(
            new Console(
                new ByteArrayInputStream(new byte[0]),
                standard,
                standard,
                new PrintStream(err, false, UTF_8),
                false,
                false,
                100,
                Map.of("HOME", work.toString())),
            arguments);
    return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab", "gitlab-sast"})
  void gitLabHearsOfManifestsAsOfCode(String format) throws IOException {
    Result result = run("audit", pod.toString(), "--format", format);
    Json report = Json.parse(result.out());
    assertThat(report.get("scan").text("type")).isEqualTo("sast");
    assertThat(report.get("vulnerabilities").items())
        .anyMatch(each -> String.valueOf(each.text("name")).contains("namespace of the host"));
  }

  @Test
  void aStoredAuditIsReportedAsAnAudit() throws IOException {
    String stored = work.resolve("audit.json").toString();
    run("audit", pod.toString(), "--format", "json", "--output", stored);
    Json report = Json.parse(run("judge", stored, "--format", "gitlab").out());
    assertThat(report.get("scan").text("type")).isEqualTo("sast");
    assertThat(report.get("vulnerabilities").items()).isNotEmpty();
    Result empty = run("judge", stored, "--format", "spdx");
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("--format spdx", "gitlab-sast");
    run("audit", pod.toString(), "--pss", "baseline", "--format", "json", "--output", stored);
    assertThat(run("judge", stored).err()).contains("without --pss, it prints a report");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gitlab-secrets", "github", "in-toto", "openvex", "cyclonedx", "spdx"})
  void aFormatThatWouldBeEmptyIsWrongUsage(String format) {
    Result result = run("audit", pod.toString(), "--format", format);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("--format " + format, "gitlab-sast");
    assertThat(run("audit", "--help").out()).doesNotContain(", " + format + ",", format + ".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--pss=baseline", "--admission=pod.yaml"})
  void noFilterHidesWhatAGateDenies(String gate) {
    Result result = run("audit", pod.toString(), gate, "--severity", "critical");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--severity");
    assertThat(run("audit", pod.toString(), "--severity", "critical").out())
        .contains("Nothing found in 1 workload");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--jsonl", "--format=json"})
  void nothingToJudgeIsSaidAlsoToWhoReadsJson(String form) throws IOException {
    Path empty = Files.createDirectory(work.resolve("empty"));
    Result result = run("audit", empty.toString(), "--pss", "baseline", form);
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("No workload was found in " + empty);
    assertThat(run("audit", pod.toString(), "--pss", "baseline", form).err()).isEmpty();
  }

  @Test
  void linesGoToAFile() throws IOException {
    Path lines = work.resolve("lines.jsonl");
    Result result =
        run("audit", pod.toString(), "--pss", "baseline", "--jsonl", "-o", lines.toString());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(Json.parse(Files.readString(lines)).get("violations").items())
        .extracting(violation -> violation.text("control"))
        .containsExactly("hostNamespaces");
    assertThat(run("audit", pod.toString(), "--jsonl", "--format", "sarif").exitCode())
        .isEqualTo(2);
  }

  @Test
  void aFileThatIsNamedTwiceIsAuditedOnce() {
    Result result = run("audit", pod.toString(), pod.toString(), "--pss", "baseline", "--jsonl");
    assertThat(result.out().lines()).hasSize(1);
  }

  @Test
  void whatIsNotReadClosesTheGateUnlessItIsAllowed() throws IOException {
    Path broken =
        Files.writeString(work.resolve("broken.yaml"), "kind: Pod\napiVersion: v1\na: [\n");
    Result closed =
        run("audit", pod.toString(), broken.toString(), "--pss", "privileged", "--jsonl");
    assertThat(closed.exitCode()).isEqualTo(3);
    assertThat(closed.out().lines()).hasSize(2);
    assertThat(closed.out()).contains("\"file\":\"" + broken + "\"", "\"error\":");
    Result allowed =
        run(
            "audit",
            pod.toString(),
            broken.toString(),
            "--pss",
            "privileged",
            "--jsonl",
            "--allow-not-assessed");
    assertThat(allowed.exitCode()).isZero();
  }
}
