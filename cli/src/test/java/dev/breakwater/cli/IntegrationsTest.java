package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files for pipelines without the services that run them: their form by the owners' published
 * rules, their shell steps by shellcheck, and what the steps do by a launcher that writes down what
 * it was asked. {@link IntegrationsIT} runs the steps with the packaged program.
 */
class IntegrationsTest {
  /** What a hostile input tries in a shell, in YAML or in an option parser. */
  private static final String HOSTILE =
      "--output=x $(touch owned) `touch owned`; touch owned #'\"\n&";

  /** Answers as the real one: writes the report it was asked for, and the verdict it is told. */
  private static final String LAUNCHER =
      """
      #!/bin/sh
      {
        printf 'CALL\\n'
        for word in "$@"; do printf '<%s>\\n' "$word"; done
      } >>"$CALLS"
      for word in "$@"; do
        case $word in
          --output=*) printf '{}' >"${word#--output=}" ;;
          --format=table) printf '  ::set-output name=exit-code::0\\n' ;;
          --format=github-annotations) printf '::warning title=x::y\\n' ;;
        esac
      done
      case $1 in
        scan) exit "${SCAN_CODE:-0}" ;;
        judge) exit "${JUDGE_CODE:-0}" ;;
      esac
      """;

  @TempDir private Path temporary;

  @Test
  void theActionIsWhatGitHubReads() throws IOException {
    Map<String, Object> action = Integrations.yaml(Integrations.ACTION);
    assertThat(action.keySet()).containsOnly("name", "description", "inputs", "outputs", "runs");
    Map<String, Object> inputs = Integrations.map(action.get("inputs"));
    for (Object value : inputs.values()) {
      Map<String, Object> input = Integrations.map(value);
      assertThat(input.get("description")).isInstanceOf(String.class);
      boolean required = Boolean.TRUE.equals(input.get("required"));
      assertThat(input.containsKey("default")).isEqualTo(!required);
    }
    assertThat(Integrations.map(action.get("runs")).get("using")).isEqualTo("composite");
    for (Map<String, Object> step : Integrations.actionSteps()) {
      // A composite action has to name the shell of each script.
      assertThat(step.containsKey("shell")).isEqualTo(step.containsKey("run"));
      assertThat(step.containsKey("run")).isNotEqualTo(step.containsKey("uses"));
      assertThat(step.keySet())
          .isSubsetOf(Set.of("id", "name", "if", "shell", "env", "run", "uses", "with"));
    }
  }

  @Test
  void noInputIsEverPartOfAScript() throws IOException {
    for (Map<String, Object> step : Integrations.actionSteps()) {
      if (step.containsKey("run")) {
        assertThat(step.get("run").toString()).doesNotContain("${{");
      }
    }
    Map<String, Object> environment =
        Integrations.map(Integrations.actionSteps().getFirst().get("env"));
    Map<String, Object> inputs =
        Integrations.map(Integrations.yaml(Integrations.ACTION).get("inputs"));
    for (String input : inputs.keySet()) {
      if (!input.equals("upload-sarif")) {
        assertThat(environment.values()).contains("${{ inputs." + input + " }}");
      }
    }
  }

  @Test
  void otherActionsAreTakenByTheirMajorVersion() throws IOException {
    List<String> uses = new ArrayList<>();
    Integrations.actionSteps().forEach(step -> uses.add(String.valueOf(step.get("uses"))));
    Map<String, Object> jobs =
        Integrations.map(Integrations.yaml(Integrations.WORKFLOW).get("jobs"));
    Map<String, Object> job = Integrations.map(jobs.get("image"));
    for (Object step : Integrations.list(job.get("steps"))) {
      uses.add(String.valueOf(Integrations.map(step).get("uses")));
    }
    uses.removeIf("null"::equals);
    assertThat(uses).hasSize(5).allMatch(name -> name.matches("[a-z-]+/[a-z/-]+@v\\d+"));
    assertThat(Integrations.map(job.get("permissions")))
        .containsEntry("security-events", "write")
        .containsEntry("contents", "read");
  }

  @Test
  void theExampleGivesTheActionOnlyInputsThatItHas() throws IOException {
    Set<String> inputs =
        Integrations.map(Integrations.yaml(Integrations.ACTION).get("inputs")).keySet();
    Map<String, Object> jobs =
        Integrations.map(Integrations.yaml(Integrations.WORKFLOW).get("jobs"));
    for (Object each : Integrations.list(Integrations.map(jobs.get("image")).get("steps"))) {
      Map<String, Object> step = Integrations.map(each);
      if (String.valueOf(step.get("uses")).contains("/integrations/github@")) {
        assertThat(inputs).containsAll(Integrations.map(step.get("with")).keySet());
        return;
      }
    }
    throw new AssertionError("the example does not use the action");
  }

  @Test
  void theGitLabJobKeepsEveryReportThatItWrites() throws IOException {
    Map<String, Object> job = Integrations.gitLabJob();
    assertThat(job.keySet()).containsOnly("stage", "variables", "script", "artifacts");
    Map<String, Object> artifacts = Integrations.map(job.get("artifacts"));
    assertThat(artifacts).containsEntry("when", "always");
    Map<String, Object> reports = Integrations.map(artifacts.get("reports"));
    assertThat(reports.keySet())
        .containsOnly("container_scanning", "secret_detection", "codequality", "junit");
    String script = Integrations.gitLabScript();
    for (Object report : reports.values()) {
      String name = report.toString().replace("breakwater-report/", "");
      assertThat(script).contains("--output=\"$reports/" + name + "\"");
    }
  }

  @Test
  void theJenkinsfileIsBalancedAndPublishesWhatItWrites() throws IOException {
    String file = Files.readString(Integrations.JENKINS);
    String groovy =
        file.replaceAll("(?s)'''.*?'''", "''").replaceAll("'[^'\n]*'", "''").replaceAll("//.*", "");
    assertThat(groovy.chars().filter(c -> c == '{').count())
        .isEqualTo(groovy.chars().filter(c -> c == '}').count());
    assertThat(file).contains("junit testResults: 'breakwater-report/report.xml'");
    assertThat(Integrations.jenkinsScript()).contains("--output=\"$reports/report.xml\"");
    // A Groovy text in double quotes would expand what people typed into a command.
    assertThat(groovy).doesNotContain("\"");
  }

  @Test
  void shellcheckFindsNothing() throws IOException {
    Map<String, String> scripts = new HashMap<>();
    scripts.put("action.bash", "#!/bin/bash\n" + Integrations.actionScan());
    scripts.put("gate.bash", "#!/bin/bash\n" + Integrations.actionGate());
    scripts.put("gitlab.sh", "#!/bin/sh\n" + Integrations.gitLabScript());
    scripts.put("jenkins.sh", "#!/bin/sh\n" + Integrations.jenkinsScript());
    for (Map.Entry<String, String> script : scripts.entrySet()) {
      Path file = Files.writeString(temporary.resolve(script.getKey()), script.getValue());
      Distribution.must(temporary, "shellcheck", "--severity=style", file.toString());
    }
  }

  @Test
  void everyStepScansOnceAndJudgesWhatItFound() throws IOException {
    for (String name : List.of("action", "gitlab", "jenkins")) {
      Run run = run(name, "oci:layout", Map.of());
      assertThat(run.result.exitCode()).as(run.result.err()).isZero();
      assertThat(run.calls.stream().filter(call -> call.getFirst().equals("<scan>"))).hasSize(1);
      assertThat(run.calls.getFirst())
          .containsExactly(
              "<scan>",
              "<--format=json>",
              "<--output=breakwater-report/report.json>",
              "<-->",
              "<oci:layout>");
      assertThat(run.calls.subList(1, run.calls.size()))
          .hasSizeGreaterThanOrEqualTo(3)
          .allMatch(call -> call.getFirst().equals("<judge>"))
          .allMatch(call -> call.getLast().equals("<breakwater-report/report.json>"));
    }
  }

  @Test
  void optionsReachTheProgramOnlyWhereTheyAreSet() throws IOException {
    for (String name : List.of("action", "gitlab", "jenkins")) {
      Run run =
          run(
              name,
              "oci:layout",
              Map.of(
                  "BREAKWATER_FAIL_ON", "high",
                  "BREAKWATER_POLICY", "a policy.yaml",
                  "BREAKWATER_WAIVERS", "w.yaml",
                  "BREAKWATER_SINCE", "last.json",
                  "BREAKWATER_PLATFORM", "linux/arm64"));
      assertThat(run.calls.getFirst()).contains("<--platform=linux/arm64>");
      assertThat(run.calls.subList(1, run.calls.size()))
          .allSatisfy(call ->
              assertThat(call)
                  .contains(
                      "<--fail-on=high>",
                      "<--policy=a policy.yaml>",
                      "<--waivers=w.yaml>",
                      "<--since=last.json>"));
    }
  }

  @Test
  void theVerdictIsTheExitCode() throws IOException {
    for (int code : new int[] {0, 1, 3}) {
      assertThat(run("gitlab", "x", Map.of("JUDGE_CODE", code + "")).result.exitCode())
          .isEqualTo(code);
      assertThat(run("jenkins", "x", Map.of("JUDGE_CODE", code + "")).result.exitCode())
          .isEqualTo(code);
      // The action uploads before it fails, so its verdict is an output that the last step heeds.
      Run action = run("action", "x", Map.of("JUDGE_CODE", code + ""));
      assertThat(action.result.exitCode()).isZero();
      assertThat(action.output).contains("exit-code=" + code + "\n", "reports=breakwater-report\n");
      assertThat(gate(code + "")).isEqualTo(code);
    }
    assertThat(gate("")).isNotZero();
  }

  private int gate(String code) throws IOException {
    return Distribution.run(
            temporary,
            Map.of("BREAKWATER_EXIT_CODE", code),
            "",
            "bash",
            "-e",
            "-c",
            Integrations.actionGate())
        .exitCode();
  }

  @Test
  void whereNothingWasScannedOrTheOptionsAreWrongTheStepFails() throws IOException {
    for (String name : List.of("action", "gitlab", "jenkins")) {
      assertThat(run(name, "x", Map.of("JUDGE_CODE", "2")).result.exitCode()).isEqualTo(2);
      // The launcher of this test writes the report all the same, as the real one does for 3.
      assertThat(run(name, "x", Map.of("SCAN_CODE", "3")).result.exitCode()).isZero();
    }
    Files.writeString(temporary.resolve("silent"), "#!/bin/sh\nexit 3\n")
        .toFile()
        .setExecutable(true);
    for (String name : List.of("action", "gitlab", "jenkins")) {
      Run run =
          run(name, "x", Map.of("BREAKWATER_PROGRAM", temporary.resolve("silent").toString()));
      assertThat(run.result.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void hostileInputsAreOneWordEach() throws IOException {
    for (String name : List.of("action", "gitlab", "jenkins")) {
      Run run =
          run(name, HOSTILE, Map.of("BREAKWATER_POLICY", HOSTILE, "BREAKWATER_PLATFORM", HOSTILE));
      assertThat(run.result.exitCode()).as(run.result.err()).isZero();
      assertThat(String.join("\n", run.calls.getFirst())).endsWith("<-->\n<" + HOSTILE + ">");
      assertThat(String.join("\n", run.calls.getLast())).contains("<--policy=" + HOSTILE + ">");
      assertThat(run.directory.resolve("owned")).doesNotExist();
      assertThat(run.output).doesNotContain("touch");
    }
  }

  @Test
  void aReportCannotSpeakToTheRunner() throws IOException {
    Run run = run("action", "x", Map.of());
    List<String> heeded = new ArrayList<>();
    String token = null;
    // As the runner reads a log.
    for (String line : run.result.out().lines().map(String::strip).toList()) {
      if (token != null) {
        token = line.equals("::" + token + "::") ? null : token;
      } else if (line.startsWith("::stop-commands::")) {
        token = line.substring("::stop-commands::".length());
        assertThat(token).hasSize(32);
      } else if (line.startsWith("::")) {
        heeded.add(line);
      }
    }
    assertThat(run.result.out()).contains("::set-output name=exit-code::0");
    assertThat(heeded).containsExactly("::warning title=x::y");
    assertThat(token).as("the runner heeds commands again").isNull();
  }

  @Test
  void aFormatIsAWord() throws IOException {
    Run html = run("action", "x", Map.of("BREAKWATER_FORMAT", "html"));
    assertThat(html.directory.resolve("breakwater-report/report.html")).exists();
    for (String other : List.of("../x", "a b", "$(id)", "a\nb")) {
      Run run = run("action", "x", Map.of("BREAKWATER_FORMAT", other));
      assertThat(run.result.exitCode()).isEqualTo(2);
    }
  }

  @Test
  void theTokenOfTheGitLabJobIsInAFileThatGoesAway() throws IOException {
    Path launcher = temporary.resolve("looks");
    Files.writeString(
            launcher,
            """
            #!/bin/sh
            cat "$DOCKER_CONFIG/config.json"
            stat -c 'mode %a' "$DOCKER_CONFIG"
            printf 'at %s\\n' "$DOCKER_CONFIG"
            exit 3
            """)
        .toFile()
        .setExecutable(true);
    Run run =
        run(
            "gitlab",
            "x",
            Map.of(
                "BREAKWATER_PROGRAM", launcher.toString(),
                "CI_REGISTRY", "registry.example.org",
                "CI_REGISTRY_USER", "ci",
                "CI_REGISTRY_PASSWORD", "not-a-real-one"));
    assertThat(run.result.out())
        .contains("{\"auths\":{\"registry.example.org\":{\"auth\":\"Y2k6bm90LWEtcmVhbC1vbmU=\"}}}")
        .contains("mode 700");
    String directory =
        run.result.out().lines().filter(line -> line.startsWith("at ")).findFirst().orElseThrow();
    assertThat(Path.of(directory.substring(3))).doesNotExist();
  }

  /** What a step did. */
  private record Run(
      Path directory, Distribution.Result result, List<List<String>> calls, String output) {}

  private Run run(String name, String subject, Map<String, String> more) throws IOException {
    Path directory = Files.createTempDirectory(temporary, name);
    Path launcher = Files.writeString(directory.resolve("launcher"), LAUNCHER);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Path calls = Files.createFile(directory.resolve("calls"));
    Path output = Files.createFile(directory.resolve("output"));
    Map<String, String> environment = new HashMap<>();
    for (String option : List.of("FAIL_ON", "POLICY", "WAIVERS", "SINCE", "PLATFORM", "FORMAT")) {
      environment.put("BREAKWATER_" + option, "");
    }
    environment.put("BREAKWATER_ANNOTATIONS", "true");
    environment.put("BREAKWATER_PROGRAM", launcher.toString());
    environment.put("BREAKWATER_SUBJECT", subject);
    environment.put("GITHUB_ACTION_PATH", directory.toString());
    environment.put("GITHUB_OUTPUT", output.toString());
    environment.put("CALLS", calls.toString());
    environment.putAll(more);
    // As each service does it.
    String[] command =
        switch (name) {
          case "action" ->
              new String[] {
                "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", Integrations.actionScan()
              };
          case "gitlab" -> new String[] {"sh", "-e", "-c", Integrations.gitLabScript()};
          default -> new String[] {"sh", "-xe", "-c", Integrations.jenkinsScript()};
        };
    Distribution.Result result = Distribution.run(directory, environment, "", command);
    List<List<String>> words = new ArrayList<>();
    for (String call : Files.readString(calls).split("CALL\n")) {
      if (!call.isEmpty()) {
        words.add(List.of(call.split("\n(?=<)|\n$")));
      }
    }
    return new Run(directory, result, words, Files.readString(output));
  }
}
