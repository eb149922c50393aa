package dev.breakwater.posture.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.docker.Translated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of every field of a task definition, and of its containers.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html">
 *     TaskDefinition</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html">
 *     ContainerDefinition</a>
 */
class EcsFieldsTest {
  private static final String TASK =
      """
      TASK
      containerDefinitions:
        - image: example.org/web:1
          FIELD
        - {name: side, image: "example.org/side:1", mountPoints: [{sourceVolume: v, containerPath: /v}]}
      """;

  private static Translated read(String task, String field) {
    String text = TASK.replace("TASK", task).replace("FIELD", field);
    return Translated.of("task.yaml", text, EcsTaskDefinition::read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          privileged: true | S.privileged | true | privileged
          readonlyRootFilesystem: true | S.readOnlyRootFilesystem | true | readonlyRootFilesystem
          user: "0" | S.runAsNonRoot | false | user
          'linuxParameters: {capabilities: {add: [SYS_PTRACE]}}' | S.capabilities.add[0] | SYS_PTRACE | linuxParameters.capabilities.add[0]
          'linuxParameters: {capabilities: {drop: [ALL]}}' | S.capabilities.drop[0] | ALL | linuxParameters.capabilities.drop[0]
          'linuxParameters: {devices: [{hostPath: /dev/kvm}]}' | V.hostPath.path | /dev/kvm | linuxParameters.devices[0].hostPath
          'linuxParameters: {tmpfs: [{containerPath: /t, size: 8, mountOptions: [ro]}]}' | C.volumeMounts[0].readOnly | true | linuxParameters.tmpfs[0]
          'linuxParameters: {sharedMemorySize: 64}' | V.emptyDir.sizeLimit | 64Mi | linuxParameters.sharedMemorySize
          'linuxParameters: {initProcessEnabled: true}' | A/init | true | linuxParameters.initProcessEnabled
          dockerSecurityOptions: [no-new-privileges] | S.allowPrivilegeEscalation | false | dockerSecurityOptions[0]
          dockerSecurityOptions: ["label:disable"] | S.seLinuxOptions.type | spc_t | dockerSecurityOptions[0]
          credentialSpecs: ["credentialspec:arn:aws:s3:::b/c.json"] | S.windowsOptions.gmsaCredentialSpecName | arn:aws:s3:::b/c.json | credentialSpecs[0]
          credentialSpecs: ["credentialspecdomainless:arn:aws:ssm:::p"] | S.windowsOptions.gmsaCredentialSpecName | arn:aws:ssm:::p | credentialSpecs[0]
          'portMappings: [{containerPort: 80, hostPort: 81}]' | C.ports[0].hostPort | 81 | portMappings[0].hostPort
          'mountPoints: [{sourceVolume: v, containerPath: /v, readOnly: true}]' | C.volumeMounts[0].readOnly | true | mountPoints[0]
          'volumesFrom: [{sourceContainer: side, readOnly: true}]' | C.volumeMounts[0].name | v | ^containerDefinitions[1].mountPoints[0].sourceVolume
          'systemControls: [{namespace: kernel.msgmax, value: "1"}]' | spec.securityContext.sysctls[0].name | kernel.msgmax | systemControls[0].namespace
          'ulimits: [{name: nproc, softLimit: 1, hardLimit: 2}]' | A/ulimit-nproc | 2 | ulimits[0].hardLimit
          'resourceRequirements: [{type: GPU, value: "2"}]' | L.nvidia_com/gpu | 2 | resourceRequirements[0].value
          memory: 512 | L.memory | 512Mi | memory
          memoryReservation: 512 | C.resources.requests.memory | 512Mi | memoryReservation
          cpu: 512 | C.resources.requests.cpu | 500m | cpu
          'environment: [{name: A, value: b}]' | C.env[0].value | b | environment[0].value
          'secrets: [{name: A, valueFrom: arn}]' | C.env[0].valueFrom.secretKeyRef.name | arn | secrets[0].valueFrom
          'environmentFiles: [{type: s3, value: arn}]' | C.envFrom[0].configMapRef.name | arn | environmentFiles[0].value
          'repositoryCredentials: {credentialsParameter: arn}' | spec.imagePullSecrets[0].name | arn | repositoryCredentials.credentialsParameter
          'extraHosts: [{hostname: a, ipAddress: 192.0.2.1}]' | spec.hostAliases[0].ip | 192.0.2.1 | extraHosts[0]
          'logConfiguration: {logDriver: awslogs}' | A/log-driver | awslogs | logConfiguration.logDriver
          'healthCheck: {command: [CMD, x]}' | C.livenessProbe.exec.command[0] | x | healthCheck.command[1]
          entryPoint: [x] | C.command[0] | x | entryPoint[0]
          command: [x] | C.args[0] | x | command[0]
          workingDirectory: /srv | C.workingDir | /srv | workingDirectory
          interactive: true | C.stdin | true | interactive
          pseudoTerminal: true | C.tty | true | pseudoTerminal
          hostname: h | A/hostname | h | hostname
          essential: true | A/essential | true | essential
          dockerLabels: {a: b} | metadata.labels.a | b | dockerLabels.a
          """)
  void aFieldOfAContainerBecomesAValueOfThePod(
      String field, String path, String value, String place) {
    Translated task = read("family: shop", field);
    assertThat(task.problems()).isEmpty();
    assertThat(String.valueOf(task.plain(full(path)))).isEqualTo(value);
    assertThat(task.place(full(path)))
        .endsWith(place.startsWith("^") ? place.substring(1) : "4 containerDefinitions[0]." + place);
  }

  private static String full(String path) {
    return path.replace("S.", "C.securityContext.")
        .replace("L.", "C.resources.limits.")
        .replace("C.", "spec.containers[0].")
        .replace("V.", "spec.volumes[0].")
        .replace("A/", "metadata.annotations.breakwater\u2024dev/")
        .replace("nvidia_com", "nvidia\u2024com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          networkMode: host | spec.hostNetwork | true | networkMode
          networkMode: awsvpc | spec.hostNetwork | false | networkMode
          pidMode: host | spec.hostPID | true | pidMode
          pidMode: task | spec.shareProcessNamespace | true | pidMode
          ipcMode: host | spec.hostIPC | true | ipcMode
          ipcMode: task | spec.hostIPC | false | ipcMode
          'runtimePlatform: {operatingSystemFamily: WINDOWS_SERVER_2022_CORE}' | spec.os.name | windows | runtimePlatform.operatingSystemFamily
          'runtimePlatform: {operatingSystemFamily: LINUX, cpuArchitecture: ARM64}' | spec.os.name | linux | runtimePlatform.operatingSystemFamily
          enableFaultInjection: true | A/fault-injection | true | enableFaultInjection
          taskRoleArn: arn | A/task-role | arn | taskRoleArn
          executionRoleArn: arn | A/execution-role | arn | executionRoleArn
          cpu: "256" | spec.resources.limits.cpu | 250m | cpu
          memory: 1 GB | spec.resources.limits.memory | 1024Mi | memory
          'tags: [{key: team, value: shop}]' | metadata.labels.team | shop | tags[0].value
          'volumes: [{name: v, host: {sourcePath: /etc}}]' | V.hostPath.path | /etc | volumes[0].host.sourcePath
          'volumes: [{name: v, host: {}}]' | V.name | v | volumes[0].name
          'volumes: [{name: v, dockerVolumeConfiguration: {driverOpts: {type: none, o: bind, device: /}}}]' | V.hostPath.path | / | volumes[0].dockerVolumeConfiguration.driverOpts.device
          'volumes: [{name: v, dockerVolumeConfiguration: {scope: shared, driver: rexray/ebs}}]' | V.persistentVolumeClaim.claimName | v | volumes[0].name
          'volumes: [{name: v, efsVolumeConfiguration: {fileSystemId: fs-1}}]' | V.persistentVolumeClaim.claimName | fs-1 | volumes[0].efsVolumeConfiguration.fileSystemId
          'volumes: [{name: v, fsxWindowsFileServerVolumeConfiguration: {fileSystemId: fs-1}}]' | V.persistentVolumeClaim.claimName | fs-1 | volumes[0].fsxWindowsFileServerVolumeConfiguration.fileSystemId
          'volumes: [{name: v, s3filesVolumeConfiguration: {fileSystemArn: arn}}]' | V.persistentVolumeClaim.claimName | v | volumes[0].name
          'volumes: [{name: v, configuredAtLaunch: true}]' | V.persistentVolumeClaim.claimName | v | volumes[0].name
          """)
  void aFieldOfATaskBecomesAValueOfThePod(String field, String path, String value, String place) {
    Translated task = read(field, "name: web");
    assertThat(task.problems()).isEmpty();
    assertThat(String.valueOf(task.plain(full(path)))).isEqualTo(value);
    assertThat(task.place(full(path))).isEqualTo("1 " + place);
  }

  /** Fields of which a pod has no like, and that no judge could ask about. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          requiresCompatibilities: [EC2] | name: web
          requiresCompatibilities: [EXTERNAL] | name: web
          requiresCompatibilities: [MANAGED_INSTANCES] | name: web
          ephemeralStorage: {sizeInGiB: 40} | name: web
          'placementConstraints: [{type: memberOf, expression: x}]' | name: web
          'inferenceAccelerators: [{deviceName: a, deviceType: b}]' | name: web
          'proxyConfiguration: {type: APPMESH, containerName: side, properties: []}' | name: web
          family: shop | {name: web, versionConsistency: disabled}
          family: shop | {name: web, restartPolicy: {enabled: true}}
          family: shop | {name: web, disableNetworking: true}
          family: shop | {name: web, dnsServers: [192.0.2.1], dnsSearchDomains: [example.org]}
          family: shop | {name: web, links: [side], startTimeout: 5, stopTimeout: 5}
          family: shop | {name: web, firelensConfiguration: {type: fluentbit}}
          family: shop | {name: web, linuxParameters: {maxSwap: 1, swappiness: 5}}
          family: shop | {name: web, linuxParameters: {capabilities: {add: [], drop: []}, devices: [], tmpfs: []}}
          family: shop | {name: web, privileged: false, readonlyRootFilesystem: false}
          """)
  void otherFieldsChangeNothing(String task, String fields) {
    String field = fields.startsWith("{") ? fields.substring(1, fields.length() - 1) : fields;
    Translated changed = readFlow(task, field);
    assertThat(changed.problems()).isEmpty();
    assertThat(changed.plain("spec")).isEqualTo(readFlow("family: shop", "name: web").plain("spec"));
  }

  private static Translated readFlow(String task, String fields) {
    String text = task + "\ncontainerDefinitions: [{image: a, " + fields + "}]\n";
    return Translated.of("task.yaml", text, EcsTaskDefinition::read);
  }
}
