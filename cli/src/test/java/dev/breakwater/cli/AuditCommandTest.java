package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    return run(out, out, arguments);
  }

  private Result run(ByteArrayOutputStream out, OutputStream report, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(
            new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, UTF_8),
                report,
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

  @ParameterizedTest
  @ValueSource(strings = {"json", "sarif"})
  void theVerdictIsPrintedBesideAReportInAFile(String format) throws IOException {
    Path file = work.resolve("report");
    String[] gated = {"audit", pod.toString(), "--pss", "baseline", "--format", format};
    Result alone = run(gated);
    List<String> quiet = new ArrayList<>(List.of(gated));
    quiet.addAll(List.of("--quiet", "--output", file.toString()));
    Result result = run(quiet.toArray(String[]::new));
    assertThat(result.out())
        .isEqualTo(
            "denied config:" + pod + ": 1 violation of the Pod Security Standard baseline\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(Files.size(file)).isEqualTo(alone.out().getBytes(UTF_8).length);
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

  @ParameterizedTest
  @ValueSource(strings = {"--quiet", "--jsonl", "--format=json", "--allow-not-assessed"})
  void whereNothingCouldBeReadNothingPasses(String option) throws IOException {
    Path broken =
        Files.writeString(work.resolve("broken.yaml"), "kind: Pod\napiVersion: v1\na: [\n");
    Result result = run("audit", broken.toString(), option);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).doesNotContain("passed");
    assertThat(run("audit", broken.toString(), "--quiet").out())
        .isEqualTo("not assessed config:" + broken + ": 1 file could not be read\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--jsonl", "--format=json"})
  void otherGatesAreNamedWhereObjectsArePrinted(String form) throws IOException {
    Path policy =
        Files.writeString(
            work.resolve("policy.yaml"),
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: names}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              validations:
              - expression: object.metadata.name != 'web'
              - expression: object.spec.nodeName == 'a'
            """);
    Result denied =
        run("audit", pod.toString(), "--pss", "privileged", "--admission", policy.toString(), form);
    assertThat(denied.exitCode()).isEqualTo(1);
    assertThat(denied.err()).contains("--admission: deny: an admission policy denies an object");
    Result threshold =
        run("audit", pod.toString(), "--pss", "restricted", "--fail-on", "high", form);
    assertThat(threshold.err())
        .isEqualTo("breakwater: --fail-on: deny: 1 finding is high or worse\n");
  }

  /** A pipe whose reader has gone. */
  private Result runUnread(String... arguments) {
    return run(
        new ByteArrayOutputStream(),
        new OutputStream() {
          @Override
          public void write(int character) throws IOException {
            throw new IOException("Broken pipe");
          }
        },
        arguments);
  }

  @Test
  void whoeverReadsOnlyTheBeginningIsToldNothingOfTheRest() throws IOException {
    Path admitted =
        Files.writeString(
            work.resolve("admitted.yaml"),
            Files.readString(pod).replace("hostNetwork: true", "hostNetwork: false"));
    String[] both = {"audit", admitted.toString(), pod.toString(), "--jsonl", "--pss", "baseline"};
    assertThat(run(both).exitCode()).isEqualTo(1);
    Result unread = runUnread(both);
    assertThat(unread.exitCode()).isEqualTo(3);
    assertThat(unread.err()).isEmpty();
    assertThat(runUnread("audit", admitted.toString(), pod.toString(), "--jsonl").exitCode())
        .as("without a gate")
        .isZero();
    Path policy =
        Files.writeString(
            work.resolve("policy.yaml"),
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: network}
            spec:
              matchConstraints:
                resourceRules:
                - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
              validations:
              - expression: "!object.spec.hostNetwork"
            """);
    String[] check = {
      "policy",
      "check",
      "--policy",
      policy.toString(),
      "--resource",
      admitted.toString(),
      pod.toString(),
      "--format",
      "jsonl"
    };
    assertThat(run(check).exitCode()).isEqualTo(1);
    assertThat(runUnread(check).exitCode()).isEqualTo(3);
  }

  @Test
  void aFaultOfTheMachineIsNoDenial() {
    Result result =
        run(
            new ByteArrayOutputStream(),
            new OutputStream() {
              @Override
              public void write(int character) {
                throw new StackOverflowError();
              }
            },
            "audit",
            pod.toString(),
            "--jsonl");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.err()).startsWith("breakwater: a fault of Breakwater's own");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "policy | say which command: check, test, mutate, import, export",
        "policy chek | 'chek' is no command; there are check, test",
        "audits | 'audits' is no command; there are scan, audit",
        "policy check p.yaml | 'p.yaml' is no option, and this command takes nothing else",
        "audit --pss-versoin v1.31 . | Unknown option: '--pss-versoin'; is it --pss or --pss-version?",
        "audit --xyz . | Unknown option: '--xyz'",
        "audit --pss strict . | --pss: 'strict' is none of privileged, baseline, restricted",
        "audit --pss-version 2 . | --pss-version: '2' is no version such as v1.31 or latest",
        "audit --admission - - | - is standard input, which can be read once",
        "audit --fail-on high --admission= . | --admission: '' is not a path",
        "audit --format xml . | 'xml' is no format; there are table, json, sarif, html, junit, gitlab, gitlab-sast, gitlab-codequality, github-annotations",
      })
  void wrongUsageIsSaidWithWhatThereIs(String line, String message) {
    Result result = run(line.split(" ", -1));
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().findFirst().orElseThrow()).contains(message);
  }

  @Test
  void namesOfHostileFilesDoNothingToATerminal() throws IOException {
    Path broken = Files.writeString(work.resolve("a\u001b[2J\nb.yaml"), "kind: Pod\na: [\n");
    Result checked = run("policy", "check", "--policy", broken.toString());
    assertThat(checked.exitCode()).isEqualTo(3);
    assertThat(checked.err()).contains("a\\u{1b}[2J b.yaml:3:1: not read").doesNotContain("\u001b");
    assertThat(checked.err().lines()).hasSize(1);
    Result named = run("audit", "-\u001b[2J\nb.yaml");
    assertThat(named.exitCode()).isEqualTo(2);
    assertThat(named.err()).contains("-\\u{1b}[2J b.yaml").doesNotContain("\u001b");
    Result waivers = run("audit", pod.toString(), "--waivers", "\u001b[2J.yaml");
    assertThat(waivers.err())
        .contains("no file of waivers \\u{1b}[2J.yaml")
        .doesNotContain("\u001b");
  }
}
