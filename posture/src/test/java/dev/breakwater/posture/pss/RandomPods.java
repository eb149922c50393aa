package dev.breakwater.posture.pss;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Pods that nobody would write: the pod that restricted admits with some changes, of which many
 * make no sense. The same seed makes the same pods.
 */
final class RandomPods {
  /** What may be anywhere. */
  private static final List<Value> NONSENSE =
      Case.read(
              "nonsense.yaml",
              "[null, true, false, 'true', 'false', 0, 1, -1, 1.5, '', web, RuntimeDefault, ALL,"
                  + " [], [[]], [null], [ALL], {}, {type: RuntimeDefault}, {name: web}]")
          .items();

  /** Places, and what makes sense there. */
  private static final String FIELDS =
      """
      metadata: [{}, {annotations: {}}, null]
      annotations.seccomp.security.alpha.kubernetes.io/pod: [unconfined, runtime/default, docker/default]
      annotations.container.seccomp.security.alpha.kubernetes.io/NAME: [unconfined, localhost/a, '']
      annotations.container.apparmor.security.beta.kubernetes.io/NAME: [unconfined, runtime/default, localhost/a, '']
      spec.hostNetwork: [true, false]
      spec.hostPID: [true, false]
      spec.hostIPC: [true, false]
      spec.hostUsers: [true, false, false, false]
      spec.os: [{name: windows}, {name: windows}, {name: linux}, {}]
      spec.volumes: [[{name: a, hostPath: {path: /}}], [{name: a, emptyDir: {}}], [{name: a, nfs: {}}], [{name: a, emptyDir: {}, hostPath: {}}], [{name: a}], [{name: a, tape: {}}]]
      spec.securityContext: [{runAsNonRoot: true}, {seccompProfile: {type: Localhost}}]
      spec.securityContext.runAsNonRoot: [true, false]
      spec.securityContext.runAsUser: [0, 1000]
      spec.securityContext.seccompProfile: [{type: RuntimeDefault}, {type: Unconfined}, {type: Localhost}]
      spec.securityContext.appArmorProfile: [{type: RuntimeDefault}, {type: Unconfined}]
      spec.securityContext.seLinuxOptions: [{type: container_t}, {type: spc_t}, {type: container_engine_t}, {user: a}]
      spec.securityContext.sysctls: [[{name: kernel.shm_rmid_forced}], [{name: kernel.msgmax}], [{name: net.ipv4.tcp_rmem}], [{name: net.ipv4.tcp_notsent_lowat}]]
      spec.securityContext.windowsOptions: [{hostProcess: true}, {hostProcess: false}]
      spec.SLOT: [[]]
      container.name: [other]
      container.securityContext: [{}, {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}]
      container.securityContext.privileged: [true, false]
      container.securityContext.allowPrivilegeEscalation: [true, false]
      container.securityContext.capabilities: [{drop: [ALL]}, {add: [SYS_ADMIN]}]
      container.securityContext.capabilities.add: [[CHOWN], [NET_BIND_SERVICE], [NET_RAW], [CHOWN, SYS_ADMIN]]
      container.securityContext.capabilities.drop: [[ALL], [NET_RAW], [NET_RAW, ALL], [all]]
      container.securityContext.procMount: [Default, Unmasked]
      container.securityContext.runAsNonRoot: [true, false]
      container.securityContext.runAsUser: [0, 1000]
      container.securityContext.seccompProfile: [{type: RuntimeDefault}, {type: Unconfined}, {}]
      container.securityContext.seccompProfile.type: [RuntimeDefault, Unconfined]
      container.securityContext.appArmorProfile: [{type: Localhost}, {type: Unconfined}, {}]
      container.securityContext.seLinuxOptions: [{type: container_kvm_t}, {type: spc_t}, {role: a}, {}]
      container.securityContext.windowsOptions: [{hostProcess: true}, {hostProcess: false}]
      container.ports: [[{hostPort: 80}], [{hostPort: 0}, {containerPort: 80}]]
      container.livenessProbe: [{httpGet: {host: a}}, {httpGet: {port: 80}}, {tcpSocket: {host: ''}}]
      container.lifecycle: [{preStop: {httpGet: {host: a}}}, {postStart: {tcpSocket: {port: 80}}}]
      """;

  private final Random random;
  private final boolean nonsense;
  private final List<Map.Entry<String, Value>> fields;

  /**
   * Pods of a seed.
   *
   * @param nonsense whether values may be of any type; else an API server could store them
   */
  RandomPods(long seed, boolean nonsense) {
    this.random = new Random(seed);
    this.nonsense = nonsense;
    this.fields = new ArrayList<>(Case.read("fields.yaml", FIELDS).members().entrySet());
  }

  Value.Fields next() {
    Value pod = Case.admitted();
    for (int changes = random.nextInt(6); changes > 0; changes--) {
      Map.Entry<String, Value> field = fields.get(random.nextInt(fields.size()));
      String slot =
          List.of("initContainers", "containers", "ephemeralContainers").get(random.nextInt(3));
      for (String place : Case.places(field.getKey().replace("SLOT", slot), slot)) {
        List<Value> values =
            nonsense && random.nextInt(4) == 0 ? NONSENSE : field.getValue().items();
        pod =
            Shape.with(
                pod,
                place,
                random.nextInt(8) == 0 ? null : values.get(random.nextInt(values.size())));
      }
    }
    return (Value.Fields) Case.read("pod.yaml", Shape.json(pod));
  }
}
