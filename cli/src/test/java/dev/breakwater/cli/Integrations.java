package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files below {@code integrations}, and the shell steps that are in them. */
final class Integrations {
  static final Path ACTION = file("github/action.yml");
  static final Path WORKFLOW = file("github/example-workflow.yml");
  static final Path GITLAB = file("gitlab/breakwater.gitlab-ci.yml");
  static final Path JENKINS = file("jenkins/Jenkinsfile");

  /** A text in three single quotes: Groovy expands nothing in it. */
  private static final Pattern SH = Pattern.compile("\\bsh\\s*'''(.*?)'''", Pattern.DOTALL);

  private Integrations() {}

  private static Path file(String name) {
    return Path.of("..", "integrations").resolve(name).toAbsolutePath().normalize();
  }

  static Map<String, Object> yaml(Path file) throws IOException {
    return map(
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
            .loadFromString(Files.readString(file)));
  }

  static Map<String, Object> map(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((key, each) -> map.put(key.toString(), each));
    return map;
  }

  static List<Object> list(Object value) {
    assertThat(value).isInstanceOf(List.class);
    return new ArrayList<>((List<?>) value);
  }

  /** The steps of the action, in order. */
  static List<Map<String, Object>> actionSteps() throws IOException {
    return list(map(yaml(ACTION).get("runs")).get("steps")).stream()
        .map(Integrations::map)
        .toList();
  }

  static String actionScan() throws IOException {
    return actionSteps().getFirst().get("run").toString();
  }

  static String actionGate() throws IOException {
    return actionSteps().getLast().get("run").toString();
  }

  static Map<String, Object> gitLabJob() throws IOException {
    return map(yaml(GITLAB).get("breakwater_container_scanning"));
  }

  static String gitLabScript() throws IOException {
    List<Object> script = list(gitLabJob().get("script"));
    assertThat(script).hasSize(1);
    return script.getFirst().toString();
  }

  static String jenkinsScript() throws IOException {
    Matcher matcher = SH.matcher(Files.readString(JENKINS));
    assertThat(matcher.find()).as("a step in three single quotes").isTrue();
    String script = matcher.group(1).stripIndent();
    assertThat(matcher.find()).as("another one").isFalse();
    // Groovy would read an escape out of it.
    assertThat(script).doesNotContain("\\");
    return script;
  }
}
