package dev.breakwater.posture.pss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.source.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every pod, whatever is in it. */
class PodSecurityPropertyTest {
  private static final int PODS = 2_000;

  /** Everything that a control looks at, as restricted admits it. */
  private static final String EVERYTHING =
      """
      spec:
        hostNetwork: false
        hostPID: false
        hostIPC: false
        volumes: [{emptyDir: {}}]
        securityContext: &context
          runAsNonRoot: true
          runAsUser: 5
          seccompProfile: {type: RuntimeDefault}
          seLinuxOptions: {type: container_t, user: '', role: ''}
          appArmorProfile: {type: RuntimeDefault}
          windowsOptions: {hostProcess: false}
          sysctls: [{name: kernel.shm_rmid_forced}]
        initContainers: &containers
        - ports: [{hostPort: 0}]
          livenessProbe: {httpGet: {host: ''}}
          readinessProbe: {tcpSocket: {host: ''}}
          startupProbe: {httpGet: {host: ''}}
          lifecycle: {postStart: {httpGet: {host: ''}}, preStop: {tcpSocket: {host: ''}}}
          securityContext:
            <<: *context
            sysctls:
            privileged: false
            allowPrivilegeEscalation: false
            capabilities: {add: [NET_BIND_SERVICE], drop: [ALL]}
            procMount: Default
        containers: *containers
        ephemeralContainers: *containers
      """;

  private static final int[] VERSIONS = {0, 8, 18, 19, 22, 23, 24, 25, 31, 34, 35, 37};

  @Test
  void whateverRestrictedAdmitsBaselineAdmits() {
    RandomPods pods = new RandomPods(1, true);
    int restrictedAdmits = 0;
    int onlyBaselineAdmits = 0;
    for (int i = 0; i < PODS; i++) {
      Value.Fields pod = pods.next();
      for (int version : VERSIONS) {
        List<Violation> baseline = check(Level.BASELINE, version, pod);
        List<Violation> restricted = check(Level.RESTRICTED, version, pod);
        if (restricted.isEmpty()) {
          restrictedAdmits++;
          assertThat(baseline).as("1.%s %s", version, Shape.json(pod)).isEmpty();
        } else if (baseline.isEmpty()) {
          onlyBaselineAdmits++;
        }
      }
    }
    assertThat(restrictedAdmits).as("pods that show anything").isGreaterThan(PODS / 2);
    assertThat(onlyBaselineAdmits).isGreaterThan(PODS / 2);
  }

  /**
   * A place of restricted that says it breaks baseline is found at baseline, and the others not.
   */
  @Test
  void levelsOfPlacesAreTrue() {
    RandomPods pods = new RandomPods(2, true);
    for (int i = 0; i < PODS; i++) {
      Value.Fields pod = pods.next();
      for (int version : VERSIONS) {
        List<String> baseline = new ArrayList<>();
        for (Violation violation : check(Level.BASELINE, version, pod)) {
          baseline.add(place(violation));
        }
        for (Violation violation : check(Level.RESTRICTED, version, pod)) {
          if (violation.level() == Level.BASELINE) {
            assertThat(baseline).as("1.%s %s", version, Shape.json(pod)).contains(place(violation));
          }
        }
      }
    }
  }

  @Test
  void sameAnswersInTheSameOrder() {
    RandomPods pods = new RandomPods(3, true);
    for (int i = 0; i < PODS; i++) {
      Value.Fields pod = pods.next();
      List<Violation> violations = check(Level.RESTRICTED, VERSIONS[i % VERSIONS.length], pod);
      assertThat(check(Level.RESTRICTED, VERSIONS[i % VERSIONS.length], pod)).isEqualTo(violations);
      Control last = Control.APP_ARMOR_PROFILE;
      for (Violation violation : violations) {
        Control control = Control.of(violation.control()).orElseThrow();
        assertThat(control).isGreaterThanOrEqualTo(last);
        last = control;
      }
    }
  }

  @Test
  void laterThanTheNewestIsAsTheNewest() {
    RandomPods pods = new RandomPods(4, true);
    for (int i = 0; i < PODS; i++) {
      Value.Fields pod = pods.next();
      for (Level level : Level.values()) {
        assertThat(check(level, 38 + i, pod)).isEqualTo(check(level, 37, pod));
      }
    }
  }

  /** The origin is that of a value in the pod, and what is said to be missing is missing there. */
  @Test
  void placesAreThere() {
    RandomPods pods = new RandomPods(5, true);
    for (int i = 0; i < PODS; i++) {
      Value.Fields pod = pods.next();
      Map<String, Value> places = new HashMap<>();
      collect(pod, places);
      for (Violation violation : check(Level.RESTRICTED, 37, pod)) {
        Value value = places.get(violation.origin().path());
        assertThat(value).as("%s in %s", violation, Shape.json(pod)).isNotNull();
        assertThat(value.origin()).isEqualTo(violation.origin());
        if (!violation.missing().isEmpty()) {
          String first = violation.missing().split("\\.", 2)[0];
          assertThat(value.get(first)).as("%s in %s", violation, Shape.json(pod)).isNull();
        }
      }
    }
  }

  /** Wherever a control looks, no value of another type than the API has passes for a safe one. */
  @Test
  void aWrongTypeAnywhereIsUnsafe() {
    Value.Fields pod = (Value.Fields) Case.read("pod.yaml", EVERYTHING);
    assertThat(check(Level.RESTRICTED, 37, pod)).isEmpty();
    Map<String, Value> places = new HashMap<>();
    collect(pod.get("spec"), places);
    List<Value> wrong =
        Case.read("wrong.yaml", "['', 'false', 5, 0, true, false, [], [x], [null], {}, {a: b}]")
            .items();
    int tried = 0;
    for (Map.Entry<String, Value> place : places.entrySet()) {
      for (Value value : wrong) {
        if (place.getValue() instanceof Value.Nothing
            || value.getClass().equals(place.getValue().getClass())) {
          continue;
        }
        tried++;
        Value.Fields other = (Value.Fields) Shape.replaced(pod, place.getKey(), value);
        assertThat(check(Level.RESTRICTED, 37, other))
            .as("%s is %s", place.getKey(), value)
            .isNotEmpty();
      }
    }
    assertThat(tried).isGreaterThan(1_000);
  }

  @Test
  void theOrderOfNamesChangesNothing() {
    RandomPods pods = new RandomPods(6, true);
    Random random = new Random(6);
    for (int i = 0; i < PODS; i++) {
      Value.Fields pod = pods.next();
      Value.Fields other =
          (Value.Fields) Case.read("pod.yaml", Shape.json(Shape.shuffled(pod, random)));
      int version = VERSIONS[i % VERSIONS.length];
      assertThat(told(check(Level.RESTRICTED, version, other), ""))
          .as("1.%s %s", version, Shape.json(pod))
          .containsExactlyInAnyOrderElementsOf(told(check(Level.RESTRICTED, version, pod), ""));
    }
  }

  /** What an alias stands for is judged where it is used as if it were written there. */
  @Test
  void anAliasIsWhatItStandsFor() {
    RandomPods pods = new RandomPods(7, true);
    for (int i = 0; i < PODS; i++) {
      String text = Shape.json(pods.next());
      List<Value> both = Case.read("pods.yaml", "[&pod " + text + ",\n*pod]").items();
      int version = VERSIONS[i % VERSIONS.length];
      assertThat(told(check(Level.RESTRICTED, version, (Value.Fields) both.get(1)), "[1]"))
          .as("1.%s %s", version, text)
          .isEqualTo(told(check(Level.RESTRICTED, version, (Value.Fields) both.getFirst()), "[0]"));
    }
  }

  /** What is said but for the line. */
  private static List<String> told(List<Violation> violations, String before) {
    List<String> told = new ArrayList<>();
    for (Violation violation : violations) {
      String path = violation.origin().path();
      assertThat(path).startsWith(before);
      told.add(
          violation.control()
              + ' '
              + path.substring(before.length())
              + ' '
              + violation.missing()
              + ": "
              + violation.message());
    }
    return told;
  }

  private static void collect(Value value, Map<String, Value> places) {
    places.put(value.origin().path(), value);
    value.items().forEach(item -> collect(item, places));
    value.members().values().forEach(member -> collect(member, places));
  }

  private static String place(Violation violation) {
    return violation.origin() + " " + violation.missing();
  }

  private static List<Violation> check(Level level, int version, Value.Fields pod) {
    return new PodSecurity(level, new Version(version)).check(pod);
  }
}
