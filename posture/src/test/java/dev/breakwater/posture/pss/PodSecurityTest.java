package dev.breakwater.posture.pss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Severity;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodSecurityTest {
  private static final PodSecurity BASELINE = new PodSecurity(Level.BASELINE, Version.NEWEST);
  private static final PodSecurity RESTRICTED = new PodSecurity(Level.RESTRICTED, Version.NEWEST);

  private static Value.Fields pod(String text) {
    return (Value.Fields) Case.read("pod.yaml", text);
  }

  private static List<String> lines(List<Violation> violations) {
    List<String> lines = new ArrayList<>();
    for (Violation violation : violations) {
      Origin origin = violation.origin();
      String missing = violation.missing().isEmpty() ? "" : " misses " + violation.missing();
      lines.add(origin.line() + ":" + origin.column() + missing + ": " + violation.message());
    }
    return lines;
  }

  @Test
  void tellsWhatAndWhere() {
    Value.Fields pod =
        pod(
            """
            spec:
              hostPID: true
              volumes:
              - name: engine
                hostPath:
                  path: /run/engine.sock
              initContainers:
              - name: setup
                securityContext:
                  runAsUser: 0
              containers:
              - name: web
                ports:
                - hostPort: 8080
                securityContext:
                  privileged: true
                  capabilities: {add: [CHOWN, SYS_ADMIN]}
              - image: example.org/web:1
            """);
    assertThat(lines(BASELINE.check(pod)))
        .containsExactly(
            "17:35: container web adds the capability SYS_ADMIN",
            "2:3: the workload sees the processes of its host",
            "5:5: the workload mounts /run/engine.sock of its host",
            "14:7: container web takes port 8080 of its host",
            "16:7: container web runs privileged");
    assertThat(lines(new PodSecurity(Level.RESTRICTED, new Version(23)).check(pod)))
        .containsExactly(
            "2:3: the workload sees the processes of its host",
            "14:7: container web takes port 8080 of its host",
            "16:7: container web runs privileged",
            "9:5 misses allowPrivilegeEscalation:"
                + " init container setup may gain more privileges than it starts with",
            "15:5 misses allowPrivilegeEscalation:"
                + " container web may gain more privileges than it starts with",
            "18:5 misses securityContext.allowPrivilegeEscalation:"
                + " containers[1] may gain more privileges than it starts with",
            "9:5 misses capabilities.drop: init container setup does not drop all capabilities",
            "17:7 misses drop: container web does not drop all capabilities",
            "17:28: container web adds the capability CHOWN",
            "17:35: container web adds the capability SYS_ADMIN",
            "18:5 misses securityContext.capabilities.drop:"
                + " containers[1] does not drop all capabilities",
            "5:5: the workload mounts /run/engine.sock of its host",
            "9:5 misses runAsNonRoot: init container setup may run as root",
            "15:5 misses runAsNonRoot: container web may run as root",
            "18:5 misses securityContext.runAsNonRoot: containers[1] may run as root",
            "10:7: init container setup runs as root",
            "9:5 misses seccompProfile.type: init container setup has no seccomp profile",
            "15:5 misses seccompProfile.type: container web has no seccomp profile",
            "18:5 misses securityContext.seccompProfile.type: containers[1] has no seccomp"
                + " profile");
  }

  @Test
  void namesContainers() {
    List<Violation> violations =
        BASELINE.check(
            pod(
                """
                spec:
                  containers:
                  - {securityContext: {privileged: true}}
                  - {name: "", securityContext: {privileged: true}}
                  - {name: 7, securityContext: {privileged: true}}
                  - {name: [x], securityContext: {privileged: true}}
                  ephemeralContainers:
                  - {name: debug, securityContext: {privileged: true}}
                """));
    assertThat(violations)
        .extracting(Violation::container)
        .containsExactly("containers[0]", "containers[1]", "7", "containers[3]", "debug");
  }

  @Test
  void saysWhatIsOfAnotherType() {
    assertThat(
            lines(
                BASELINE.check(
                    pod(
                        """
                        spec:
                          hostNetwork: "yes"
                          containers:
                          - {name: web, securityContext: {privileged: 1, windowsOptions: []}}
                        """))))
        .containsExactly(
            "2:3: the workload has a text where true or false belongs",
            "4:35: container web has a number where true or false belongs",
            "4:50: container web has a list where a mapping belongs");
  }

  /**
   * What stands where containers should be is told once a control, whoever looks for what in it.
   */
  @Test
  void tellsObstaclesOnce() {
    List<Violation> violations = RESTRICTED.check(pod("spec: {containers: web, volumes: {}}"));
    assertThat(violations).extracting(Violation::control).doesNotHaveDuplicates();
    assertThat(violations)
        .extracting(Violation::message)
        .containsOnly(
            "the workload has a text where a list belongs",
            "the workload has a mapping where a list belongs");
    assertThat(RESTRICTED.check(pod("spec: web")))
        .hasSize(15)
        .allSatisfy(violation -> assertThat(violation.origin().path()).isEqualTo("spec"));
  }

  @Test
  void portsThatAreWrittenInOnePlaceAreToldAsOne() {
    Value.Fields pod = pod("spec: {}");
    Origin written = pod.origin();
    List<Value> ports = new ArrayList<>();
    for (long port : List.of(8000L, 8001L, 8002L, 9000L, 0L, 9001L)) {
      Origin origin = port < 9000 ? written : written.assuming("another place " + port);
      Value.Whole taken = new Value.Whole(origin, port, Long.toString(port));
      ports.add(new Value.Fields(origin, Map.of("hostPort", taken)));
    }
    Value.Fields container =
        new Value.Fields(written, Map.of("ports", new Value.Items(written, ports)));
    Value.Items containers = new Value.Items(written, List.of(container));
    Value.Fields spec = new Value.Fields(written, Map.of("containers", containers));
    assertThat(BASELINE.check(pod.with("spec", spec)))
        .extracting(Violation::message)
        .containsExactly(
            "containers[0] takes ports 8000 to 8002 of its host",
            "containers[0] takes port 9000 of its host",
            "containers[0] takes port 9001 of its host");
  }

  @Test
  void keepsWhatWasAssumed() {
    Value.Fields pod =
        pod(
            "spec: {securityContext: {runAsNonRoot: true, seccompProfile: {type:"
                + " RuntimeDefault}}}");
    Origin assumed = pod.origin().assuming("the engine's default");
    Value.Fields context =
        new Value.Fields(
            assumed, Map.of("allowPrivilegeEscalation", new Value.Flag(assumed, true, "true")));
    Value.Fields container =
        new Value.Fields(
            pod.origin(),
            Map.of("name", new Value.Text(pod.origin(), "web"), "securityContext", context));
    Value.Fields spec = (Value.Fields) pod.get("spec");
    Value.Fields whole =
        pod.with(
            "spec", spec.with("containers", new Value.Items(spec.origin(), List.of(container))));
    assertThat(new PodSecurity(Level.RESTRICTED, new Version(8)).check(whole))
        .singleElement()
        .satisfies(violation ->
            assertThat(violation.origin().assumed()).isEqualTo("the engine's default"));
  }

  @Test
  void isAsBadAsWhatItIs() {
    Value.Fields pod =
        pod(
            """
            spec:
              volumes: [{name: a, hostPath: {}}, {name: b, nfs: {}}]
              containers:
              - name: web
                securityContext:
                  procMount: Unmasked
                  capabilities: {add: [CHOWN, SYS_ADMIN], drop: [ALL]}
            """);
    assertThat(RESTRICTED.check(pod))
        .filteredOn(violation -> Control.of(violation.control()).orElseThrow().replaces() != null)
        .extracting(violation ->
            violation.control() + " " + violation.level() + " " + violation.laxest().severity())
        .containsExactly(
            "capabilities_restricted RESTRICTED LOW",
            "capabilities_restricted BASELINE HIGH",
            "procMount_restricted BASELINE MEDIUM",
            "restrictedVolumes BASELINE HIGH",
            "restrictedVolumes RESTRICTED LOW",
            "seccompProfile_restricted RESTRICTED MEDIUM");
    assertThat(BASELINE.check(pod))
        .extracting(violation -> violation.laxest().severity())
        .contains(Severity.HIGH);
  }

  @Test
  void everyForbiddenVolume() {
    for (String type :
        List.of(
            "awsElasticBlockStore",
            "azureDisk",
            "azureFile",
            "cephfs",
            "cinder",
            "fc",
            "flexVolume",
            "flocker",
            "gcePersistentDisk",
            "gitRepo",
            "glusterfs",
            "iscsi",
            "nfs",
            "photonPersistentDisk",
            "portworxVolume",
            "quobyte",
            "rbd",
            "scaleIO",
            "storageos",
            "vsphereVolume")) {
      Value.Fields pod = pod("spec: {volumes: [{name: a, emptyDir: {}, " + type + ": {}}]}");
      assertThat(lines(RESTRICTED.check(pod)))
          .singleElement()
          .asString()
          .endsWith("the workload has a volume of the type " + type);
      assertThat(BASELINE.check(pod)).isEmpty();
    }
  }

  @Test
  void everyUsualCapability() {
    for (String capability :
        List.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT")) {
      assertThat(
              BASELINE.check(
                  pod(
                      "spec: {containers: [{securityContext: {capabilities: {add: ["
                          + capability
                          + "]}}}]}")))
          .isEmpty();
    }
  }

  @Test
  void emptyPodsAreAdmitted() {
    assertThat(RESTRICTED.check(pod("kind: Pod"))).isEmpty();
    assertThat(RESTRICTED.check(pod("{metadata: null, spec: null}"))).isEmpty();
    assertThat(RESTRICTED.check(pod("spec: {containers: []}"))).isEmpty();
  }

  @Test
  void longNamesDoNotMakeLongMessages() {
    String name = "a".repeat(100_000);
    List<Violation> violations =
        BASELINE.check(
            pod("spec: {containers: [{name: " + name + ", securityContext: {privileged: true}}]}"));
    assertThat(violations.getFirst().message()).hasSizeLessThan(200);
    assertThat(Judgement.shortened("a".repeat(99) + "\uD83D\uDE00"))
        .isEqualTo("a".repeat(99) + "…");
  }

  @Test
  void manyContainersAreBounded() {
    Value.Fields pod = pod("spec: {}");
    Value.Flag flag = new Value.Flag(pod.origin(), true, "true");
    Value.Fields container =
        new Value.Fields(
            pod.origin(),
            Map.of("securityContext", new Value.Fields(pod.origin(), Map.of("privileged", flag))));
    Value.Items containers = new Value.Items(pod.origin(), Collections.nCopies(200_000, container));
    Value.Fields spec = new Value.Fields(pod.origin(), Map.of("containers", containers));
    assertThat(RESTRICTED.check(pod.with("spec", spec))).hasSizeBetween(1_000, 19_000);
  }
}
