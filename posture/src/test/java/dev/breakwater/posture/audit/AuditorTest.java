package dev.breakwater.posture.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.FileLine;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Weakness;
import dev.breakwater.core.json.Json;
import dev.breakwater.core.json.JsonPrinter;
import dev.breakwater.posture.load.Formats;
import dev.breakwater.posture.load.Loader;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.pss.Version;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of an object, as findings and as JSON. */
class AuditorTest {
  private static final String OF_HOST =
      """
      apiVersion: v1
      kind: Pod
      metadata: {generateName: job-}
      spec:
        containers:
        - image: example.org/web:1
          securityContext:
            capabilities: {add: [SYS_ADMIN]}
            seccompProfile: {type: Unconfined}
        volumes:
        - name: all
          hostPath: {path: /}
      """;

  private static final String APP_OF_DEFAULTS =
      """
      {"id": "/web", "cmd": "sleep 1", "cpus": 0.1, "mem": 32, "instances": 1}
      """;

  @TempDir private Path directory;

  private Audited audit(Level level, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), text);
    Auditor auditor = new Auditor(new PodSecurity(level, Version.NEWEST), null);
    List<Audited> audited = new ArrayList<>();
    LoaderOptions options =
        new LoaderOptions(
            Formats.all(Map.of()), false, List.of(), Map.of(), InputStream.nullInputStream());
    new Loader(options)
        .load(
            List.of(file),
            new Sink() {
              @Override
              public void add(Resource resource) {
                audited.add(auditor.audit(resource));
              }

              @Override
              public void add(Problem problem) {
                throw new AssertionError(problem.toString());
              }
            });
    assertThat(audited).hasSize(1);
    return audited.getFirst();
  }

  private static Json printed(JsonPrinter.Body body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonPrinter.print(out, body);
    return Json.parse(out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aFindingHasTheSameNameWhateverLevelIsAskedFor() throws IOException {
    List<Weakness> baseline = audit(Level.BASELINE, OF_HOST).findings();
    Audited restricted = audit(Level.RESTRICTED, OF_HOST);
    assertThat(baseline)
        .extracting(Weakness::id)
        .containsExactlyInAnyOrder(
            "pss-capabilities_baseline", "pss-hostPathVolumes", "pss-seccompProfile_baseline");
    assertThat(restricted.findings())
        .extracting(Finding::identity)
        .containsAll(baseline.stream().map(Finding::identity).toList());
    assertThat(restricted.findings())
        .filteredOn(finding -> finding.id().equals("pss-hostPathVolumes"))
        .extracting(Weakness::severity)
        .containsExactly(Severity.HIGH);
    // Machines hear upstream's name of what the level asked for.
    assertThat(
            printed(json -> ObjectJson.print(json, restricted, Map.of())).get("violations").items())
        .extracting(violation -> violation.text("control"))
        .contains("restrictedVolumes", "capabilities_restricted", "seccompProfile_restricted")
        .doesNotContain("hostPathVolumes");
  }

  @Test
  void whatNobodyWroteIsSaidToBeADefault() throws IOException {
    Audited app = audit(Level.BASELINE, APP_OF_DEFAULTS);
    Weakness finding = app.findings().getFirst();
    assertThat(finding.evidence())
        .isEqualTo(
            "the workload shares the network of its host"
                + " (Marathon's default is the network of the host)");
    assertThat(finding.location().pointer()).as("the whole document").isNull();
    Json violation =
        printed(json -> ObjectJson.print(json, app, Map.of())).get("violations").items().getFirst();
    assertThat(violation.text("path")).isEmpty();
    assertThat(violation.text("message")).isEqualTo(finding.evidence());
    assertThat(audit(Level.RESTRICTED, APP_OF_DEFAULTS).findings())
        .filteredOn(each -> each.id().equals("pss-runAsNonRoot"))
        .extracting(Weakness::evidence)
        .as("what is missing is no default")
        .noneMatch(evidence -> evidence.contains("("));
  }

  @Test
  void whatHasNoNameIsNamedByItsPlace() throws IOException {
    Json object = printed(json -> ObjectJson.print(json, audit(Level.BASELINE, OF_HOST), Map.of()));
    assertThat(object.text("name")).isEqualTo("job-");
    assertThat(object.get("violations").items().getFirst().text("container"))
        .isEqualTo("containers[0]");
  }

  @Test
  void whatIsWrittenInAnotherFileHasThatFile() throws IOException {
    Files.writeString(
        directory.resolve("common.yaml"),
        """
        services:
          app:
            image: example.org/app:1
            privileged: true
        """);
    String compose =
        """
        services:
          web:
            extends: {file: common.yaml, service: app}
            network_mode: host
        """;
    Json object = printed(json -> ObjectJson.print(json, audit(Level.BASELINE, compose), Map.of()));
    assertThat(object.get("violations").items())
        .extracting(violation -> violation.text("control") + " " + violation.text("file"))
        .containsExactly("hostNamespaces null", "privileged " + directory.resolve("common.yaml"));
  }

  @Test
  void aProblemHasItsFileAndItsLine() throws IOException {
    Problem problem = new Problem(new FileLine("deploy/a.yaml", 7, 3), "not read: odd");
    Json broken = printed(json -> ObjectJson.print(json, problem));
    assertThat(broken.text("file")).isEqualTo("deploy/a.yaml");
    assertThat(broken.get("line").number(0)).isEqualTo(7);
    assertThat(broken.text("error")).isEqualTo("not read: odd");
    assertThat(broken.get("allowed").isTrue()).isFalse();
    Json chart = printed(json -> ObjectJson.print(json, new Problem("chart:x", "not rendered")));
    assertThat(chart.text("file")).isEqualTo("chart:x");
    assertThat(chart.get("line")).isInstanceOf(Json.Nothing.class);
  }
}
