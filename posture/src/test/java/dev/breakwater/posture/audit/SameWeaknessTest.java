package dev.breakwater.posture.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Problem;
import dev.breakwater.core.Weakness;
import dev.breakwater.posture.load.Formats;
import dev.breakwater.posture.load.Loader;
import dev.breakwater.posture.load.LoaderOptions;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.pss.Version;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One weakness, written for each platform, is one finding, on the line where it is written. */
class SameWeaknessTest {
  @TempDir private Path directory;

  /**
   * A weakness in the words of each platform.
   *
   * @param rule of the finding
   * @param pod what is added to the pod of Kubernetes; the first line is the weak one
   * @param container what is added to its container
   * @param service what is added to the service of Compose
   * @param task what is added to the task definition of ECS
   * @param definition what is added to its container
   * @param app what is added to the app of Marathon
   * @param docker what is added to its {@code docker}
   */
  record Weak(
      String rule,
      String pod,
      String container,
      String service,
      String task,
      String definition,
      String app,
      String docker) {
    @Override
    public String toString() {
      return rule + " " + service.strip();
    }
  }

  static List<Weak> weaknesses() {
    return List.of(
        new Weak(
            "pss-privileged",
            "",
            """
                securityContext:
                  privileged: true
            """,
            """
                privileged: true
            """,
            "",
            """
                "privileged": true,
            """,
            "",
            """
                "privileged": true,
            """),
        new Weak(
            "pss-capabilities_baseline",
            "",
            """
                securityContext:
                  capabilities:
                    add:
                    - SYS_ADMIN
            """,
            """
                cap_add:
                - SYS_ADMIN
            """,
            "",
            """
                "linuxParameters": {"capabilities": {"add": [
                  "SYS_ADMIN"
                ]}},
            """,
            "",
            """
                "parameters": [
                  {"key": "cap-add", "value": "SYS_ADMIN"}
                ],
            """),
        new Weak(
            "pss-hostNamespaces",
            """
              hostNetwork: true
            """,
            "",
            """
                network_mode: host
            """,
            """
              "networkMode": "host",
            """,
            "",
            """
              "networks": [{"mode": "host"}],
            """,
            ""),
        new Weak(
            "pss-hostNamespaces",
            """
              hostPID: true
            """,
            "",
            """
                pid: host
            """,
            """
              "pidMode": "host",
            """,
            "",
            "",
            """
                "parameters": [{"key": "pid", "value": "host"}],
            """),
        new Weak(
            "pss-hostNamespaces",
            """
              hostIPC: true
            """,
            "",
            """
                ipc: host
            """,
            """
              "ipcMode": "host",
            """,
            "",
            "",
            """
                "parameters": [{"key": "ipc", "value": "host"}],
            """),
        new Weak(
            "pss-seccompProfile_baseline",
            "",
            """
                securityContext:
                  seccompProfile:
                    type: Unconfined
            """,
            """
                security_opt:
                - seccomp:unconfined
            """,
            "",
            """
                "dockerSecurityOptions": [
                  "seccomp:unconfined"
                ],
            """,
            "",
            """
                "parameters": [
                  {"key": "security-opt", "value": "seccomp=unconfined"}
                ],
            """),
        new Weak(
            "pss-appArmorProfile",
            "",
            """
                securityContext:
                  appArmorProfile:
                    type: Unconfined
            """,
            """
                security_opt:
                - apparmor:unconfined
            """,
            "",
            """
                "dockerSecurityOptions": [
                  "apparmor:unconfined"
                ],
            """,
            "",
            """
                "parameters": [
                  {"key": "security-opt", "value": "apparmor=unconfined"}
                ],
            """),
        new Weak(
            "pss-seLinuxOptions",
            "",
            """
                securityContext:
                  seLinuxOptions:
                    type: spc_t
            """,
            """
                security_opt:
                - label:type:spc_t
            """,
            "",
            """
                "dockerSecurityOptions": [
                  "label:type:spc_t"
                ],
            """,
            "",
            """
                "parameters": [
                  {"key": "security-opt", "value": "label=type:spc_t"}
                ],
            """),
        new Weak(
            "pss-sysctls",
            """
              securityContext:
                sysctls:
                - name: kernel.msgmax
                  value: "65536"
            """,
            "",
            """
                sysctls:
                  kernel.msgmax: 65536
            """,
            "",
            """
                "systemControls": [
                  {"namespace": "kernel.msgmax", "value": "65536"}
                ],
            """,
            "",
            """
                "parameters": [
                  {"key": "sysctl", "value": "kernel.msgmax=65536"}
                ],
            """));
  }

  @ParameterizedTest
  @MethodSource("weaknesses")
  void isOneFindingOnItsLine(Weak weak) throws Exception {
    Map<Platform, String> files =
        Map.of(
            Platform.KUBERNETES,
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n"
                + weak.pod()
                + "  containers:\n  - name: web\n    image: example.org/web:1\n"
                + weak.container(),
            Platform.COMPOSE,
            "name: shop\nservices:\n  web:\n    image: example.org/web:1\n" + weak.service(),
            Platform.ECS,
            "{\n\"family\": \"web\",\n"
                + (weak.task().isEmpty() ? "\"networkMode\": \"awsvpc\",\n" : weak.task())
                + "\"containerDefinitions\": [{\n"
                + weak.definition()
                + "\"name\": \"web\", \"image\": \"example.org/web:1\"\n}]\n}\n",
            Platform.MARATHON,
            "{\n\"id\": \"/web\",\n"
                + (weak.app().isEmpty()
                    ? "\"networks\": [{\"mode\": \"container/bridge\"}],\n"
                    : weak.app())
                + "\"container\": {\"type\": \"DOCKER\", \"docker\": {\n"
                + weak.docker()
                + "\"image\": \"example.org/web:1\"\n}}\n}\n");
    for (Map.Entry<Platform, String> file : files.entrySet()) {
      List<Weakness> findings = audit(file.getKey(), file.getValue());
      assertThat(findings)
          .as("%s of\n%s", file.getKey(), file.getValue())
          .extracting(Weakness::id)
          .containsExactly(weak.rule());
      String[] lines = file.getValue().split("\n", -1);
      assertThat(lines[findings.getFirst().location().line() - 1])
          .as("%s: %s", file.getKey(), findings)
          .containsPattern(
              "privileged|SYS_ADMIN|[hH]ost|Unconfined|unconfined|spc_t|kernel.msgmax");
    }
  }

  private List<Weakness> audit(Platform platform, String text) throws Exception {
    Path file =
        directory.resolve(
            switch (platform) {
              case KUBERNETES -> "pod.yaml";
              case COMPOSE -> "compose.yaml";
              case ECS -> "task.json";
              case MARATHON -> "app.json";
            });
    Files.writeString(file, text);
    Auditor auditor = new Auditor(new PodSecurity(Level.BASELINE, Version.NEWEST), null);
    List<Weakness> findings = new ArrayList<>();
    List<Platform> platforms = new ArrayList<>();
    new Loader(
            new LoaderOptions(
                Formats.all(Map.of()), false, List.of(), Map.of(), InputStream.nullInputStream()))
        .load(
            List.of(file),
            new Sink() {
              @Override
              public void add(Resource resource) {
                platforms.add(resource.platform());
                findings.addAll(auditor.audit(resource).findings());
              }

              @Override
              public void add(Problem problem) {
                throw new AssertionError(problem.toString());
              }
            });
    assertThat(platforms).containsExactly(platform);
    return findings;
  }
}
