package dev.breakwater.posture.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.docker.Mutations;
import dev.breakwater.posture.docker.Translated;
import dev.breakwater.posture.pss.Level;
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

class EcsTaskDefinitionTest {
  private static Translated read(String text) {
    return Translated.of("task.json", text, EcsTaskDefinition::read);
  }

  /** A task definition in YAML, whose only container says these lines. */
  private static Translated container(String... lines) {
    StringBuilder text = new StringBuilder("family: shop\ncontainerDefinitions:\n  - name: web\n");
    for (String line : lines) {
      text.append("    ").append(line).append('\n');
    }
    return Translated.of("task.yaml", text.toString(), EcsTaskDefinition::read);
  }

  private static Translated task(String... lines) {
    String text = "containerDefinitions: [{name: web, image: 'example.org/web:1'}]\n";
    return Translated.of(
        "task.yaml", text + String.join("\n", lines) + '\n', EcsTaskDefinition::read);
  }

  private static final String FULL =
      """
      {
        "family": "shop",
        "taskRoleArn": "arn:aws:iam::111122223333:role/shop",
        "networkMode": "host",
        "pidMode": "host",
        "ipcMode": "host",
        "containerDefinitions": [
          {
            "name": "web",
            "image": "example.org/web:1",
            "privileged": true,
            "user": "0:10",
            "readonlyRootFilesystem": false,
            "linuxParameters": {
              "capabilities": {
                "add": ["SYS_ADMIN",
                        "CAP_NET_RAW"],
                "drop": ["all"]
              },
              "devices": [
                {"hostPath": "/dev/fuse", "containerPath": "/dev/f", "permissions": ["read"]}
              ],
              "initProcessEnabled": true,
              "tmpfs": [{"containerPath": "/run", "size": 64, "mountOptions": ["ro"]}]
            },
            "dockerSecurityOptions": ["no-new-privileges"],
            "portMappings": [{"containerPort": 80, "hostPort": 8080, "protocol": "tcp"}],
            "mountPoints": [
              {"sourceVolume": "engine", "containerPath": "/engine.sock", "readOnly": true}
            ],
            "environment": [{"name": "COLOUR", "value": "blue"}],
            "secrets": [{"name": "PASSWORD", "valueFrom": "arn:aws:ssm:::parameter/p"}],
            "systemControls": [{"namespace": "net.core.somaxconn", "value": "1024"}],
            "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
            "memory": 512,
            "memoryReservation": 256,
            "cpu": 512,
            "healthCheck": {"command": ["CMD-SHELL", "curl -f localhost"], "interval": 30}
          }
        ],
        "volumes": [
          {"name": "engine", "host": {"sourcePath": "/var/run/docker.sock"}}
        ]
      }
      """;

  @Test
  void aListOfContainerDefinitionsIsATask() {
    String text =
        """
        [
          {"name": "web", "image": "example.org/web:1", "essential": true,
           "privileged": true},
          {"name": "log", "image": "example.org/log:1"}
        ]
        """;
    assertThat(Translated.documents("web.json", text))
        .singleElement()
        .matches(EcsTaskDefinition::looksLike);
    Translated task = Translated.of("web.json", text, EcsTaskDefinition::read);
    assertThat(task.problems()).isEmpty();
    assertThat(task.place("spec.containers[0].securityContext.privileged"))
        .isEqualTo("3 [0].privileged");
    assertThat(task.plain("spec.containers[1].name")).isEqualTo("log");
    assertThat(task.broken(Level.BASELINE)).containsExactly("privileged 3 [0].privileged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[1, \"a\"]",
        "[{\"name\": \"web\", \"image\": \"web\"}]",
        "[{\"image\": {\"id\": 1}, \"essential\": true}]",
      })
  void anotherListIsNoTask(String text) {
    assertThat(Translated.documents("list.json", text))
        .singleElement()
        .matches(list -> !EcsTaskDefinition.looksLike(list));
  }

  @Test
  void whatToolsLeaveEmptyIsNotSet() {
    Translated task =
        Translated.of(
            "task.json",
            """
            {"family": "web", "networkMode": "", "pidMode": "", "ipcMode": "",
             "containerDefinitions": [{"name": "web", "image": "example.org/web:1"}]}
            """,
            EcsTaskDefinition::read);
    assertThat(task.problems()).isEmpty();
    assertThat(task.plain("spec.hostNetwork")).isEqualTo(false);
    assertThat(task.assumed("spec.hostNetwork")).isEqualTo("ECS's default network mode is bridge");
    assertThat(task.has("spec.hostPID")).isFalse();
  }

  @Test
  void everyFieldHasItsPlaceInThePod() {
    Translated task = read(FULL);
    assertThat(task.problems()).isEmpty();
    assertThat(task.names()).containsExactly("TaskDefinition shop");
    assertThat(task.resources().getFirst().platform()).isEqualTo(Platform.ECS);
    String security = "spec.containers[0].securityContext.";
    assertThat(task.place("spec.hostNetwork")).isEqualTo("4 networkMode");
    assertThat(task.plain("spec.hostNetwork")).isEqualTo(true);
    assertThat(task.place("spec.hostPID")).isEqualTo("5 pidMode");
    assertThat(task.place("spec.hostIPC")).isEqualTo("6 ipcMode");
    assertThat(task.plain("spec.containers[0].name")).isEqualTo("web");
    assertThat(task.place("spec.containers[0].image"))
        .isEqualTo("10 containerDefinitions[0].image");
    assertThat(task.plain(security + "privileged")).isEqualTo(true);
    assertThat(task.place(security + "privileged"))
        .isEqualTo("11 containerDefinitions[0].privileged");
    assertThat(task.plain(security + "runAsUser")).isEqualTo(0L);
    assertThat(task.plain(security + "runAsGroup")).isEqualTo(10L);
    assertThat(task.plain(security + "runAsNonRoot")).isEqualTo(false);
    assertThat(task.place(security + "readOnlyRootFilesystem"))
        .isEqualTo("13 containerDefinitions[0].readonlyRootFilesystem");
    assertThat(task.plain(security + "capabilities"))
        .isEqualTo(Map.of("add", List.of("SYS_ADMIN", "NET_RAW"), "drop", List.of("ALL")));
    assertThat(task.place(security + "capabilities.add[1]"))
        .isEqualTo("17 containerDefinitions[0].linuxParameters.capabilities.add[1]");
    assertThat(task.plain(security + "allowPrivilegeEscalation")).isEqualTo(false);
    assertThat(task.place(security + "allowPrivilegeEscalation"))
        .isEqualTo("26 containerDefinitions[0].dockerSecurityOptions[0]");
    assertThat(task.has(security + "seccompProfile")).isFalse();
    assertThat(task.plain("spec.containers[0].ports[0]"))
        .isEqualTo(Map.of("containerPort", 80L, "hostPort", 8080L, "protocol", "TCP"));
    assertThat(task.plain("spec.containers[0].env"))
        .isEqualTo(
            List.of(
                Map.of("name", "COLOUR", "value", "blue"),
                Map.of(
                    "name",
                    "PASSWORD",
                    "valueFrom",
                    Map.of(
                        "secretKeyRef",
                        Map.of("name", "arn:aws:ssm:::parameter/p", "key", "value")))));
    assertThat(task.plain("spec.securityContext.sysctls"))
        .isEqualTo(List.of(Map.of("name", "net.core.somaxconn", "value", "1024")));
    assertThat(task.plain("spec.containers[0].resources"))
        .isEqualTo(
            Map.of(
                "limits",
                Map.of("memory", "512Mi"),
                "requests",
                Map.of("memory", "256Mi", "cpu", "500m")));
    assertThat(task.plain("spec.containers[0].livenessProbe"))
        .isEqualTo(
            Map.of(
                "periodSeconds",
                30L,
                "exec",
                Map.of("command", List.of("/bin/sh", "-c", "curl -f localhost"))));
    assertThat(task.plain("metadata.annotations"))
        .isEqualTo(
            Map.of(
                "breakwater.dev/task-role", "arn:aws:iam::111122223333:role/shop",
                "breakwater.dev/init", "true",
                "breakwater.dev/ulimit-nofile", "4096"));
  }

  @Test
  void directoriesDevicesAndMemoryAreVolumes() {
    Translated task = read(FULL);
    assertThat(task.plain("spec.volumes"))
        .isEqualTo(
            List.of(
                Map.of("name", "engine", "hostPath", Map.of("path", "/var/run/docker.sock")),
                Map.of("name", "volume-1", "hostPath", Map.of("path", "/dev/fuse")),
                Map.of(
                    "name",
                    "volume-2",
                    "emptyDir",
                    Map.of("medium", "Memory", "sizeLimit", "64Mi"))));
    assertThat(task.place("spec.volumes[0].hostPath.path"))
        .isEqualTo("42 volumes[0].host.sourcePath");
    assertThat(task.place("spec.volumes[1].hostPath.path"))
        .isEqualTo("21 containerDefinitions[0].linuxParameters.devices[0].hostPath");
    assertThat(task.plain("spec.containers[0].volumeMounts"))
        .isEqualTo(
            List.of(
                Map.of("name", "volume-1", "mountPath", "/dev/f"),
                Map.of("name", "volume-2", "mountPath", "/run", "readOnly", true),
                Map.of("name", "engine", "mountPath", "/engine.sock", "readOnly", true)));
  }

  @Test
  void whatNobodySaysIsSaidToBeTheDefault() {
    Translated task = task();
    String security = "spec.containers[0].securityContext.";
    assertThat(task.plain(security + "seccompProfile.type")).isEqualTo("RuntimeDefault");
    assertThat(task.assumed(security + "seccompProfile.type")).isEqualTo("Docker's default on ECS");
    assertThat(task.place(security + "seccompProfile")).isEqualTo("1 containerDefinitions[0]");
    assertThat(task.plain(security + "allowPrivilegeEscalation")).isEqualTo(true);
    assertThat(task.assumed(security + "allowPrivilegeEscalation"))
        .isEqualTo("Docker's default on ECS");
    assertThat(task.plain("spec.hostNetwork")).isEqualTo(false);
    assertThat(task.assumed("spec.hostNetwork")).contains("bridge");
    assertThat(task.plain("spec.os.name")).isEqualTo("linux");
    assertThat(task.plain(security + "privileged")).isEqualTo(false);
    assertThat(task.plain(security + "readOnlyRootFilesystem")).isEqualTo(false);
    assertThat(task.assumed(security + "readOnlyRootFilesystem")).isNotNull();
    assertThat(task.plain("spec.automountServiceAccountToken")).isEqualTo(false);
    assertThat(task.has(security + "runAsUser")).isFalse();
    assertThat(task.has(security + "runAsNonRoot")).isFalse();
    assertThat(task.has(security + "capabilities")).isFalse();
  }

  @Test
  void fargateHasDefaultsOfItsOwn() {
    Translated task = task("requiresCompatibilities: [FARGATE]", "cpu: .5 vCPU", "memory: 1GB");
    assertThat(task.assumed("spec.hostNetwork")).contains("awsvpc");
    assertThat(task.assumed("spec.containers[0].securityContext.seccompProfile.type"))
        .isEqualTo("Fargate's default");
    assertThat(task.plain("spec.resources.limits"))
        .isEqualTo(Map.of("cpu", "500m", "memory", "1024Mi"));
    assertThat(task.plain("spec.containers[0].resources.limits"))
        .isEqualTo(Map.of("cpu", "500m", "memory", "1024Mi"));
    assertThat(task.assumed("spec.containers[0].resources.limits.cpu"))
        .isEqualTo("the limit of the whole task");
    assertThat(task("requiresCompatibilities: [EC2, FARGATE]").assumed("spec.hostNetwork"))
        .contains("bridge");
  }

  @Test
  void windowsIsNotJudgedAsLinux() {
    Translated task =
        Translated.of(
            "task.yaml",
            """
            runtimePlatform: {operatingSystemFamily: WINDOWS_SERVER_2022_CORE}
            containerDefinitions:
              - name: web
                user: ContainerUser
                dockerSecurityOptions: ["credentialspec:file://shop.json"]
            """,
            EcsTaskDefinition::read);
    assertThat(task.plain("spec.os.name")).isEqualTo("windows");
    assertThat(task.plain("spec.containers[0].securityContext"))
        .isEqualTo(
            Map.of(
                "windowsOptions",
                Map.of(
                    "runAsUserName",
                    "ContainerUser",
                    "gmsaCredentialSpecName",
                    "file://shop.json")));
  }

  @ParameterizedTest
  @CsvSource({
    "bridge, 8080, 8080",
    "bridge, 0, 0",
    "bridge, '', 0",
    "host, 80, 80",
    "host, '', 80",
    "awsvpc, 80, ''",
    "awsvpc, '', ''",
    "none, '', ''",
  })
  void thePortOfTheHostDependsOnTheNetwork(String network, String written, String host) {
    String port = written.isEmpty() ? "" : ", hostPort: " + written;
    Translated task =
        Translated.of(
            "task.yaml",
            "networkMode: "
                + network
                + "\ncontainerDefinitions: [{name: web, portMappings: [{containerPort: 80"
                + port
                + "}]}]",
            EcsTaskDefinition::read);
    String path = "spec.containers[0].ports[0].hostPort";
    assertThat(task.has(path)).isEqualTo(!host.isEmpty());
    if (!host.isEmpty()) {
      assertThat(task.plain(path)).isEqualTo(Long.valueOf(host));
      assertThat(task.assumed(path) == null).isEqualTo(!written.isEmpty());
    }
  }

  @Test
  void portsOfARangeAreTheFirst() {
    assertThat(
            container("portMappings: [{containerPortRange: 8000-8010}]")
                .plain("spec.containers[0].ports[0].containerPort"))
        .isEqualTo(8000L);
    assertThat(
            container("portMappings: [{containerPortRange: nonsense}]")
                .has("spec.containers[0].ports"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "no-new-privileges, allowPrivilegeEscalation, false",
    "no-new-privileges:true, allowPrivilegeEscalation, false",
    "no-new-privileges:false, allowPrivilegeEscalation, true",
    "no-new-privileges=0, allowPrivilegeEscalation, true",
    "seccomp:unconfined, seccompProfile.type, Unconfined",
    "seccomp=/etc/shop.json, seccompProfile.localhostProfile, /etc/shop.json",
    "apparmor:unconfined, appArmorProfile.type, Unconfined",
    "apparmor:docker-default, appArmorProfile.type, RuntimeDefault",
    "apparmor=shop, appArmorProfile.type, Localhost",
    "label:type:svirt_apache_t, seLinuxOptions.type, svirt_apache_t",
    "label=user:sysadm_u, seLinuxOptions.user, sysadm_u",
    "label:disable, seLinuxOptions.type, spc_t",
    "systempaths=unconfined, procMount, Unmasked",
  })
  void securityOptionsAreDockers(String option, String path, String value) {
    Translated task = container("image: x", "dockerSecurityOptions: ['" + option + "']");
    String full = "spec.containers[0].securityContext." + path;
    assertThat(String.valueOf(task.plain(full))).isEqualTo(value);
    assertThat(task.place(full)).isEqualTo("5 containerDefinitions[0].dockerSecurityOptions[0]");
    assertThat(task.problems()).isEmpty();
  }

  @Test
  void aSecurityOptionThatNobodyKnowsIsSaid() {
    Translated task = container("dockerSecurityOptions: ['sekcomp:unconfined']");
    assertThat(task.problems()).hasSize(1);
    assertThat(task.problems().getFirst().where()).isEqualTo("task.yaml:4:29");
    assertThat(task.problems().getFirst().what()).contains("dockerSecurityOptions[0]");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"1000\"', 1000, true",
    "1000:0, 1000, true",
    "0, 0, false",
    "root, 0, false",
    "root:app, 0, false",
    "+0, 0, false",
  })
  void usersAreNumbersOrRoot(String user, long uid, boolean nonRoot) {
    Translated task = container("user: " + user);
    assertThat(task.plain("spec.containers[0].securityContext.runAsUser")).isEqualTo(uid);
    assertThat(task.plain("spec.containers[0].securityContext.runAsNonRoot")).isEqualTo(nonRoot);
    assertThat(task.place("spec.containers[0].securityContext.runAsUser"))
        .isEqualTo("4 containerDefinitions[0].user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "app:0", "'-1'", "'4294967296'", "1e3", "0x0", "':0'"})
  void whatIsNoNumberOfAUserProvesNothing(String user) {
    Translated task = container("user: " + user);
    assertThat(task.has("spec.containers[0].securityContext.runAsUser")).isFalse();
    assertThat(task.has("spec.containers[0].securityContext.runAsNonRoot")).isFalse();
  }

  @Test
  void whatContainersSayDifferentlyIsKeptOfEach() {
    Translated task =
        Translated.of(
            "task.yaml",
            """
            containerDefinitions:
              - {name: web, essential: true, ulimits: [{name: nofile, hardLimit: 8}]}
              - {name: side, essential: false, ulimits: [{name: nofile, hardLimit: 8}]}
            """,
            EcsTaskDefinition::read);
    assertThat(task.plain("metadata.annotations"))
        .isEqualTo(
            Map.of(
                "breakwater.dev/essential", "true",
                "breakwater.dev/essential.side", "false",
                "breakwater.dev/ulimit-nofile", "8"));
  }

  @Test
  void valuesOfAWrongTypeStayAsTheyAre() {
    Translated task = container("privileged: 'yes please'", "user: [0]");
    assertThat(task.plain("spec.containers[0].securityContext.privileged")).isEqualTo("yes please");
    assertThat(task.plain("spec.containers[0].securityContext.runAsUser")).isEqualTo(List.of(0L));
    assertThat(
            container("privileged: 'true'").plain("spec.containers[0].securityContext.privileged"))
        .isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host: {sourcePath: /etc} | hostPath",
        "host: {} | emptyDir",
        "dockerVolumeConfiguration: {scope: task} | emptyDir",
        "dockerVolumeConfiguration: {scope: shared} | persistentVolumeClaim",
        "dockerVolumeConfiguration: {scope: shared, driverOpts: {type: none, o: bind,"
            + " device: /srv}} | hostPath",
        "dockerVolumeConfiguration: {scope: shared, driverOpts: {type: nfs, o: addr=x,"
            + " device: ':/srv'}} | nfs",
        "efsVolumeConfiguration: {fileSystemId: fs-1} | persistentVolumeClaim",
        "fsxWindowsFileServerVolumeConfiguration: {fileSystemId: fs-1} | persistentVolumeClaim",
        "configuredAtLaunch: true | persistentVolumeClaim",
      })
  void volumesAreWhatTheyAreMadeOf(String volume, String type) {
    Translated task = task("volumes: [{name: data, " + volume + "}]");
    assertThat(task.has("spec.volumes[0]." + type)).isTrue();
    assertThat(task.plain("spec.volumes[0].name")).isEqualTo("data");
  }

  @Test
  void mountsOfAnotherContainerAreItsOwnToo() {
    Translated task =
        Translated.of(
            "task.yaml",
            """
            containerDefinitions:
              - name: web
                volumesFrom: [{sourceContainer: data, readOnly: true}]
              - name: data
                mountPoints: [{sourceVolume: etc, containerPath: /etc/host}]
            volumes: [{name: etc, host: {sourcePath: /etc}}]
            """,
            EcsTaskDefinition::read);
    assertThat(task.plain("spec.containers[0].volumeMounts[0]"))
        .isEqualTo(Map.of("name", "etc", "mountPath", "/etc/host", "readOnly", true));
    assertThat(task.place("spec.containers[0].volumeMounts[0]"))
        .isEqualTo("3 containerDefinitions[0].volumesFrom[0]");
  }

  @Test
  void whatOthersWaitForToHaveEndedRunsFirst() {
    Translated task =
        Translated.of(
            "task.yaml",
            """
            containerDefinitions:
              - {name: web, dependsOn: [{containerName: seed, condition: SUCCESS},
                 {containerName: proxy, condition: HEALTHY}]}
              - {name: seed, privileged: true}
              - {name: proxy}
            """,
            EcsTaskDefinition::read);
    assertThat(task.plain("spec.initContainers[0].name")).isEqualTo("seed");
    assertThat(task.plain("spec.initContainers[0].securityContext.privileged")).isEqualTo(true);
    assertThat(task.plain("spec.containers[1].name")).isEqualTo("proxy");
  }

  @Test
  void pidsOfTheTaskAreShared() {
    Translated task = task("pidMode: task", "ipcMode: none");
    assertThat(task.plain("spec.shareProcessNamespace")).isEqualTo(true);
    assertThat(task.has("spec.hostPID")).isFalse();
    assertThat(task.plain("spec.hostIPC")).isEqualTo(false);
  }

  @Test
  void tagsAndLabelsAreLabels() {
    Translated task =
        Translated.of(
            "task.yaml",
            """
            tags: [{key: team, value: shop}]
            containerDefinitions: [{name: web, dockerLabels: {tier: front}}]
            """,
            EcsTaskDefinition::read);
    assertThat(task.plain("metadata.labels")).isEqualTo(Map.of("team", "shop", "tier", "front"));
  }

  @Test
  void whatIsDescribedIsReadAsWhatWasRegistered() {
    Translated task =
        read(
            """
            {"taskDefinition": {
              "taskDefinitionArn": "arn:aws:ecs:::task-definition/shop:7",
              "family": "shop", "revision": 7, "status": "ACTIVE", "taskRoleArn": null,
              "containerDefinitions": [{"name": "web", "privileged": true, "user": null}]},
             "tags": []}
            """);
    assertThat(task.names()).containsExactly("TaskDefinition shop");
    assertThat(task.place("spec.containers[0].securityContext.privileged"))
        .isEqualTo("4 taskDefinition.containerDefinitions[0].privileged");
    assertThat(task.problems()).isEmpty();
  }

  @Test
  void whatALoopMakesIsJudgedOnce() {
    Translated template =
        Translated.of(
            "stack.yaml",
            """
            Resources:
              Fn::ForEach::Services:
                - Name
                - [shop, mail]
                - Task${Name}:
                    Type: AWS::ECS::TaskDefinition
                    Properties:
                      ContainerDefinitions: [{Name: web, Image: a, Privileged: true}]
                  Fn::ForEach::Inner:
                    - Other
                    - [a]
                    - Inner${Other}:
                        Type: AWS::ECS::DaemonTaskDefinition
                        Properties: {ContainerDefinitions: [{Name: b, Image: b}]}
              Fn::ForEach::Others:
                - Name
                - [news]
                - Task${Name}:
                    Type: AWS::ECS::TaskDefinition
                    Properties: {ContainerDefinitions: [{Name: c, Image: c}]}
              Fn::ForEach::Broken: [a]
            """,
            EcsTaskDefinition::read);
    assertThat(template.problems()).isEmpty();
    assertThat(template.names())
        .containsExactly(
            "TaskDefinition Task${Name}",
            "TaskDefinition Inner${Other}",
            "TaskDefinition Task${Name}");
    assertThat(template.place("spec.containers[0].securityContext.privileged"))
        .startsWith("8 Resources")
        .endsWith("ContainerDefinitions[0].Privileged");
  }

  @Test
  void templatesHaveTaskDefinitionsAmongOtherResources() {
    Translated template =
        Translated.of(
            "stack.yaml",
            """
            AWSTemplateFormatVersion: "2010-09-09"
            Resources:
              Bucket:
                Type: AWS::S3::Bucket
              Shop:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  NetworkMode: host
                  RequiresCompatibilities: [EC2]
                  Volumes:
                    - Name: engine
                      Host:
                        SourcePath: /var/run/docker.sock
                    - Name: files
                      EFSVolumeConfiguration: {FilesystemId: fs-1}
                  ContainerDefinitions:
                    - Name: web
                      Image: !Sub "${Registry}/web"
                      Privileged: "true"
                      LinuxParameters:
                        Capabilities:
                          Add:
                            - NET_ADMIN
              Other:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  Family: other
                  ContainerDefinitions: [{Name: web}]
            """,
            EcsTaskDefinition::read);
    assertThat(template.problems()).isEmpty();
    assertThat(template.names()).containsExactly("TaskDefinition Shop", "TaskDefinition other");
    assertThat(template.resources()).extracting(resource -> resource.index()).containsExactly(0, 1);
    assertThat(template.place("spec.hostNetwork"))
        .isEqualTo("8 Resources.Shop.Properties.NetworkMode");
    assertThat(template.plain("spec.containers[0].securityContext.privileged")).isEqualTo(true);
    assertThat(template.place("spec.containers[0].securityContext.capabilities.add[0]"))
        .isEqualTo(
            "23 Resources.Shop.Properties.ContainerDefinitions[0].LinuxParameters"
                + ".Capabilities.Add[0]");
    assertThat(template.plain("spec.volumes[0].hostPath.path")).isEqualTo("/var/run/docker.sock");
    assertThat(template.has("spec.volumes[1].persistentVolumeClaim")).isTrue();
  }

  @Test
  void whatATemplateLeavesToTheStackIsSaidIfItDecides() {
    Translated template =
        read(
            """
            {"Resources": {"Shop": {"Type": "AWS::ECS::TaskDefinition", "Properties": {
              "Family": {"Fn::Sub": "${AWS::StackName}-shop"},
              "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
              "NetworkMode": {"Ref": "Mode"},
              "PidMode": {"Ref": "AWS::NoValue"},
              "ContainerDefinitions": [
                {"Name": "web", "Image": {"Ref": "Image"},
                 "Privileged": {"Fn::If": ["Debug", true, false]},
                 "LinuxParameters": {"Capabilities": {"Add": {"Ref": "Capabilities"}}},
                 "Environment": [{"Name": "URL", "Value": {"Ref": "Url"}}]},
                {"Fn::If": ["Debug", {"Name": "debug"}, {"Ref": "AWS::NoValue"}]}
              ]}}}}
            """);
    assertThat(template.names()).containsExactly("TaskDefinition Shop");
    assertThat(template.problems())
        .extracting(problem -> problem.where() + " " + problem.what().split(" ", 2)[0])
        .containsExactly(
            "task.json:4:3 Resources.Shop.Properties.NetworkMode",
            "task.json:8:6 Resources.Shop.Properties.ContainerDefinitions[0].Privileged",
            "task.json:9:43 Resources.Shop.Properties.ContainerDefinitions[0].LinuxParameters"
                + ".Capabilities.Add");
    assertThat(template.plain("spec.containers[1].name")).isEqualTo("debug");
    assertThat(template.has("spec.containers[0].securityContext.privileged")).isFalse();
    assertThat(template.plain("spec.containers[0].env")).isEqualTo(List.of(Map.of("name", "URL")));
  }

  @Test
  void functionsInListsAreNotTakenForWhatTheyHold() {
    Translated template =
        read(
            """
            {"Resources": {"Shop": {"Type": "AWS::ECS::TaskDefinition", "Properties": {
              "Volumes": [{"Fn::If": ["A", {"Name": "a"}, {"Ref": "AWS::NoValue"}]}],
              "ContainerDefinitions": [
                {"Name": "web", "LinuxParameters": {"Capabilities": {
                  "Add": [{"Fn::If": ["A", "SYS_ADMIN", {"Ref": "AWS::NoValue"}]}, "NET_RAW"],
                  "Drop": [{"Ref": "AWS::NoValue"}]}}}
              ]}}}}
            """);
    assertThat(template.problems())
        .extracting(problem -> problem.where())
        .containsExactly("task.json:5:15");
    assertThat(template.plain("spec.volumes[0].name")).isEqualTo("a");
    assertThat(template.plain("spec.containers[0].securityContext.capabilities"))
        .isEqualTo(Map.of("add", List.of("NET_RAW")));
    Translated plain = read("{\"containerDefinitions\": [null, {\"name\": \"web\"}]}");
    assertThat(plain.problems())
        .extracting(problem -> problem.what())
        .containsExactly("containerDefinitions[0] is no container definition, so it is not judged");
  }

  @Test
  void eitherBranchOfAConditionMayComeTrue() {
    Translated template =
        Translated.of(
            "stack.yaml",
            """
            Resources:
              Shop:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  ContainerDefinitions:
                    - {Name: web, MountPoints: !If [A, [{SourceVolume: s, ContainerPath: /s}], !Ref AWS::NoValue]}
                    - !If
                      - Debug
                      - {Name: debug, Privileged: true}
                      - !If [Trace, {Name: trace, LinuxParameters: !If [A, {}, {}]}, !Ref AWS::NoValue]
                  Volumes:
                    Fn::If: [A, [{Name: s, Host: {SourcePath: /srv}}], [{Name: t, Host: !If [B, {}, {}]}]]
            """,
            EcsTaskDefinition::read);
    assertThat(template.plain("spec.containers[1].securityContext.privileged")).isEqualTo(true);
    assertThat(template.plain("spec.containers[0].volumeMounts[0].mountPath")).isEqualTo("/s");
    assertThat(template.plain("spec.containers[2].name")).isEqualTo("trace");
    assertThat(template.plain("spec.volumes[0].hostPath.path")).isEqualTo("/srv");
    assertThat(template.problems())
        .extracting(problem -> problem.where())
        .containsExactly("stack.yaml:12:71", "stack.yaml:10:39");
  }

  @Test
  void portsOfATemplateAreNumbersOrNotKnown() {
    String text =
        """
        Resources:
          Shop:
            Type: AWS::ECS::TaskDefinition
            Properties:
              NetworkMode: MODE
              ContainerDefinitions:
                - Name: web
                  PortMappings:
                    - {ContainerPort: '80', HostPort: '8080'}
                    - {ContainerPort: !Ref Port, HostPort: !Ref Port}
                    - {ContainerPort: !Ref Port}
        """;
    String port = "spec.containers[0].ports";
    Translated bridge =
        Translated.of("s.yaml", text.replace("MODE", "bridge"), EcsTaskDefinition::read);
    assertThat(bridge.plain(port + "[0]"))
        .isEqualTo(Map.of("containerPort", 80L, "hostPort", 8080L));
    assertThat(bridge.plain(port + "[1]")).isEqualTo(Map.of());
    assertThat(bridge.plain(port + "[2]")).isEqualTo(Map.of("hostPort", 0L));
    assertThat(bridge.problems())
        .extracting(problem -> problem.where())
        .containsExactly("s.yaml:10:42");
    Translated host =
        Translated.of("s.yaml", text.replace("MODE", "host"), EcsTaskDefinition::read);
    assertThat(host.problems())
        .extracting(problem -> problem.where())
        .containsExactly("s.yaml:10:42", "s.yaml:11:16");
    assertThat(
            Translated.of("s.yaml", text.replace("MODE", "awsvpc"), EcsTaskDefinition::read)
                .problems())
        .isEmpty();
  }

  @Test
  void shortFunctionsOfYamlAreKnownByWhatTheyLeaveBehind() {
    Translated template =
        Translated.of(
            "stack.yaml",
            """
            Resources:
              Shop:
                Type: AWS::ECS::TaskDefinition
                Properties:
                  NetworkMode: !Ref Mode
                  ContainerDefinitions:
                    - Name: web
                      Privileged: !Ref Privileged
                      DockerSecurityOptions: !Ref Options
            """,
            EcsTaskDefinition::read);
    assertThat(template.problems())
        .extracting(problem -> problem.where())
        .containsExactly("stack.yaml:5:7", "stack.yaml:8:11", "stack.yaml:9:11");
  }

  @Test
  void onlyTaskDefinitionsLookLikeSome() {
    assertThat(looksLike("{\"containerDefinitions\": []}")).isTrue();
    assertThat(looksLike("{\"taskDefinition\": {\"containerDefinitions\": [{}]}}")).isTrue();
    assertThat(looksLike("{\"Resources\": {\"A\": {\"Type\": \"AWS::ECS::TaskDefinition\"}}}"))
        .isTrue();
    assertThat(looksLike("{\"Resources\": {\"A\": {\"Type\": \"AWS::ECS::Service\"}}}")).isFalse();
    assertThat(looksLike("{\"family\": \"shop\"}")).isFalse();
    assertThat(looksLike("{\"taskDefinition\": \"shop:7\"}")).isFalse();
    assertThat(looksLike("[1]")).isFalse();
  }

  private static boolean looksLike(String text) {
    return EcsTaskDefinition.looksLike(Translated.documents("x.json", text).getFirst());
  }

  @Test
  void nonsenseIsSaidAndTheRestIsJudged() {
    Translated task =
        read(
            """
            {"family": ["shop"], "networkMode": "hots", "pidMode": 7, "volumes": {"a": 1},
             "containerDefinitions": ["web", {"name": "api", "privileged": true,
               "linuxParameters": [], "portMappings": "80", "environment": [null, 7, {}]}]}
            """);
    assertThat(task.plain("spec.containers[0].name")).isEqualTo("api");
    assertThat(task.plain("spec.containers[0].securityContext.privileged")).isEqualTo(true);
    assertThat(task.problems())
        .extracting(problem -> problem.what().split(" ", 2)[0])
        .containsExactly(
            "networkMode",
            "pidMode",
            "volumes",
            "containerDefinitions[0]",
            "containerDefinitions[1].portMappings");
    assertThat(read("{\"containerDefinitions\": {}}").problems()).isNotEmpty();
  }

  @Test
  void aTemplateOfFunctionsDoesNotFillTheReport() {
    StringBuilder text = new StringBuilder();
    text.append("{\"Resources\": {\"A\": {\"Type\": \"AWS::ECS::TaskDefinition\",");
    text.append("\"Properties\": {\"ContainerDefinitions\": [");
    for (int i = 0; i < 5000; i++) {
      text.append(i == 0 ? "" : ",").append("{\"Name\": \"c\", \"User\": {\"Ref\": \"U\"}}");
    }
    Translated template = read(text + "]}}}}");
    assertThat(template.problems().size()).isBetween(10, 100);
    assertThat(template.resources()).hasSize(1);
  }

  @Test
  void mountsOfManyAreTakenOverByManyUpToABound() {
    StringBuilder text = new StringBuilder("{\"containerDefinitions\": [{\"name\": \"data\",");
    text.append("\"mountPoints\": [");
    for (int i = 0; i < 20_000; i++) {
      text.append(i == 0 ? "" : ",").append("{\"sourceVolume\":\"a\",\"containerPath\":\"/a\"}");
    }
    text.append("]}");
    for (int i = 0; i < 5000; i++) {
      text.append(",{\"name\":\"c\",\"volumesFrom\":[{\"sourceContainer\":\"data\"}]}");
    }
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          Translated task = read(text + "]}");
          assertThat(task.problems()).hasSize(1);
          assertThat(task.problems().getFirst().what()).contains("10000 mounts");
        });
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
              if (EcsTaskDefinition.looksLike(document)) {
                read++;
                Translated sink = new Translated();
                EcsTaskDefinition.read("task.json", 0, document, sink);
                assertThat(sink.resources()).hasSize(1);
                assertThat(sink.resources().getFirst().object().plain()).isNotNull();
              }
            }
          }
          assertThat(read).isGreaterThan(1000);
        });
  }
}
