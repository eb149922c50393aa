package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell steps of {@code integrations}, run with the packaged program over a small subject. */
class IntegrationsIT {
  @TempDir private Path temporary;
  private Distribution distribution;
  private Path root;

  @BeforeEach
  void prepare() throws IOException {
    distribution = Distribution.unpackInto(temporary.resolve("unpacked"));
    // Nothing in it has to be fetched for; root needs no password, which is a finding of a rule.
    root = Files.createDirectories(temporary.resolve("rootfs"));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/shadow"), "root::19000:0:99999:7:::\n");
  }

  private Distribution.Result run(
      Path directory, String subject, String failOn, String... command) {
    Map<String, String> environment = new HashMap<>();
    for (String option : List.of("POLICY", "WAIVERS", "SINCE", "PLATFORM", "FORMAT")) {
      environment.put("BREAKWATER_" + option, "");
    }
    environment.put("XDG_CACHE_HOME", distribution.cache().toString());
    environment.put("BREAKWATER_ANNOTATIONS", "true");
    environment.put("BREAKWATER_PROGRAM", distribution.home().resolve("breakwater").toString());
    environment.put("BREAKWATER_SUBJECT", subject);
    environment.put("BREAKWATER_FAIL_ON", failOn);
    environment.put("GITHUB_ACTION_PATH", directory.toString());
    environment.put("GITHUB_OUTPUT", directory.resolve("output").toString());
    return Distribution.run(directory, environment, "", command);
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(temporary.resolve(name));
  }

  private static Json json(Path file) throws IOException {
    return Json.parse(Files.readString(file));
  }

  @Test
  void theActionWritesItsReportsAndItsOutcome() throws IOException {
    Path directory = directory("action");
    Distribution.Result result =
        run(
            directory,
            "dir:" + root,
            "high",
            "bash",
            "-eo",
            "pipefail",
            "-c",
            Integrations.actionScan());
    assertThat(result.exitCode()).as(result.err()).isZero();
    Path reports = directory.resolve("breakwater-report");
    assertThat(json(reports.resolve("report.json")).text("schema"))
        .isEqualTo("breakwater.report/1");
    assertThat(json(reports.resolve("report.sarif")).text("version")).isEqualTo("2.1.0");
    assertThat(Files.readString(directory.resolve("output")))
        .contains("outcome=denied\n", "exit-code=1\n", "reports=breakwater-report\n");
    assertThat(result.out()).contains("::error title=Breakwater").contains("DENIED");
  }

  @Test
  void theGitLabJobWritesWhatItPublishes() throws IOException {
    Path directory = directory("gitlab");
    Distribution.Result result =
        run(directory, "dir:" + root, "high", "sh", "-e", "-c", Integrations.gitLabScript());
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    Map<String, Object> artifacts = Integrations.map(Integrations.gitLabJob().get("artifacts"));
    for (Object report : Integrations.map(artifacts.get("reports")).values()) {
      assertThat(directory.resolve(report.toString())).isNotEmptyFile();
    }
    Path reports = directory.resolve("breakwater-report");
    assertThat(json(reports.resolve("gl-container-scanning-report.json")).get("scan").text("type"))
        .isEqualTo("container_scanning");
    assertThat(json(reports.resolve("gl-secret-detection-report.json")).get("scan").text("type"))
        .isEqualTo("secret_detection");
    assertThat(json(reports.resolve("gl-code-quality-report.json")).items()).isNotEmpty();
  }

  @Test
  void theJenkinsStageWritesTestResults() throws Exception {
    Path directory = directory("jenkins");
    Distribution.Result result =
        run(directory, "dir:" + root, "", "sh", "-xe", "-c", Integrations.jenkinsScript());
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("breakwater-report/report.xml").toFile())
                .getElementsByTagName("testcase")
                .getLength())
        .isPositive();
    assertThat(directory.resolve("breakwater-report/report.html")).isNotEmptyFile();
  }

  @Test
  void whatDoesNotExistFailsEveryStep() throws IOException {
    String subject = "oci-archive:" + temporary.resolve("none.tar");
    List<String> scripts =
        List.of(
            Integrations.actionScan(), Integrations.gitLabScript(), Integrations.jenkinsScript());
    for (String script : scripts) {
      Distribution.Result result = run(directory("none"), subject, "", "bash", "-e", "-c", script);
      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.err()).contains("none.tar");
    }
  }
}
