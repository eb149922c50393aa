package dev.breakwater.posture.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.docker.Translated;
import dev.breakwater.posture.pss.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Pod Security Standards say of task definitions. */
class EcsSecurityTest {
  private static final String SAFE =
      """
      family: shop
      networkMode: awsvpc
      containerDefinitions:
        - name: web
          image: example.org/web:1
          user: "1000"
          readonlyRootFilesystem: true
          dockerSecurityOptions: [no-new-privileges]
          linuxParameters: {capabilities: {drop: [ALL]}}
          portMappings: [{containerPort: 8080, hostPort: 8080}]
          mountPoints: [{sourceVolume: data, containerPath: /data}]
      volumes: [{name: data, efsVolumeConfiguration: {fileSystemId: fs-1}}]
      """;

  private static Translated read(String text) {
    return Translated.of("task.yaml", text, EcsTaskDefinition::read);
  }

  @Test
  void aTaskCanBeRestricted() {
    assertThat(read(SAFE).broken(Level.RESTRICTED)).isEmpty();
  }

  @Test
  void aTaskThatSaysNothingIsBaselineAndNotRestricted() {
    Translated task = read("containerDefinitions: [{name: web, image: example.org/web:1}]");
    assertThat(task.broken(Level.BASELINE)).isEmpty();
    assertThat(task.broken(Level.RESTRICTED))
        .containsExactlyInAnyOrder(
            "allowPrivilegeEscalation 1 containerDefinitions[0]",
            "capabilities_restricted 1 containerDefinitions[0]",
            "runAsNonRoot 1 containerDefinitions[0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "networkMode: awsvpc | networkMode: host | hostNamespaces 2 networkMode;"
            + " hostPorts 10 containerDefinitions[0].portMappings[0].hostPort",
        "networkMode: awsvpc | networkMode: bridge |"
            + " hostPorts 10 containerDefinitions[0].portMappings[0].hostPort",
        "networkMode: awsvpc | pidMode: host | hostNamespaces 2 pidMode;"
            + " hostPorts 10 containerDefinitions[0].portMappings[0].hostPort",
        "'user: \"1000\"' | privileged: true | privileged 6 containerDefinitions[0].privileged",
        "drop: [ALL] | add: [SYS_ADMIN] | capabilities_baseline 9"
            + " containerDefinitions[0].linuxParameters.capabilities.add[0]",
        "no-new-privileges | 'seccomp:unconfined' | seccompProfile_baseline 8"
            + " containerDefinitions[0].dockerSecurityOptions[0]",
        "no-new-privileges | 'apparmor:unconfined' | appArmorProfile 8"
            + " containerDefinitions[0].dockerSecurityOptions[0]",
        "no-new-privileges | 'label:disable' | seLinuxOptions 8"
            + " containerDefinitions[0].dockerSecurityOptions[0]",
        "efsVolumeConfiguration: {fileSystemId: fs-1} | host: {sourcePath: /etc} |"
            + " hostPathVolumes 12 volumes[0].host.sourcePath",
        "{capabilities: {drop: [ALL]}} | {devices: [{hostPath: /dev/fuse}]} |"
            + " hostPathVolumes 9 containerDefinitions[0].linuxParameters.devices[0].hostPath",
      })
  void everyWeaknessIsFoundWhereItIsWritten(String safe, String weak, String broken) {
    assertThat(SAFE).contains(safe);
    assertThat(read(SAFE.replace(safe, weak)).broken(Level.BASELINE))
        .containsExactlyInAnyOrder(broken.split("; ", -1));
  }
}
