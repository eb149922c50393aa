package dev.breakwater.posture.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePodTest {
  @TempDir Path directory;
  private Projects projects;

  @BeforeEach
  void start() {
    projects = new Projects(directory);
  }

  private Object security(String attributes, String... path) {
    return container(attributes, prepend("securityContext", path));
  }

  private Object container(String attributes, String... path) {
    return Projects.container(projects.web("image: a\n" + attributes), path);
  }

  private Object spec(String attributes, String... path) {
    return Projects.plain(projects.web("image: a\n" + attributes), prepend("spec", path));
  }

  private static String[] prepend(String first, String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  @Test
  void aServiceIsAPod() {
    Resource web = projects.web("image: nginx:1\n");
    assertThat(web.platform()).isEqualTo(Platform.COMPOSE);
    assertThat(web.kind()).isEqualTo("Service");
    assertThat(web.name()).isEqualTo("web");
    assertThat(web.namespace()).isNull();
    assertThat(web.index()).isZero();
    assertThat(web.file()).isEqualTo(directory.resolve("compose.yaml").toString());
    assertThat(web.object().text("apiVersion")).isEqualTo("v1");
    assertThat(web.object().text("kind")).isEqualTo("Pod");
    assertThat(web.object().get("spec")).isEqualTo(web.pod().get("spec"));
    assertThat(Projects.plain(web, "metadata")).isEqualTo(Map.of("name", "web"));
    assertThat(projects.at(web, "spec", "containers", "0", "image"))
        .isEqualTo("nginx:1 @ compose.yaml:3:5 services.web.image");
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void dockersDefaultsAreThereAndSaySo() {
    Resource web = projects.web("image: a\n");
    String place = " @ compose.yaml:2:3 services.web (Docker's default)";
    String[] context = {"spec", "containers", "0", "securityContext", ""};
    context[4] = "privileged";
    assertThat(projects.at(web, context)).isEqualTo("false" + place);
    context[4] = "allowPrivilegeEscalation";
    assertThat(projects.at(web, context)).isEqualTo("true" + place);
    context[4] = "readOnlyRootFilesystem";
    assertThat(projects.at(web, context)).isEqualTo("false" + place);
    context[4] = "seccompProfile";
    assertThat(projects.at(web, context)).isEqualTo("{type=RuntimeDefault}" + place);
    context[4] = "appArmorProfile";
    assertThat(projects.at(web, context)).isEqualTo("{type=RuntimeDefault}" + place);
    context[4] = "runAsUser";
    assertThat(projects.at(web, context)).isEqualTo("nothing");
    assertThat(projects.at(web, "spec", "restartPolicy")).isEqualTo("Never" + place);
    assertThat(projects.at(web, "spec", "automountServiceAccountToken"))
        .isEqualTo("false @ compose.yaml:2:3 services.web (Compose has no service accounts)");
  }

  @ParameterizedTest
  @CsvSource({"true, true", "yes, true", "'\"on\"', true", "False, false", "n, false"})
  void privilegedIsAFlagHoweverItIsWritten(String written, boolean flag) {
    assertThat(security("privileged: " + written, "privileged")).isEqualTo(flag);
  }

  @Test
  void aPrivilegedContainerHasNoProfilesButThoseItAsksFor() {
    assertThat(security("privileged: true", "seccompProfile")).isNull();
    assertThat(security("privileged: true", "appArmorProfile")).isNull();
    assertThat(security("privileged: true\nsecurity_opt: [seccomp=p.json]", "seccompProfile"))
        .isEqualTo(Map.of("type", "Localhost", "localhostProfile", "p.json"));
  }

  @Test
  void whatIsNoFlagIsNeverTakenForSafe() {
    assertThat(security("privileged: maybe", "privileged")).isEqualTo("maybe");
    assertThat(projects.problems())
        .containsExactly("compose.yaml:4:5 services.web.privileged: must be true or false");
    assertThat(security("privileged: [true]", "privileged")).isEqualTo("");
  }

  @Test
  void whatAHookMayDoTheContainerMayDo() {
    Resource web = projects.web("image: a\npost_start:\n  - command: x\n    privileged: true\n");
    assertThat(projects.at(web, "spec", "containers", "0", "securityContext", "privileged"))
        .isEqualTo("true @ compose.yaml:6:9 services.web.post_start[0].privileged");
    assertThat(security("pre_stop: [{command: x, privileged: false}]", "privileged"))
        .isEqualTo(false);
    Resource root = projects.web("image: a\nuser: '7'\npre_stop:\n  - {command: x, user: root}\n");
    assertThat(projects.at(root, "spec", "containers", "0", "securityContext", "runAsUser"))
        .isEqualTo("0 @ compose.yaml:6:22 services.web.pre_stop[0].user");
    assertThat(Projects.container(root, "securityContext", "runAsNonRoot")).isEqualTo(false);
    assertThat(security("user: '7'\npre_stop: [{command: x, user: '8'}]", "runAsUser"))
        .isEqualTo(7L);
  }

  @Test
  void capabilitiesHaveTheNamesOfKubernetes() {
    Resource web =
        projects.web("image: a\ncap_add: [net_admin, CAP_SYS_ADMIN]\ncap_drop:\n  - all\n");
    assertThat(Projects.container(web, "securityContext", "capabilities"))
        .isEqualTo(Map.of("add", List.of("NET_ADMIN", "SYS_ADMIN"), "drop", List.of("ALL")));
    assertThat(
            projects.at(
                web, "spec", "containers", "0", "securityContext", "capabilities", "add", "1"))
        .isEqualTo("SYS_ADMIN @ compose.yaml:4:26 services.web.cap_add[1]");
    assertThat(
            projects.at(
                web, "spec", "containers", "0", "securityContext", "capabilities", "drop", "0"))
        .isEqualTo("ALL @ compose.yaml:6:9 services.web.cap_drop[0]");
    assertThat(security("cap_add: SYS_ADMIN", "capabilities", "add"))
        .isEqualTo(List.of("SYS_ADMIN"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "1000, 1000, true, -",
        "\"1000:2000\", 1000, true, 2000",
        "1000:1000, 1000, true, 1000",
        "0, 0, false, -",
        "\"00\", 0, false, -",
        "root, 0, false, -",
        "root:root, 0, false, 0",
        "+0, 0, false, -",
        "node, -, -, -",
        "\"node:100\", -, -, 100",
        "\"\", -, -, -",
      })
  void users(String written, Long user, Boolean nonRoot, Long group) {
    Resource web = projects.web("image: a\nuser: " + written + "\n");
    assertThat(Projects.container(web, "securityContext", "runAsUser")).isEqualTo(user);
    assertThat(Projects.container(web, "securityContext", "runAsNonRoot")).isEqualTo(nonRoot);
    assertThat(Projects.container(web, "securityContext", "runAsGroup")).isEqualTo(group);
    assertThat(projects.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967296", "-1", "99999999999999999999"})
  void aUserThatCannotBeIsTold(String written) {
    assertThat(security("user: \"" + written + "\"", "runAsUser")).isNull();
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:4:5 services.web.user: has a number beyond those of users: " + written);
  }

  @ParameterizedTest
  @CsvSource({
    "no-new-privileges, false",
    "no-new-privileges:true, false",
    "no-new-privileges=1, false",
    "no-new-privileges:false, true",
  })
  void noNewPrivileges(String option, boolean escalation) {
    Resource web = projects.web("image: a\nsecurity_opt: [\"" + option + "\"]\n");
    assertThat(
            projects.at(
                web, "spec", "containers", "0", "securityContext", "allowPrivilegeEscalation"))
        .isEqualTo(escalation + " @ compose.yaml:4:20 services.web.security_opt[0]");
  }

  @Test
  void profiles() {
    assertThat(security("security_opt: [seccomp:unconfined]", "seccompProfile"))
        .isEqualTo(Map.of("type", "Unconfined"));
    assertThat(security("security_opt: [seccomp=builtin]", "seccompProfile"))
        .isEqualTo(Map.of("type", "RuntimeDefault"));
    assertThat(security("security_opt: [seccomp=a.json, \"seccomp:unconfined\"]", "seccompProfile"))
        .isEqualTo(Map.of("type", "Unconfined"));
    assertThat(security("security_opt: [apparmor=unconfined]", "appArmorProfile"))
        .isEqualTo(Map.of("type", "Unconfined"));
    assertThat(security("security_opt: [apparmor:docker-default]", "appArmorProfile"))
        .isEqualTo(Map.of("type", "RuntimeDefault"));
    assertThat(security("security_opt: [apparmor:mine]", "appArmorProfile"))
        .isEqualTo(Map.of("type", "Localhost", "localhostProfile", "mine"));
    assertThat(security("security_opt: [label=disable]", "seLinuxOptions"))
        .isEqualTo(Map.of("type", "spc_t"));
    assertThat(security("security_opt: [\"label:type:x_t\", label=level:s0]", "seLinuxOptions"))
        .isEqualTo(Map.of("type", "x_t", "level", "s0"));
    assertThat(security("security_opt: [systempaths=unconfined]", "procMount"))
        .isEqualTo("Unmasked");
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void aSecurityOptionThatDockerDoesNotKnowIsTold() {
    projects.web("image: a\nsecurity_opt:\n  - no-new-privileges: true\n  - secomp=x\n");
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:5:9 services.web.security_opt[0]: must be a text, such as"
                + " \"no-new-privileges:true\"",
            "compose.yaml:6:9 services.web.security_opt[1]: is no security option of Docker:"
                + " secomp");
  }

  @Test
  void readOnly() {
    assertThat(security("read_only: true", "readOnlyRootFilesystem")).isEqualTo(true);
  }

  @Test
  void namespacesOfTheHost() {
    assertThat(spec("network_mode: host", "hostNetwork")).isEqualTo(true);
    assertThat(spec("network_mode: bridge", "hostNetwork")).isNull();
    assertThat(spec("pid: host", "hostPID")).isEqualTo(true);
    assertThat(spec("ipc: host", "hostIPC")).isEqualTo(true);
    assertThat(spec("ipc: shareable", "hostIPC")).isNull();
    assertThat(spec("userns_mode: host", "hostUsers")).isEqualTo(true);
    assertThat(spec("pid: \"container:x\"", "shareProcessNamespace")).isEqualTo(true);
    Resource web = projects.web("image: a\nuts: host\ncgroup: host\ncgroup_parent: /x\n");
    assertThat(Projects.plain(web, "metadata", "annotations"))
        .isEqualTo(
            Map.of(
                "breakwater.dev/uts", "host",
                "breakwater.dev/cgroup", "host",
                "breakwater.dev/cgroup-parent", "/x"));
  }

  @Test
  void namespacesOfTheHostByWayOfAnotherService() {
    projects.file(
        "compose.yaml",
        """
        services:
          web: {image: a, network_mode: "service:two", pid: "service:two", ipc: "service:web"}
          two: {image: a, network_mode: "service:three", pid: host}
          three: {image: a, network_mode: host}
          four: {image: a, network_mode: "service:none"}
        """);
    Resource web = projects.read("compose.yaml").resource("web");
    assertThat(projects.at(web, "spec", "hostNetwork"))
        .isEqualTo("true @ compose.yaml:2:19 services.web.network_mode");
    assertThat(Projects.plain(web, "spec", "hostPID")).isEqualTo(true);
    assertThat(Projects.plain(web, "spec", "hostIPC")).isNull();
    assertThat(Projects.plain(projects.resource("four"), "spec", "hostNetwork")).isNull();
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:5:20 services.four.network_mode: joins service:none, which is none of"
                + " this project");
    projects.web("image: a\nnetwork_mode: container:vpn\n");
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:4:5 services.web.network_mode: what that container shares with its host"
                + " is not known; not judged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "outside: {external: true, name: host}",
        "outside: {external: {name: host}}",
        "outside: {external: \"true\", name: host}"
      })
  void theNetworkCalledHostIsTheHosts(String network) {
    projects.file(
        "compose.yaml",
        "services:\n  web:\n    image: a\n    networks: [outside]\nnetworks:\n  " + network + "\n");
    assertThat(projects.at(projects.read("compose.yaml").resource("web"), "spec", "hostNetwork"))
        .isEqualTo("true @ compose.yaml:4:16 services.web.networks[0]");
    projects.file(
        "compose.yaml",
        "services:\n  web:\n    image: a\n    networks: [host]\nnetworks: {host: {}}\n");
    assertThat(Projects.plain(projects.read("compose.yaml").resource("web"), "spec", "hostNetwork"))
        .isNull();
  }

  @Test
  void volumes() {
    Resource web =
        projects.web(
            """
            image: a
            volumes:
              - ./data:/data:ro
              - named:/named
              - /anonymous
              - type: bind
                source: /var/run/docker.sock
                target: /var/run/docker.sock
                read_only: yes
              - {type: volume, source: named, target: /again}
              - {type: tmpfs, target: /tmp, tmpfs: {size: 64m}}
              - {type: image, source: "b:1", target: /image}
            tmpfs: "/run:size=1m"
            shm_size: 128m
            """);
    assertThat(Projects.plain(web, "spec", "volumes"))
        .isEqualTo(
            List.of(
                Map.of("name", "volume-0", "hostPath", Map.of("path", "./data")),
                Map.of("name", "named", "persistentVolumeClaim", Map.of("claimName", "named")),
                Map.of("name", "volume-2", "emptyDir", Map.of()),
                Map.of("name", "volume-3", "hostPath", Map.of("path", "/var/run/docker.sock")),
                Map.of(
                    "name",
                    "volume-4",
                    "emptyDir",
                    Map.of("medium", "Memory", "sizeLimit", "64Mi")),
                Map.of("name", "volume-5", "image", Map.of("reference", "b:1")),
                Map.of("name", "volume-6", "emptyDir", Map.of("medium", "Memory")),
                Map.of(
                    "name",
                    "volume-7",
                    "emptyDir",
                    Map.of("medium", "Memory", "sizeLimit", "128Mi"))));
    assertThat(Projects.container(web, "volumeMounts"))
        .isEqualTo(
            List.of(
                Map.of("name", "volume-0", "mountPath", "/data", "readOnly", true),
                Map.of("name", "named", "mountPath", "/named"),
                Map.of("name", "volume-2", "mountPath", "/anonymous"),
                Map.of("name", "volume-3", "mountPath", "/var/run/docker.sock", "readOnly", true),
                Map.of("name", "named", "mountPath", "/again"),
                Map.of("name", "volume-4", "mountPath", "/tmp"),
                Map.of("name", "volume-5", "mountPath", "/image"),
                Map.of("name", "volume-6", "mountPath", "/run"),
                Map.of("name", "volume-7", "mountPath", "/dev/shm")));
    assertThat(projects.at(web, "spec", "volumes", "3", "hostPath", "path"))
        .isEqualTo("/var/run/docker.sock @ compose.yaml:8:9 services.web.volumes[3]");
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void aNamedVolumeIsWhatItIsBoundTo() {
    projects.file(
        "compose.yaml",
        """
        services:
          web:
            image: a
            volumes: ["etc:/etc", "nfs:/nfs", "ram:/ram", "cloud:/cloud", "mine:/mine"]
        volumes:
          etc: {driver: local, driver_opts: {type: none, o: bind, device: /etc}}
          nfs: {driver_opts: {type: nfs, o: "addr=10.0.0.1", device: ":/share"}}
          ram: {driver_opts: {type: tmpfs, device: tmpfs}}
          cloud: {driver: cloud, driver_opts: {device: /dev/x}}
          mine: {external: true}
        """);
    Resource web = projects.read("compose.yaml").resource("web");
    assertThat(projects.at(web, "spec", "volumes", "0", "hostPath", "path"))
        .isEqualTo("/etc @ compose.yaml:6:59 volumes.etc.driver_opts.device");
    assertThat(Projects.plain(web, "spec", "volumes", "1", "nfs"))
        .isEqualTo(Map.of("path", ":/share"));
    for (String index : List.of("2", "3", "4")) {
      assertThat(Projects.plain(web, "spec", "volumes", index, "persistentVolumeClaim"))
          .isNotNull();
    }
  }

  @Test
  void devicesAreOfTheHost() {
    Resource web =
        projects.web(
            """
            image: a
            devices:
              - /dev/sda:/dev/xvda:rwm
              - {source: /dev/fuse, target: /dev/fuse}
              - vendor.com/gpu=0
            device_cgroup_rules: ["c 1:3 mr"]
            """);
    assertThat(Projects.plain(web, "spec", "volumes"))
        .isEqualTo(
            List.of(
                Map.of("name", "volume-0", "hostPath", Map.of("path", "/dev/sda")),
                Map.of("name", "volume-1", "hostPath", Map.of("path", "/dev/fuse")),
                Map.of("name", "volume-2", "hostPath", Map.of("path", "/dev"))));
    assertThat(projects.at(web, "spec", "volumes", "0", "hostPath", "path"))
        .isEqualTo("/dev/sda @ compose.yaml:5:9 services.web.devices[0]");
    assertThat(projects.at(web, "spec", "volumes", "2", "hostPath", "path"))
        .isEqualTo("/dev @ compose.yaml:8:27 services.web.device_cgroup_rules[0]");
  }

  @Test
  void theSocketOfDockerIsThere() {
    Resource web = projects.web("image: a\nuse_api_socket: true\n");
    assertThat(projects.at(web, "spec", "volumes", "0", "hostPath", "path"))
        .isEqualTo("/var/run/docker.sock @ compose.yaml:4:5 services.web.use_api_socket");
    assertThat(spec("use_api_socket: false", "volumes")).isNull();
  }

  @Test
  void volumesOfOtherServices() {
    projects.file(
        "compose.yaml",
        """
        services:
          web: {image: a, volumes_from: ["two:ro"], volumes: [/own]}
          two: {image: a, volumes_from: [three], volumes: ["/etc:/etc"]}
          three: {image: a, volumes_from: [web], volumes: ["/srv:/srv"]}
          four: {image: a, volumes_from: ["container:x", none]}
        """);
    Resource web = projects.read("compose.yaml").resource("web");
    assertThat(Projects.plain(web, "spec", "volumes").toString())
        .contains("path=/etc", "path=/srv");
    assertThat(projects.at(web, "spec", "volumes", "1", "hostPath", "path"))
        .isEqualTo("/etc @ compose.yaml:3:52 services.two.volumes[0]");
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:5:35 services.four.volumes_from[0]: what that container mounts is not"
                + " known; not judged",
            "compose.yaml:5:50 services.four.volumes_from[1]: is no service of this project");
  }

  @Test
  void secretsAndConfigs() {
    projects.file(
        "compose.yaml",
        """
        services:
          web:
            image: a
            secrets: [db, {source: key, target: /etc/key}]
            configs: [app, {source: key, target: other}]
        secrets:
          db: {file: ./db.txt}
          key: {file: /etc/shadow}
        configs:
          app: {content: x}
          key: {file: ../outside}
        """);
    Resource web = projects.read("compose.yaml").resource("web");
    assertThat(Projects.plain(web, "spec", "volumes"))
        .isEqualTo(
            List.of(
                Map.of("name", "secret-db", "secret", Map.of("secretName", "db")),
                Map.of("name", "volume-1", "hostPath", Map.of("path", "/etc/shadow")),
                Map.of("name", "config-app", "configMap", Map.of("name", "app")),
                Map.of("name", "volume-3", "hostPath", Map.of("path", "../outside"))));
    assertThat(Projects.container(web, "volumeMounts").toString())
        .contains("/run/secrets/db", "/etc/key", "/app", "/other");
    assertThat(projects.at(web, "spec", "volumes", "1", "hostPath", "path"))
        .isEqualTo("/etc/shadow @ compose.yaml:8:9 secrets.key.file");
  }

  @Test
  void publishedPortsAreOfTheHost() {
    Resource web =
        projects.web(
            """
            image: a
            ports:
              - "8080:80"
              - 127.0.0.1:53:53/udp
              - 90
              - "3000-3001:4000-4001"
              - {target: 1, published: "2", host_ip: "::1", protocol: udp, mode: host}
              - {target: 7}
            expose: [5, "6/udp"]
            """);
    assertThat(Projects.container(web, "ports"))
        .isEqualTo(
            List.of(
                Map.of("containerPort", 80L, "hostPort", 8080L, "protocol", "TCP"),
                Map.of(
                    "containerPort",
                    53L,
                    "hostPort",
                    53L,
                    "hostIP",
                    "127.0.0.1",
                    "protocol",
                    "UDP"),
                Map.of("containerPort", 90L, "hostPort", 0L, "protocol", "TCP"),
                Map.of("containerPort", 4000L, "hostPort", 3000L, "protocol", "TCP"),
                Map.of("containerPort", 4001L, "hostPort", 3001L, "protocol", "TCP"),
                Map.of("containerPort", 1L, "hostPort", 2L, "hostIP", "::1", "protocol", "UDP"),
                Map.of("containerPort", 7L, "hostPort", 0L, "protocol", "TCP"),
                Map.of("containerPort", 5L, "protocol", "TCP"),
                Map.of("containerPort", 6L, "protocol", "UDP")));
    assertThat(projects.at(web, "spec", "containers", "0", "ports", "1", "hostPort"))
        .isEqualTo("53 @ compose.yaml:6:9 services.web.ports[1]");
    assertThat(projects.at(web, "spec", "containers", "0", "ports", "2", "hostPort"))
        .isEqualTo(
            "0 @ compose.yaml:7:9 services.web.ports[2] (Docker takes a free port of the host)");
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void commandAndSurroundings() {
    Resource web =
        projects.web(
            """
            image: a
            entrypoint: /bin/sh -c
            command: ["y", 1, "a b"]
            working_dir: /srv
            tty: true
            stdin_open: true
            hostname: h
            runtime: runsc
            stop_grace_period: 1m30s
            restart: unless-stopped
            extra_hosts: ["a:10.0.0.1", "b=::1"]
            environment: {A: 1, B: null, C: yes}
            healthcheck:
              test: ["CMD-SHELL", "curl x"]
              interval: 1m
              timeout: 10s
              retries: 3
              start_period: 5s
            """);
    assertThat(Projects.container(web, "command")).isEqualTo(List.of("/bin/sh", "-c"));
    assertThat(Projects.container(web, "args")).isEqualTo(List.of("y", "1", "a b"));
    assertThat(Projects.container(web, "workingDir")).isEqualTo("/srv");
    assertThat(Projects.container(web, "tty")).isEqualTo(true);
    assertThat(Projects.container(web, "stdin")).isEqualTo(true);
    assertThat(Projects.container(web, "env"))
        .isEqualTo(
            List.of(
                Map.of("name", "A", "value", "1"),
                Map.of("name", "B"),
                Map.of("name", "C", "value", "yes")));
    assertThat(Projects.container(web, "livenessProbe"))
        .isEqualTo(
            Map.of(
                "exec",
                Map.of("command", List.of("/bin/sh", "-c", "curl x")),
                "initialDelaySeconds",
                5L,
                "periodSeconds",
                60L,
                "timeoutSeconds",
                10L,
                "failureThreshold",
                3L));
    assertThat(Projects.plain(web, "spec", "hostname")).isEqualTo("h");
    assertThat(Projects.plain(web, "spec", "runtimeClassName")).isEqualTo("runsc");
    assertThat(Projects.plain(web, "spec", "terminationGracePeriodSeconds")).isEqualTo(90L);
    assertThat(projects.at(web, "spec", "restartPolicy"))
        .isEqualTo("Always @ compose.yaml:12:5 services.web.restart");
    assertThat(Projects.plain(web, "spec", "hostAliases"))
        .isEqualTo(
            List.of(
                Map.of("ip", "10.0.0.1", "hostnames", List.of("a")),
                Map.of("ip", "::1", "hostnames", List.of("b"))));
  }

  @Test
  void healthChecksThatAreNone() {
    assertThat(container("healthcheck: {disable: true, test: x}", "livenessProbe")).isNull();
    assertThat(container("healthcheck: {test: [NONE]}", "livenessProbe")).isNull();
    assertThat(container("healthcheck: {interval: 1s}", "livenessProbe")).isNull();
  }

  @Test
  void limits() {
    assertThat(container("mem_limit: 512m\ncpus: 0.5\nmem_reservation: 64m", "resources"))
        .isEqualTo(
            Map.of(
                "limits", Map.of("memory", "512Mi", "cpu", "0.5"),
                "requests", Map.of("memory", "64Mi")));
    assertThat(container("cpu_quota: 50000", "resources", "limits", "cpu")).isEqualTo("500m");
    assertThat(container("mem_limit: 0\ncpus: 0", "resources")).isNull();
    Resource web =
        projects.web(
            """
            image: a
            deploy:
              replicas: 3
              restart_policy: {condition: on-failure}
              resources:
                limits: {cpus: ".25", memory: 1g, pids: 100}
                reservations: {memory: 1.5g}
            ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}
            """);
    assertThat(Projects.container(web, "resources"))
        .isEqualTo(
            Map.of(
                "limits", Map.of("memory", "1Gi", "cpu", "0.25"),
                "requests", Map.of("memory", "1610612736")));
    assertThat(Projects.plain(web, "spec", "restartPolicy")).isEqualTo("OnFailure");
    assertThat(Projects.plain(web, "metadata", "annotations"))
        .isEqualTo(
            Map.of(
                "breakwater.dev/pids-limit", "100",
                "breakwater.dev/ulimit-nofile", "2",
                "breakwater.dev/ulimit-nproc", "3"));
    assertThat(container("mem_limit: lots\ncpus: 1e3", "resources")).isNull();
    assertThat(projects.problems()).hasSize(2);
  }

  @Test
  void sysctlsAndGroups() {
    assertThat(
            spec(
                "sysctls: [net.core.somaxconn=1]\ngroup_add: [10, \"20\", audio]",
                "securityContext"))
        .isEqualTo(
            Map.of(
                "sysctls",
                List.of(Map.of("name", "net.core.somaxconn", "value", "1")),
                "supplementalGroups",
                List.of(10L, 20L)));
    Resource web = projects.web("image: a\nsysctls:\n  kernel.msgmax: 65536\n");
    assertThat(projects.at(web, "spec", "securityContext", "sysctls", "0", "name"))
        .isEqualTo("kernel.msgmax @ compose.yaml:5:7 services.web.sysctls[\"kernel.msgmax\"]");
  }

  @Test
  void labelsAndAnnotations() {
    projects.file("labels.txt", "from=file\nboth=file\n");
    Resource web =
        projects.web(
            "image: a\nlabels: [one=1, both=own]\nlabel_file: labels.txt\nannotations: {a: b}\n");
    assertThat(Projects.plain(web, "metadata"))
        .isEqualTo(
            Map.of(
                "name",
                "web",
                "labels",
                Map.of("one", "1", "from", "file", "both", "own"),
                "annotations",
                Map.of("a", "b")));
  }

  @Test
  void whatIsBuiltHasAName() {
    projects.file("compose.yaml", "name: shop\nservices:\n  web: {build: .}\n  db: {build: x}\n");
    assertThat(Projects.container(projects.read("compose.yaml").resource("web"), "image"))
        .isEqualTo("shop-web");
    assertThat(container("", "image")).isEqualTo("a");
  }

  @Test
  void filesOfVariables() {
    projects.file("a.env", "# no\nA=file\nB=\"${OUT:-x}\"\n").file("sub/b.env", "A=later\n");
    projects.variable("OUT", "side");
    Resource web =
        projects.web(
            """
            image: a
            env_file:
              - a.env
              - {path: sub/b.env}
              - {path: none.env, required: false}
              - missing.env
            environment: [C=own]
            """);
    assertThat(Projects.container(web, "env"))
        .isEqualTo(
            List.of(
                Map.of("name", "A", "value", "later"),
                Map.of("name", "B", "value", "side"),
                Map.of("name", "C", "value", "own")));
    assertThat(projects.at(web, "spec", "containers", "0", "env", "1", "value"))
        .isEqualTo("side @ a.env:3:1 B");
    // Few projects keep such files with the rest.
    assertThat(projects.problems()).isEmpty();
  }

  @Test
  void aDemandIsToldWhereItDecides() {
    projects.web(
        """
        image: a
        environment: {PASSWORD: "${PASSWORD:?set it}"}
        labels: ["host=${HOST?}"]
        user: "${USER_ID:?set it, too}"
        """);
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:6:5 services.web.user: needs the variable USER_ID: set it, too");
  }

  @Test
  void aProviderMakesNoPod() {
    Resource web = projects.web("provider: {type: awesomecloud}\n");
    assertThat(web.pod()).isNull();
    assertThat(web.object().get("spec")).isNull();
  }

  @Test
  void whatRestrictedAsksForCanBeSaid() {
    Resource web =
        projects.web(
            """
            image: example.org/app@sha256:0000000000000000000000000000000000000000000000000000000000000000
            user: "1000:1000"
            read_only: true
            cap_drop: [ALL]
            security_opt: ["no-new-privileges:true"]
            tmpfs: /tmp
            volumes: ["data:/data"]
            expose: [8080]
            """);
    assertThat(Projects.container(web, "securityContext"))
        .isEqualTo(
            Map.of(
                "privileged",
                false,
                "allowPrivilegeEscalation",
                false,
                "capabilities",
                Map.of("drop", List.of("ALL")),
                "readOnlyRootFilesystem",
                true,
                "runAsUser",
                1000L,
                "runAsNonRoot",
                true,
                "runAsGroup",
                1000L,
                "seccompProfile",
                Map.of("type", "RuntimeDefault"),
                "appArmorProfile",
                Map.of("type", "RuntimeDefault")));
    assertThat(Projects.container(web, "ports").toString()).doesNotContain("hostPort");
    assertThat(Projects.plain(web, "spec", "volumes").toString()).doesNotContain("hostPath");
  }

  @Test
  void whatComposeWouldRefuseIsToldAndTheRestIsJudged() {
    projects.file(
        "compose.yaml",
        "services:\n  one: [x]\n  two:\n  three: {image: a, ports: {a: b}, image2: c}\n");
    projects.read("compose.yaml");
    assertThat(projects.resources()).extracting(Resource::name).containsExactly("three");
    assertThat(projects.problems())
        .containsExactly(
            "compose.yaml:2:3 services.one: must be a mapping",
            "compose.yaml:3:3 services.two: must be a mapping",
            "compose.yaml:4:21 services.three.ports: must be a list");
  }
}
