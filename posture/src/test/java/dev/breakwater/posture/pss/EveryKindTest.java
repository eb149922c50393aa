package dev.breakwater.posture.pss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.posture.kubernetes.KubernetesObjects;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pod gets the same verdict in whatever makes it, in a list, in YAML and in JSON. */
class EveryKindTest {
  /** What makes pods; the last word is the pod. The key is where its path begins. */
  private static final Map<String, List<String>> KINDS =
      new TreeMap<>(
          Map.of(
              "",
              List.of("apiVersion: v1, kind: Pod"),
              "template.",
              List.of("apiVersion: v1, kind: PodTemplate"),
              "spec.template.",
              List.of(
                  "apiVersion: v1, kind: ReplicationController",
                  "apiVersion: apps/v1, kind: Deployment",
                  "apiVersion: apps/v1, kind: ReplicaSet",
                  "apiVersion: apps/v1, kind: StatefulSet",
                  "apiVersion: apps/v1, kind: DaemonSet",
                  "apiVersion: batch/v1, kind: Job",
                  "apiVersion: extensions/v1beta1, kind: Deployment"),
              "spec.jobTemplate.spec.template.",
              List.of(
                  "apiVersion: batch/v1, kind: CronJob",
                  "apiVersion: batch/v1beta1, kind: CronJob")));

  private static final int[] VERSIONS = {0, 18, 22, 25, 37};

  static List<Case> cases() {
    return Case.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sameVerdict(Case subject) throws BreakwaterException {
    for (String slot : subject.slots()) {
      Value.Fields pod = (Value.Fields) Case.read("pod.yaml", Shape.json(subject.pod(slot)));
      for (Map.Entry<String, List<String>> kinds : KINDS.entrySet()) {
        for (String kind : kinds.getValue()) {
          for (Resource resource : resources(wrapped(kind, kinds.getKey(), pod))) {
            assertSame(subject, pod, resource, place(resource) + kinds.getKey());
          }
        }
      }
    }
  }

  private static void assertSame(Case subject, Value.Fields pod, Resource resource, String before) {
    for (int version : VERSIONS) {
      for (Level level : List.of(Level.BASELINE, Level.RESTRICTED)) {
        PodSecurity standards = new PodSecurity(level, new Version(version));
        List<Violation> violations = standards.check(resource.pod());
        assertThat(controls(violations))
            .as("%s, %s", resource, standards)
            .isEqualTo(subject.expected(level, version));
        assertThat(places(violations, before)).isEqualTo(places(standards.check(pod), ""));
      }
    }
  }

  @Test
  void randomPods() throws BreakwaterException {
    RandomPods pods = new RandomPods(6, true);
    PodSecurity standards = new PodSecurity(Level.RESTRICTED, Version.NEWEST);
    int looked = 0;
    for (int i = 0; i < 400; i++) {
      Value.Fields pod = pods.next();
      List<String> places = places(standards.check(pod), "");
      for (Map.Entry<String, List<String>> kinds : KINDS.entrySet()) {
        for (Resource resource :
            resources(wrapped(kinds.getValue().getFirst(), kinds.getKey(), pod))) {
          if (resource.pod() != null) {
            looked++;
            assertThat(places(standards.check(resource.pod()), place(resource) + kinds.getKey()))
                .isEqualTo(places);
          }
        }
      }
    }
    assertThat(looked).isGreaterThan(3_000);
  }

  /** The object as YAML, and in a list of YAML and of JSON. */
  private static List<Resource> resources(String object) throws BreakwaterException {
    String list = "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + object + "]}";
    List<Resource> resources = new ArrayList<>();
    for (String file : List.of("x.yaml", "x.json")) {
      String text = file.equals("x.json") ? list : "---\n" + object + "\n---\n" + list;
      KubernetesObjects.read(
          SourceFile.of(file, text.getBytes(StandardCharsets.UTF_8)),
          new Sink() {
            @Override
            public void add(Resource resource) {
              resources.add(resource);
            }

            @Override
            public void add(Problem problem) {}
          });
    }
    assertThat(resources).hasSize(3);
    return resources;
  }

  private static String wrapped(String kind, String path, Value.Fields pod) {
    StringBuilder object = new StringBuilder("{");
    for (String member : kind.split(", ", -1)) {
      object.append('"').append(member.replace(": ", "\": \"")).append("\", ");
    }
    if (path.isEmpty()) {
      for (String name : List.of("metadata", "spec")) {
        if (pod.members().containsKey(name)) {
          object.append('"').append(name).append("\": ");
          object.append(Shape.json(pod.members().get(name))).append(", ");
        }
      }
      return object.substring(0, object.length() - 2) + "}";
    }
    String[] names = path.substring(0, path.length() - 1).split("\\.", -1);
    for (String name : names) {
      object.append('"').append(name).append("\": {");
    }
    String whole = Shape.json(pod);
    return object.append(whole, 1, whole.length()) + "}".repeat(names.length);
  }

  private static String place(Resource resource) {
    String path = resource.object().origin().path();
    return path.isEmpty() ? "" : path + '.';
  }

  private static Set<String> controls(List<Violation> violations) {
    Set<String> controls = new TreeSet<>();
    violations.forEach(violation -> controls.add(violation.control()));
    return controls;
  }

  /** The places, without what the kind puts before them. */
  private static List<String> places(List<Violation> violations, String before) {
    List<String> places = new ArrayList<>();
    for (Violation violation : violations) {
      String path = violation.origin().path();
      assertThat(path).startsWith(before);
      places.add(
          violation.control()
              + ' '
              + path.substring(before.length())
              + ' '
              + violation.missing()
              + ' '
              + violation.container());
    }
    return places;
  }
}
