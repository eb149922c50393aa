package dev.breakwater.posture.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.docker.Mutations;
import dev.breakwater.posture.docker.Translated;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarathonAppsTest {
  private static final String SECURITY = "spec.containers[0].securityContext.";

  private static Translated read(String text) {
    return Translated.of("app.json", text, MarathonApps::read);
  }

  /** An app that Docker runs in a network of its own, with these lines more. */
  private static Translated docker(String docker, String... lines) {
    String text =
        """
        id: /shop/web
        networks: [{mode: container/bridge}]
        container:
          type: DOCKER
          docker:
            image: example.org/web:1
        """;
    return Translated.of(
        "app.yaml",
        text + "    " + docker + "\n" + String.join("\n", lines) + "\n",
        MarathonApps::read);
  }

  private static Translated parameter(String key, String value) {
    return docker("parameters: [{key: " + key + ", value: '" + value + "'}]");
  }

  private static final String FULL =
      """
      {
        "id": "/shop/web",
        "labels": {"team": "shop"},
        "cpus": 0.5,
        "mem": 128,
        "instances": 2,
        "user": "nobody",
        "networks": [{"mode": "container/bridge"}],
        "env": {
          "COLOUR": "blue",
          "PASSWORD": {"secret": "password"}
        },
        "secrets": {"password": {"source": "/shop/password"}},
        "container": {
          "type": "DOCKER",
          "docker": {
            "image": "example.org/web:1",
            "privileged": true,
            "parameters": [
              {"key": "cap-add", "value": "sys_admin"},
              {"key": "cap-drop", "value": "CAP_CHOWN"},
              {"key": "user", "value": "0"}
            ]
          },
          "portMappings": [{"containerPort": 80, "hostPort": 8080, "protocol": "tcp"},
                           {"containerPort": 81}],
          "volumes": [
            {"containerPath": "/etc/host", "hostPath": "/etc", "mode": "RO"},
            {"containerPath": "data", "hostPath": "data", "mode": "RW"},
            {"containerPath": "state", "persistent": {"size": 10}, "mode": "RW"},
            {"containerPath": "/far", "external": {"name": "far", "provider": "dvdi"}, "mode": "RW"},
            {"containerPath": "/key", "secret": "password"}
          ]
        },
        "healthChecks": [
          {"protocol": "MESOS_HTTP", "path": "/up", "port": 80, "intervalSeconds": 7}
        ]
      }
      """;

  @Test
  void everyFieldHasItsPlaceInThePod() {
    Translated app = read(FULL);
    assertThat(app.problems()).isEmpty();
    assertThat(app.names()).containsExactly("App /shop/web");
    assertThat(app.resources().getFirst().platform()).isEqualTo(Platform.MARATHON);
    assertThat(app.plain("metadata.labels")).isEqualTo(Map.of("team", "shop"));
    assertThat(app.plain("spec.containers[0].name")).isEqualTo("web");
    assertThat(app.plain(SECURITY + "privileged")).isEqualTo(true);
    assertThat(app.place(SECURITY + "privileged")).isEqualTo("18 container.docker.privileged");
    assertThat(app.plain(SECURITY + "capabilities"))
        .isEqualTo(Map.of("add", List.of("SYS_ADMIN"), "drop", List.of("CHOWN")));
    assertThat(app.place(SECURITY + "capabilities.add[0]"))
        .isEqualTo("20 container.docker.parameters[0].value");
    assertThat(app.plain(SECURITY + "runAsUser")).isEqualTo(0L);
    assertThat(app.plain("spec.hostNetwork")).isEqualTo(false);
    assertThat(app.place("spec.hostNetwork")).isEqualTo("8 networks[0].mode");
    assertThat(app.plain("spec.containers[0].ports"))
        .isEqualTo(
            List.of(
                Map.of("containerPort", 80L, "hostPort", 8080L, "protocol", "TCP"),
                Map.of("containerPort", 81L, "hostPort", 0L)));
    assertThat(app.plain("spec.containers[0].resources"))
        .isEqualTo(Map.of("requests", Map.of("cpu", "0.5"), "limits", Map.of("memory", "128Mi")));
    assertThat(app.plain("spec.containers[0].env"))
        .isEqualTo(
            List.of(
                Map.of("name", "COLOUR", "value", "blue"),
                Map.of(
                    "name",
                    "PASSWORD",
                    "valueFrom",
                    Map.of("secretKeyRef", Map.of("name", "/shop/password", "key", "value")))));
    assertThat(app.plain("spec.containers[0].livenessProbe"))
        .isEqualTo(Map.of("periodSeconds", 7L, "httpGet", Map.of("path", "/up", "port", 80L)));
  }

  @Test
  void volumesAreWhatTheyAreMadeOf() {
    Translated app = read(FULL);
    assertThat(app.plain("spec.volumes[0].hostPath.path")).isEqualTo("/etc");
    assertThat(app.place("spec.volumes[0].hostPath.path"))
        .isEqualTo("28 container.volumes[0].hostPath");
    assertThat(app.plain("spec.containers[0].volumeMounts[0]"))
        .isEqualTo(Map.of("name", "volume-0", "mountPath", "/etc/host", "readOnly", true));
    // A relative path is one of the task's own sandbox.
    assertThat(app.has("spec.volumes[1].emptyDir")).isTrue();
    assertThat(app.has("spec.volumes[2].persistentVolumeClaim")).isTrue();
    assertThat(app.plain("spec.volumes[3].persistentVolumeClaim.claimName")).isEqualTo("far");
    assertThat(app.plain("spec.volumes[4].secret.secretName")).isEqualTo("password");
  }

  @Test
  void theUsualNetworkIsTheHosts() {
    Translated app = read("{\"id\": \"/web\", \"cmd\": \"sleep 1\", \"cpus\": 1}");
    assertThat(app.plain("spec.hostNetwork")).isEqualTo(true);
    assertThat(app.assumed("spec.hostNetwork")).contains("Marathon's default");
    assertThat(app.plain("spec.containers[0].command"))
        .isEqualTo(List.of("/bin/sh", "-c", "sleep 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "networks: [{mode: host}] | true | networks[0].mode",
        "networks: [{mode: container, name: a}, {mode: host}] | true | networks[1].mode",
        "networks: [{name: a}] | false | networks[0]",
        "networks: [] | true | ''",
        "ipAddress: {} | false | ipAddress",
        "container: {docker: {image: a, network: HOST}} | true | container.docker.network",
        "container: {docker: {image: a, network: BRIDGE}} | false | container.docker.network",
        "container: {docker: {image: a, network: NONE}} | false | container.docker.network",
        "container: {docker: {image: a, parameters: [{key: net, value: none}]}} | false |"
            + " container.docker.parameters[0].value",
      })
  void networksAreReadInTheWordsOfEveryVersion(String line, boolean host, String path) {
    Translated app = Translated.of("app.yaml", "id: /web\n" + line, MarathonApps::read);
    assertThat(app.plain("spec.hostNetwork")).isEqualTo(host);
    assertThat(app.place("spec.hostNetwork")).endsWith(" " + path);
  }

  @ParameterizedTest
  @CsvSource({"true, 8080", "false, 0", "'', 0"})
  void portsOfTheHostAreFixedOnlyWhereTheyAreRequired(String required, long host) {
    String line = required.isEmpty() ? "" : "requirePorts: " + required + "\n";
    for (String ports : List.of("portDefinitions: [{port: 8080}]", "ports: [8080]")) {
      Translated app =
          Translated.of("app.yaml", "id: /web\ncmd: a\n" + line + ports, MarathonApps::read);
      assertThat(app.plain("spec.containers[0].ports[0].hostPort")).isEqualTo(host);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "privileged | true | spec.containers[0].securityContext.privileged | true",
        "privileged | perhaps | spec.containers[0].securityContext.privileged | perhaps",
        "privileged | F | spec.containers[0].securityContext.privileged | false",
        "privileged | false | spec.containers[0].securityContext.privileged | false",
        "cap-add | ALL | spec.containers[0].securityContext.capabilities.add[0] | ALL",
        "security-opt | seccomp=unconfined |"
            + " spec.containers[0].securityContext.seccompProfile.type | Unconfined",
        "security-opt | no-new-privileges |"
            + " spec.containers[0].securityContext.allowPrivilegeEscalation | false",
        "user | 1000:1000 | spec.containers[0].securityContext.runAsUser | 1000",
        "read-only | true | spec.containers[0].securityContext.readOnlyRootFilesystem | true",
        "device | /dev/fuse:/dev/f:rwm | spec.volumes[0].hostPath.path | /dev/fuse",
        "device | /dev/fuse:rwm | spec.containers[0].volumeMounts[0].mountPath | /dev/fuse",
        "volume | /etc:/host:ro | spec.volumes[0].hostPath.path | /etc",
        "volume | /etc:/host:ro | spec.containers[0].volumeMounts[0].readOnly | true",
        "volume | data:/data | spec.volumes[0].persistentVolumeClaim.claimName | data",
        "volume | /data | spec.containers[0].volumeMounts[0].mountPath | /data",
        "volume | C:\\a:D:\\b:ro | spec.volumes[0].hostPath.path | C:\\a",
        "volume | C:\\a:D:\\b:ro | spec.containers[0].volumeMounts[0].mountPath | D:\\b",
        "mount | type=bind,source=/etc,target=/a,readonly | spec.volumes[0].hostPath.path | /etc",
        "mount | source=data,target=/a | spec.volumes[0].persistentVolumeClaim.claimName | data",
        "mount | source=d,dst=/a,volume-opt=o=bind,volume-opt=device=/srv |"
            + " spec.volumes[0].hostPath.path | /srv",
        "tmpfs | /run:size=1m | spec.volumes[0].emptyDir.medium | Memory",
        "network | host | spec.hostNetwork | true",
        "pid | host | spec.hostPID | true",
        "ipc | host | spec.hostIPC | true",
        "userns | host | spec.hostUsers | true",
        "sysctl | kernel.msgmax=1 | spec.securityContext.sysctls[0].name | kernel.msgmax",
        "group-add | 7 | spec.securityContext.supplementalGroups[0] | 7",
        "publish | 127.0.0.1:8080:80/udp | spec.containers[0].ports[0].hostPort | 8080",
        "publish | 8080-8081:80-81 | spec.containers[0].ports[1].hostPort | 8081",
        "mount | type=bind,src=/a,dst=/b,bind-propagation=rshared |"
            + " spec.containers[0].volumeMounts[0].mountPropagation | Bidirectional",
        "network | name=host | spec.hostNetwork | true",
        "pid | container:x | spec.shareProcessNamespace | true",
        "add-host | a:192.0.2.1 | spec.hostAliases[0].ip | 192.0.2.1",
        "platform | windows/amd64 | spec.os.name | windows",
        "publish | 8080:80 | spec.containers[0].ports[0].containerPort | 80",
        "publish | 80 | spec.containers[0].ports[0].hostPort | 0",
        "memory | 512m | spec.containers[0].resources.limits.memory | 512Mi",
        "env | A=b=c | spec.containers[0].env[0].value | b=c",
        "label | tier=front | metadata.labels.tier | front",
        "shm-size | 64m | spec.volumes[0].emptyDir.sizeLimit | 64Mi",
        "runtime | runsc | spec.runtimeClassName | runsc",
      })
  void parametersAreOptionsOfDocker(String key, String value, String path, String expected) {
    Translated app = parameter(key, value);
    assertThat(String.valueOf(app.plain(path))).isEqualTo(expected);
    assertThat(app.place(path)).isEqualTo("7 container.docker.parameters[0].value");
  }

  @Test
  void otherParametersAreKept() {
    Translated app = parameter("uts", "host");
    assertThat(app.plain("metadata.annotations")).isEqualTo(Map.of("breakwater.dev/uts", "host"));
  }

  @Test
  void dockersDefaultsAreSaid() {
    Translated app = docker("forcePullImage: true");
    assertThat(app.plain(SECURITY + "seccompProfile.type")).isEqualTo("RuntimeDefault");
    assertThat(app.assumed(SECURITY + "seccompProfile.type")).isEqualTo("Docker's default");
    assertThat(app.plain(SECURITY + "allowPrivilegeEscalation")).isEqualTo(true);
    assertThat(docker("privileged: true").has(SECURITY + "seccompProfile")).isFalse();
  }

  @Test
  void theUserOfTheAppIsThatOfMesosAndNotOfDocker() {
    assertThat(docker("privileged: false", "user: root").has(SECURITY + "runAsUser")).isFalse();
    String text = "id: /web\nuser: root\ncontainer: {type: MESOS, docker: {image: a}}\n";
    Translated app = Translated.of("app.yaml", text, MarathonApps::read);
    assertThat(app.plain(SECURITY + "runAsUser")).isEqualTo(0L);
    assertThat(app.place(SECURITY + "runAsUser")).isEqualTo("2 user");
    assertThat(app.has(SECURITY + "seccompProfile")).isFalse();
  }

  @Test
  void mesosIsToldOfLinux() {
    Translated app =
        Translated.of(
            "app.yaml",
            """
            id: /web
            cmd: sleep 1
            container:
              type: MESOS
              linuxInfo:
                seccomp: {unconfined: true}
                ipcInfo: {mode: SHARE_PARENT, shmSize: 64}
                effectiveCapabilities: [NET_RAW]
            """,
            MarathonApps::read);
    assertThat(app.plain(SECURITY + "seccompProfile.type")).isEqualTo("Unconfined");
    assertThat(app.place(SECURITY + "seccompProfile.type"))
        .isEqualTo("6 container.linuxInfo.seccomp.unconfined");
    assertThat(app.plain("spec.hostIPC")).isEqualTo(true);
    assertThat(app.plain(SECURITY + "capabilities"))
        .isEqualTo(Map.of("add", List.of("NET_RAW"), "drop", List.of("ALL")));
    assertThat(app.assumed(SECURITY + "capabilities.drop[0]")).isNotNull();
  }

  @Test
  void podsHaveSeveralContainers() {
    Translated pod =
        Translated.of(
            "pod.yaml",
            """
            id: /shop/pod
            user: root
            environment: {COLOUR: blue}
            networks: [{mode: container, name: dcos}]
            volumes:
              - {name: etc, host: /etc}
              - {name: work}
            containers:
              - name: web
                image: {kind: DOCKER, id: example.org/web:1}
                exec: {command: {shell: sleep 1}}
                resources: {cpus: 0.1, mem: 32}
                endpoints: [{name: http, containerPort: 80, hostPort: 8080, protocol: [tcp]}]
                volumeMounts: [{name: etc, mountPath: /host, readOnly: true}]
                linuxInfo: {seccomp: {profileName: web.json}}
              - name: side
                user: "1000"
                resources: {cpus: 0.1, mem: 32}
                healthCheck: {exec: {command: {argv: [/bin/up]}}, intervalSeconds: 3}
            """,
            MarathonApps::read);
    assertThat(pod.names()).containsExactly("Pod /shop/pod");
    assertThat(pod.plain("spec.hostNetwork")).isEqualTo(false);
    assertThat(pod.plain("spec.volumes[0].hostPath.path")).isEqualTo("/etc");
    assertThat(pod.place("spec.volumes[0].hostPath.path")).isEqualTo("6 volumes[0].host");
    assertThat(pod.has("spec.volumes[1].emptyDir")).isTrue();
    assertThat(pod.plain("spec.containers[0].image")).isEqualTo("example.org/web:1");
    assertThat(pod.plain(SECURITY + "runAsUser")).isEqualTo(0L);
    assertThat(pod.plain(SECURITY + "seccompProfile.localhostProfile")).isEqualTo("web.json");
    assertThat(pod.plain("spec.containers[0].ports[0]"))
        .isEqualTo(Map.of("containerPort", 80L, "hostPort", 8080L, "protocol", "TCP"));
    assertThat(pod.plain("spec.containers[0].volumeMounts[0].readOnly")).isEqualTo(true);
    assertThat(pod.plain("spec.containers[1].securityContext.runAsUser")).isEqualTo(1000L);
    assertThat(pod.plain("spec.containers[1].livenessProbe.exec.command"))
        .isEqualTo(List.of("/bin/up"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', SHARE_PARENT, true",
    "PRIVATE, SHARE_PARENT, false",
    "SHARE_PARENT, PRIVATE, true",
    "PRIVATE, '', false",
    "'', PRIVATE, false",
  })
  void sharedMemoryIsThatOfThePodOrOfTheHost(String pod, String container, boolean host) {
    String text =
        """
        {"id": "/pod", "linuxInfo": {"ipcInfo": {"mode": "%s"}},
         "containers": [{"name": "web", "resources": {"cpus": 1},
                         "linuxInfo": {"ipcInfo": {"mode": "%s"}}}]}
        """
            .formatted(pod, container);
    assertThat(read(text).has("spec.hostIPC")).isEqualTo(host);
  }

  @Test
  void whatDockerWouldRefuseIsSaid() {
    assertThat(parameter("security-opt", "sekcomp=x").problems())
        .extracting(problem -> problem.where() + " " + problem.what())
        .containsExactly(
            "app.yaml:7:38 container.docker.parameters[0].value is no security option of Docker:"
                + " sekcomp");
    assertThat(parameter("volumes-from", "data").problems()).hasSize(1);
    assertThat(parameter("privileged", "perhaps").problems()).hasSize(1);
  }

  @Test
  void groupsHoldAppsPodsAndGroups() {
    Translated group =
        read(
            """
            {"id": "/shop",
             "apps": [{"id": "web", "cmd": "a", "cpus": 1},
                      {"id": "/else/where", "cmd": "a"}],
             "groups": [{"id": "back",
                         "apps": [{"id": "db", "container": {"docker": {"image": "d"}}}],
                         "pods": [{"id": "queue", "containers": [{"resources": {}}]}]}]}
            """);
    assertThat(group.names())
        .containsExactly(
            "App /shop/web", "App /else/where", "App /shop/back/db", "Pod /shop/back/queue");
    assertThat(group.resources())
        .extracting(resource -> resource.index())
        .containsExactly(0, 1, 2, 3);
    Value image = group.resources().get(2).object().get("spec");
    assertThat(image).isNotNull();
    assertThat(image.get("containers").items().getFirst().get("image").origin().path())
        .isEqualTo("groups[0].apps[0].container.docker.image");
  }

  @Test
  void listsHoldApps() {
    assertThat(read("[{\"id\": \"a\", \"cmd\": \"x\", \"mem\": 1}, {\"id\": \"b\"}, 7]").names())
        .containsExactly("App a", "App b");
    assertThat(read("[{\"id\": \"a\", \"cmd\": \"x\", \"mem\": 1}, 7]").problems())
        .extracting(problem -> problem.where() + " " + problem.what())
        .containsExactly("app.json:1:37 [1] is no app, so it is not judged");
    assertThat(read("{\"apps\": [{\"id\": \"a\", \"cmd\": \"x\", \"mem\": 1}]}").names())
        .containsExactly("App a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\": \"/a\", \"cmd\": \"x\", \"instances\": 1}",
        "{\"id\": \"/a\", \"container\": {\"type\": \"MESOS\"}}",
        "{\"id\": \"/a\", \"containers\": [{\"name\": \"x\", \"resources\": {\"cpus\": 1}}]}",
        "{\"id\": \"/\", \"groups\": [{\"id\": \"a\", \"apps\": [{\"id\": \"b\","
            + " \"container\": {\"docker\": {}}}]}]}",
        "{\"apps\": [{\"id\": \"/a\", \"args\": [\"x\"], \"mem\": 1}]}",
      })
  void whatMarathonRunsLooksLikeIt(String text) {
    assertThat(looksLike(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\": \"task\", \"cmd\": \"make\"}",
        "{\"id\": 7, \"cmd\": \"x\", \"mem\": 1}",
        "{\"id\": \"Some Title\", \"container\": {\"type\": \"MESOS\"}}",
        "{\"id\": \"a\", \"containers\": [\"x\"]}",
        "{\"id\": \"a\", \"container\": \"x\"}",
        "{\"id\": \"a\", \"apiVersion\": \"v1\", \"containers\": [{\"resources\": {}}]}",
        "{\"id\": \"a\", \"apps\": [], \"groups\": []}",
        "{\"apps\": [{\"name\": \"a\"}]}",
        "{\"name\": \"a\", \"cmd\": \"x\", \"mem\": 1}",
        "[]",
        "[{\"id\": 1}, {\"name\": \"x\"}]",
      })
  void whatOthersRunDoesNot(String text) {
    assertThat(looksLike(text)).isFalse();
  }

  private static boolean looksLike(String text) {
    return MarathonApps.looksLike(Translated.documents("x.json", text).getFirst());
  }

  @Test
  void groupsInGroupsHaveABound() {
    String text = "{\"id\":\"a\",\"cmd\":\"x\",\"mem\":1}";
    for (int i = 0; i < 40; i++) {
      text = "{\"id\":\"g\",\"groups\":[" + text + "]}";
    }
    Translated group = read(text);
    assertThat(group.resources()).isEmpty();
    assertThat(group.problems()).hasSize(1);
    assertThat(group.problems().getFirst().what()).contains("50 groups");
  }

  @Test
  void variablesOfManyContainersHaveABound() {
    StringBuilder text = new StringBuilder("{\"id\": \"/a\", \"environment\": {");
    for (int i = 0; i < 20_000; i++) {
      text.append(i == 0 ? "" : ",").append("\"V").append(i).append("\": \"x\"");
    }
    text.append("}, \"containers\": [{\"resources\": {}}");
    text.append(",{\"name\": \"c\"}".repeat(20_000));
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          Translated pod = read(text + "]}");
          assertThat(pod.problems()).hasSize(1);
          assertThat(pod.plain("spec.containers[0].name")).isEqualTo("container-1");
        });
  }

  @Test
  void problemsHaveABound() {
    String text = "[{\"id\": \"a\", \"cmd\": \"x\", \"mem\": 1}" + ",7".repeat(5000) + "]";
    assertThat(read(text).problems()).hasSize(50);
  }

  @Test
  void mutationsAreReadOrSaidAndNeverThrown() {
    Random random = new Random(5);
    String[] pieces = {"null", "[]", "{}", "true", "\"\"", "-1", "1e999", "[[[]]]", "\"host\""};
    Assertions.assertTimeout(
        Duration.ofSeconds(30),
        () -> {
          int read = 0;
          for (int i = 0; i < 3000; i++) {
            for (Value document : Mutations.documents(FULL, pieces, random)) {
              Translated sink = new Translated();
              MarathonApps.looksLike(document);
              MarathonApps.read("app.json", 0, document, sink);
              assertThat(sink.resources().size() + sink.problems().size()).isPositive();
              read++;
            }
          }
          assertThat(read).isGreaterThan(1000);
        });
  }
}
