package dev.breakwater.posture.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.docker.Translated;
import dev.breakwater.posture.pss.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the Pod Security Standards say of apps and pods. */
class MarathonSecurityTest {
  private static final String SAFE =
      """
      id: /web
      networks: [{mode: container, name: shop}]
      container:
        type: DOCKER
        docker:
          image: example.org/web:1
          parameters:
            - {key: user, value: "1000"}
            - {key: cap-drop, value: ALL}
            - {key: security-opt, value: no-new-privileges}
        portMappings: [{containerPort: 8080}]
      """;

  private static Translated read(String text) {
    return Translated.of("app.yaml", text, MarathonApps::read);
  }

  @Test
  void anAppCanBeRestricted() {
    assertThat(read(SAFE).broken(Level.RESTRICTED)).isEmpty();
  }

  @Test
  void theUsualNetworkIsAWeakness() {
    assertThat(read("id: /web\ncmd: sleep 1\ncpus: 1\n").broken(Level.BASELINE))
        .containsExactly("hostNamespaces 1 ");
    assertThat(read("id: /web\ncmd: sleep 1\ncpus: 1\n").broken(Level.RESTRICTED))
        .anyMatch(broken -> broken.startsWith("seccompProfile_restricted"))
        .anyMatch(broken -> broken.startsWith("allowPrivilegeEscalation"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mode: container | mode: host | hostNamespaces 2 networks[0].mode",
        "image: example.org/web:1 | privileged: true | privileged 6 container.docker.privileged",
        "{containerPort: 8080} | {containerPort: 8080, hostPort: 80} |"
            + " hostPorts 11 container.portMappings[0].hostPort",
        "'cap-drop, value: ALL' | 'cap-add, value: NET_ADMIN' |"
            + " capabilities_baseline 9 container.docker.parameters[1].value",
        "no-new-privileges | seccomp=unconfined |"
            + " seccompProfile_baseline 10 container.docker.parameters[2].value",
        "'security-opt, value: no-new-privileges' | 'ipc, value: host' |"
            + " hostNamespaces 10 container.docker.parameters[2].value",
        "'security-opt, value: no-new-privileges' | 'volume, value: \"/etc:/host\"' |"
            + " hostPathVolumes 10 container.docker.parameters[2].value",
        "'portMappings: [{containerPort: 8080}]' |"
            + " 'volumes: [{containerPath: /a, hostPath: /etc, mode: RO}]' |"
            + " hostPathVolumes 11 container.volumes[0].hostPath",
      })
  void everyWeaknessIsFoundWhereItIsWritten(String safe, String weak, String broken) {
    assertThat(SAFE).contains(safe);
    assertThat(read(SAFE.replace(safe, weak)).broken(Level.BASELINE)).containsExactly(broken);
  }
}
