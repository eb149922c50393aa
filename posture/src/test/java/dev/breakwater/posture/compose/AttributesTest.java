package dev.breakwater.posture.compose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.docker.Translated;
import dev.breakwater.posture.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of every attribute that the Compose Specification knows of a service.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json">
 *     schema</a>
 */
class AttributesTest {
  private static final String PROJECT =
      """
      services:
        web:
          image: example.org/web:1
          ATTRIBUTE
        outside: {image: "example.org/b:1", network_mode: host, pid: host, ipc: host}
        joined: {container_name: x, image: "example.org/c:1", networks: [out], volumes: ["/srv:/srv"]}
      volumes:
        root: {driver_opts: {type: none, o: bind, device: /}}
        plain: {}
        mine: {external: true}
      networks:
        out: {external: true, name: host}
        made: {driver: host}
        own: {driver: bridge}
      secrets:
        key: {file: /etc/ssl/key.pem}
        word: {environment: WORD}
      configs:
        app: {file: ../app.conf}
        text: {content: x}
      """;

  private static Translated read(String attribute) {
    try {
      byte[] text = PROJECT.replace("ATTRIBUTE", attribute).getBytes(StandardCharsets.UTF_8);
      Translated translated = new Translated();
      ComposeProject.read(SourceFile.of("none/compose.yaml", text), Map.of(), translated);
      return translated;
    } catch (BreakwaterException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          privileged: true | S.privileged | true | privileged
          'privileged: "yes"' | S.privileged | true | privileged
          cap_add: [cap_sys_admin] | S.capabilities.add[0] | SYS_ADMIN | cap_add[0]
          cap_drop: [all] | S.capabilities.drop[0] | ALL | cap_drop[0]
          read_only: true | S.readOnlyRootFilesystem | true | read_only
          user: "1000:2000" | S.runAsUser | 1000 | user
          user: 0 | S.runAsNonRoot | false | user
          user: app | A/user | app | user
          group_add: [7] | spec.securityContext.supplementalGroups[0] | 7 | group_add[0]
          group_add: [adm] | A/group-add | adm | group_add[0]
          group_add: [adm, lp, mail] | A/group-add\u2024web | lp,mail | group_add[1]
          'security_opt: ["no-new-privileges:true"]' | S.allowPrivilegeEscalation | false | security_opt[0]
          security_opt: [no-new-privileges=false] | S.allowPrivilegeEscalation | true | security_opt[0]
          'security_opt: ["seccomp:unconfined"]' | S.seccompProfile.type | Unconfined | security_opt[0]
          security_opt: [seccomp=./a.json] | S.seccompProfile.localhostProfile | ./a.json | security_opt[0]
          security_opt: [apparmor=unconfined] | S.appArmorProfile.type | Unconfined | security_opt[0]
          'security_opt: ["label:disable"]' | S.seLinuxOptions.type | spc_t | security_opt[0]
          security_opt: [label=type:x_t] | S.seLinuxOptions.type | x_t | security_opt[0]
          security_opt: [systempaths=unconfined] | S.procMount | Unmasked | security_opt[0]
          security_opt: [unmask=ALL] | S.procMount | Unmasked | security_opt[0]
          sysctls: {kernel.msgmax: 1} | spec.securityContext.sysctls[0].name | kernel.msgmax | sysctls["kernel.msgmax"]
          sysctls: [kernel.msgmax=1] | spec.securityContext.sysctls[0].value | 1 | sysctls[0]
          network_mode: host | spec.hostNetwork | true | network_mode
          network_mode: service:outside | spec.hostNetwork | true | network_mode
          network_mode: service:joined | spec.hostNetwork | true | network_mode
          networks: [out] | spec.hostNetwork | true | networks[0]
          networks: {made: null} | spec.hostNetwork | true | networks.made
          pid: host | spec.hostPID | true | pid
          pid: service:outside | spec.hostPID | true | pid
          pid: service:joined | spec.shareProcessNamespace | true | pid
          pid: container:x | spec.shareProcessNamespace | true | pid
          network_mode: container:x | spec.hostNetwork | true | network_mode
          volumes_from: ["container:x:ro"] | V.hostPath.path | /srv | ^services.joined.volumes[0]
          ipc: host | spec.hostIPC | true | ipc
          ipc: service:outside | spec.hostIPC | true | ipc
          userns_mode: host | spec.hostUsers | true | userns_mode
          uts: host | A/uts | host | uts
          cgroup: host | A/cgroup | host | cgroup
          cgroup_parent: /x | A/cgroup-parent | /x | cgroup_parent
          volumes: ["/etc:/host:ro"] | V.hostPath.path | /etc | volumes[0]
          volumes: ["/etc:/host:ro"] | C.volumeMounts[0].readOnly | true | volumes[0]
          volumes: ["/etc:/host:rshared"] | C.volumeMounts[0].mountPropagation | Bidirectional | volumes[0]
          'volumes: [{type: bind, source: /a, target: /b, bind: {propagation: rslave}}]' | C.volumeMounts[0].mountPropagation | HostToContainer | volumes[0]
          'volumes: [{type: npipe, source: \\\\.\\pipe\\d, target: x}]' | V.hostPath.path | \\\\.\\pipe\\d | volumes[0]
          volumes: ["root:/host"] | V.hostPath.path | / | ^volumes.root.driver_opts.device
          volumes: ["plain:/a"] | V.persistentVolumeClaim.claimName | plain | volumes[0]
          volumes: ["mine:/a"] | V.persistentVolumeClaim.claimName | mine | volumes[0]
          'volumes: [{type: tmpfs, target: /t}]' | V.emptyDir.medium | Memory | volumes[0]
          'volumes: [{type: image, source: "example.org/i", target: /t}]' | V.image.reference | example.org/i | volumes[0]
          volumes_from: [joined:ro] | C.volumeMounts[0].readOnly | true | ^services.joined.volumes[0]
          volumes_from: [joined] | V.hostPath.path | /srv | ^services.joined.volumes[0]
          tmpfs: /run:ro | C.volumeMounts[0].readOnly | true | tmpfs
          shm_size: 1g | V.emptyDir.sizeLimit | 1Gi | shm_size
          secrets: [key] | V.hostPath.path | /etc/ssl/key.pem | ^secrets.key.file
          secrets: [word] | V.secret.secretName | word | secrets[0]
          configs: [app] | V.hostPath.path | ../app.conf | ^configs.app.file
          'configs: [{source: text, target: /t}]' | C.volumeMounts[0].mountPath | /t | configs[0]
          devices: ["/dev/kvm:/dev/k:rw"] | V.hostPath.path | /dev/kvm | devices[0]
          'devices: [{source: /dev/kvm, target: /dev/k, permissions: r}]' | C.volumeMounts[0].mountPath | /dev/k | devices[0]
          devices: [example.org/gpu=0] | A/device | example.org/gpu=0 | devices[0]
          device_cgroup_rules: ["c 1:3 mr"] | V.hostPath.path | /dev | device_cgroup_rules[0]
          use_api_socket: true | V.hostPath.path | /var/run/docker.sock | use_api_socket
          gpus: all | A/gpus | all | gpus
          'gpus: [{driver: nvidia, count: 2}]' | A/gpus | 2 | gpus[0].count
          'deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}' | A/gpus | all | deploy.resources.reservations.devices[0]
          ports: ["80:8080"] | C.ports[0].hostPort | 80 | ports[0]
          'ports: [{target: 80, published: "81", mode: ingress}]' | C.ports[0].hostPort | 81 | ports[0]
          expose: [80] | C.ports[0].containerPort | 80 | expose[0]
          'post_start: [{command: x, privileged: true}]' | S.privileged | true | post_start[0].privileged
          'pre_stop: [{command: x, user: root}]' | S.runAsUser | 0 | pre_stop[0].user
          'develop: {watch: [{path: ., action: sync+exec, exec: {command: x, user: "0"}}]}' | S.runAsUser | 0 | develop.watch[0].exec.user
          credential_spec: {file: a.json} | S.windowsOptions.gmsaCredentialSpecName | file://a.json | credential_spec.file
          platform: windows/amd64 | spec.os.name | windows | platform
          isolation: hyperv | A/isolation | hyperv | isolation
          runtime: runsc | spec.runtimeClassName | runsc | runtime
          hostname: h | spec.hostname | h | hostname
          extra_hosts: ["a=192.0.2.1"] | spec.hostAliases[0].ip | 192.0.2.1 | extra_hosts[0]
          extra_hosts: {a: "192.0.2.1"} | spec.hostAliases[0].hostnames[0] | a | extra_hosts.a
          restart: always | spec.restartPolicy | Always | restart
          stop_grace_period: 1m | spec.terminationGracePeriodSeconds | 60 | stop_grace_period
          mem_limit: 1g | C.resources.limits.memory | 1Gi | mem_limit
          mem_reservation: 1g | C.resources.requests.memory | 1Gi | mem_reservation
          cpus: 0.5 | C.resources.limits.cpu | 0.5 | cpus
          cpu_quota: 50000 | C.resources.limits.cpu | 500m | cpu_quota
          'deploy: {resources: {limits: {pids: 9}}}' | A/pids-limit | 9 | deploy.resources.limits.pids
          pids_limit: 9 | A/pids-limit | 9 | pids_limit
          oom_kill_disable: true | A/oom-kill-disable | true | oom_kill_disable
          'ulimits: {nproc: {soft: 1, hard: 2}}' | A/ulimit-nproc | 2 | ulimits.nproc.hard
          init: true | A/init | true | init
          logging: {driver: none} | A/log-driver | none | logging.driver
          build: {privileged: true} | A/build-privileged | true | build.privileged
          build: {network: host} | A/build-network | host | build.network
          annotations: {a: b} | metadata.annotations.a | b | annotations.a
          labels: [a=b] | metadata.labels.a | b | labels[0]
          environment: {A: b} | C.env[0].value | b | environment.A
          entrypoint: [x] | C.command[0] | x | entrypoint[0]
          command: x y | C.args[1] | y | command
          working_dir: /srv | C.workingDir | /srv | working_dir
          tty: true | C.tty | true | tty
          stdin_open: true | C.stdin | true | stdin_open
          'healthcheck: {test: [CMD, x]}' | C.livenessProbe.exec.command[0] | x | healthcheck.test[1]
          """)
  void anAttributeBecomesAValueOfThePod(String attribute, String path, String value, String place) {
    Translated project = read(attribute);
    assertThat(project.problems()).isEmpty();
    String full =
        path.replace("S.", "C.securityContext.")
            .replace("C.", "spec.containers[0].")
            .replace("V.", "spec.volumes[0].")
            .replace("A/", "metadata.annotations.breakwater\u2024dev/");
    assertThat(String.valueOf(project.plain(full))).isEqualTo(value.replace("\"", ""));
    assertThat(project.place(full))
        .endsWith(place.startsWith("^") ? place.substring(1) : "4 services.web." + place);
  }

  /** Attributes of which a pod has no like, and that no judge could ask about. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          attach: false
          blkio_config: {weight: 300}
          container_name: web
          cpu_count: 2
          cpu_percent: 50
          cpu_rt_period: 11000
          cpu_rt_runtime: 400ms
          cpu_shares: 73
          cpuset: 0-3
          depends_on: [outside]
          dns: 192.0.2.1
          dns_opt: [use-vc]
          dns_search: example.org
          domainname: example.org
          external_links: [redis]
          ipc: shareable
          ipc: private
          links: [outside]
          mac_address: "02:42:ac:11:65:43"
          mem_swappiness: 10
          memswap_limit: 2g
          models: [ai]
          network_mode: none
          network_mode: bridge
          networks: [own]
          oom_score_adj: 5
          profiles: [debug]
          pull_policy: always
          scale: 2
          stop_signal: SIGINT
          storage_opt: {size: 1G}
          platform: linux/arm64
          restart: "no"
          security_opt: [label=nested]
          privileged: false
          use_api_socket: false
          'post_start: [{command: x}]'
          'deploy: {mode: global, placement: {constraints: [node.role==manager]}}'
          'develop: {watch: [{path: ., action: rebuild}]}'
          x-other: {privileged: true}
          """)
  void otherAttributesChangeNothing(String attribute) {
    Translated project = read(attribute);
    assertThat(project.problems()).isEmpty();
    // What is written in the place of a default is the same as the default.
    assertThat(project.plain("spec")).isEqualTo(read("labels: {}").plain("spec"));
    assertThat(project.plain("metadata")).isEqualTo(read("labels: {}").plain("metadata"));
  }
}
