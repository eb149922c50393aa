package dev.breakwater.posture.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.posture.pss.Level;
import dev.breakwater.posture.pss.PodSecurity;
import dev.breakwater.posture.pss.Version;
import dev.breakwater.posture.source.Collected;
import dev.breakwater.posture.source.Mutations;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Platform;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesObjectsTest {
  private static final int MUTATIONS = 4_000;

  private static Collected read(String text) throws BreakwaterException {
    Collected collected = new Collected();
    SourceFile file = SourceFile.of("x.yaml", text.getBytes(StandardCharsets.UTF_8));
    assertThat(file.problems()).isEmpty();
    KubernetesObjects.read(file, collected);
    return collected;
  }

  @Test
  void aPodIsItsOwnPod() throws BreakwaterException {
    Collected read =
        read(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop}
            spec:
              containers: [{name: a}]
            """);
    assertThat(read.problems()).isEmpty();
    Resource pod = read.resources().getFirst();
    assertThat(pod.platform()).isEqualTo(Platform.KUBERNETES);
    assertThat(pod.file()).isEqualTo("x.yaml");
    assertThat(pod.namespace()).isEqualTo("shop");
    assertThat(pod.pod()).isEqualTo(pod.object());
  }

  @ParameterizedTest
  @CsvSource({
    "v1, PodTemplate, template",
    "v1, ReplicationController, spec.template",
    "apps/v1, ReplicaSet, spec.template",
    "apps/v1, Deployment, spec.template",
    "apps/v1, DaemonSet, spec.template",
    "apps/v1, StatefulSet, spec.template",
    "apps/v1beta2, ReplicaSet, spec.template",
    "apps/v1beta1, Deployment, spec.template",
    "apps/v1beta1, StatefulSet, spec.template",
    "apps/v1alpha1, PetSet, spec.template",
    "extensions/v1beta1, Deployment, spec.template",
    "extensions/v1beta1, DaemonSet, spec.template",
    "extensions/v1beta1, ReplicaSet, spec.template",
    "extensions/v1beta1, Job, spec.template",
    "v1, Deployment, spec.template",
    "apps/v1, PodTemplate, template",
    "batch/v1, Job, spec.template",
    "batch/v1, CronJob, spec.jobTemplate.spec.template",
    "batch/v1beta1, CronJob, spec.jobTemplate.spec.template",
    "batch/v2alpha1, CronJob, spec.jobTemplate.spec.template",
    "batch/v2alpha1, ScheduledJob, spec.jobTemplate.spec.template",
    "batch/v2alpha1, JobTemplate, template.spec.template",
  })
  void controllersHoldTheirPod(String apiVersion, String kind, String path)
      throws BreakwaterException {
    String[] names = path.split("\\.", -1);
    StringBuilder text = new StringBuilder();
    text.append("apiVersion: ").append(apiVersion).append("\nkind: ").append(kind).append('\n');
    for (int i = 0; i < names.length; i++) {
      text.append("  ".repeat(i)).append(names[i]).append(":\n");
    }
    String indent = "  ".repeat(names.length);
    text.append(indent).append("metadata: {labels: {a: b}}\n");
    text.append(indent).append("spec: {hostPID: true}\n");
    Collected read = read(text.toString());
    assertThat(read.problems()).isEmpty();
    Value.Fields pod = read.resources().getFirst().pod();
    assertThat(pod.origin().path()).isEqualTo(path);
    assertThat(pod.members().keySet()).containsExactly("metadata", "spec");
    assertThat(pod.at("spec", "hostPID").origin())
        .isEqualTo(
            new Origin(
                "x.yaml", names.length + 4, indent.length() + 8, path + ".spec.hostPID", null));
  }

  @ParameterizedTest
  @CsvSource({
    "example.org/v1, Deployment",
    "apps.example.org/v1, Deployment",
    "v1, Service",
    "kustomize.toolkit.fluxcd.io/v1, Kustomization",
  })
  void othersMakeNoPods(String apiVersion, String kind) throws BreakwaterException {
    Collected read =
        read(
            "apiVersion: "
                + apiVersion
                + "\nkind: "
                + kind
                + "\nmetadata: {generateName: x-}\nspec: {template: {spec: {}}}\n");
    assertThat(read.problems()).isEmpty();
    assertThat(read.names()).containsExactly(kind + "/x-");
    assertThat(read.resources().getFirst().pod()).isNull();
    assertThat(read.resources().getFirst().namespace()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.org/v1 | Rollout | spec: {template: {spec: {containers: [{name: a}]}}}"
            + " | spec.template",
        "v1 | deployment | spec: {template: {spec: {containers: [{name: a}]}}} | spec.template",
        "example.org/v1 | Set | spec: {a: {podTemplate: {spec: {initContainers: [{name: a}]}}}}"
            + " | spec.a.podTemplate",
        "example.org/v1 | Fleet | spec: {template: {spec: {template: {spec: {containers: [{}]}}}}}"
            + " | spec.template.spec.template",
        "example.org/v1 | Cluster | spec: {head: {template: &a {spec: {containers: [{name: a}]}}},"
            + " workers: [{template: *a}]} | spec.head.template spec.workers[0].template",
        "example.org/v1 | Flow | spec: {job: {podTemplate: {spec: {hostPID: true}}}}"
            + " | spec.job.podTemplate",
        "example.org/v1 | Application | spec: {template: {spec: {source: a}}} | ''",
        "example.org/v1 | Rollout | spec: {template: {spec: {containers: []}}} | ''",
        "example.org/v1 | Rollout | spec: {template: {spec: {containers: [a]}}} | ''",
        "example.org/v1 | Rollout | spec: {template: [{spec: {containers: {a: b}}}]} | ''",
        "example.org/v1 | Rollout | status: {template: {spec: {containers: [{name: a}]}}} | ''",
        "apps/v1 | ControllerRevision | data: {template: {spec: {containers: [{image: a}]}}} | ''",
        "example.org/v1 | Policy | spec: {pattern: {spec: {template: {spec: {containers: [{image:"
            + " '!*:1'}]}}}}} | ''",
      })
  void otherKindsHoldPodsWhereTheirShapeSaysSo(
      String apiVersion, String kind, String rest, String paths) throws BreakwaterException {
    Collected read = read("apiVersion: " + apiVersion + "\nkind: " + kind + "\n" + rest);
    assertThat(read.problems()).isEmpty();
    assertThat(read.resources()).hasSize(1);
    assertThat(read.resources().getFirst().pods())
        .extracting(pod -> pod.origin().path())
        .containsExactly(paths.isEmpty() ? new String[0] : paths.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "spec: {templates: [{name: a, container: {image: a}}]} | spec.templates[0].container",
        "spec: {steps: [{name: a}, {image: a}, {image: b}]} | spec.steps[1]",
        "spec: {containers: [{image: '{{image}}'}]} | spec.containers[0]",
        "spec: {pod: {spec: {template: {spec: {initContainers: [{image: a}]}}}}}"
            + " | spec.pod.spec.template.spec.initContainers[0]",
      })
  void tellsOfContainersThatAreInNoPod(String spec, String path) throws BreakwaterException {
    Collected read = read("apiVersion: example.org/v1\nkind: Flow\n" + spec);
    assertThat(read.problems()).isEmpty();
    assertThat(doubts(read))
        .singleElement()
        .asString()
        .startsWith("x.yaml:3:")
        .endsWith(
            ": "
                + path
                + " runs a container in a way that only the kind Flow knows; it is not judged");
    assertThat(read.resources().getFirst().pods()).isEmpty();
  }

  @Test
  void tellsOfContainersThatATemplateHasInAWayOfItsKind() throws BreakwaterException {
    Collected read =
        read(
            """
            apiVersion: example.org/v1
            kind: Flow
            spec: {template: {spec: {hostPID: true, container: {image: a}}}}
            """);
    assertThat(read.resources().getFirst().pods()).hasSize(1);
    assertThat(doubts(read))
        .singleElement()
        .asString()
        .contains("spec.template.spec.container runs a container in a way that only the kind");
  }

  private static List<String> doubts(Collected read) {
    return read.resources().stream()
        .flatMap(each -> each.unjudged().stream())
        .map(each -> each.where() + ": " + each.what())
        .toList();
  }

  @Test
  void templatesAreBounded() throws BreakwaterException {
    Collected read =
        read(
            "apiVersion: example.org/v1\nkind: Crowd\nspec:\n"
                + "- {template: {spec: {containers: [{name: a}]}}}\n".repeat(101));
    assertThat(read.resources().getFirst().pods()).hasSize(100);
    assertThat(doubts(read))
        .containsExactly(
            "x.yaml:1:1: the document has more than 100 pod templates; the rest is not judged");
  }

  @Test
  void objectsInOthersAreJudgedAsTheyStand() throws BreakwaterException {
    Collected read =
        read(
            """
            apiVersion: example.org/v1
            kind: Template
            metadata: {name: shop}
            objects:
            - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {}}
            - apiVersion: example.org/v1
              kind: Rollout
              spec: {template: {spec: {containers: [{image: a}]}}}
            - {apiVersion: apps/v1, kind: Deployment, metadata: {name: b}, spec: {template: {spec: {}}}}
            - {apiVersion: apps/v1, kind: Deployment, metadata: {name: c}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: d}
            spec: {}
            """);
    assertThat(read.problems()).isEmpty();
    assertThat(read.names()).containsExactly("Template/shop", "Rollout/", "Deployment/b", "Pod/d");
    assertThat(read.resources()).extracting(Resource::index).containsExactly(0, 1, 2, 3);
    assertThat(read.resources().get(1).pod().origin().path()).isEqualTo("objects[1].spec.template");
    assertThat(read.resources().get(2).pod().origin().path()).isEqualTo("objects[2].spec.template");
  }

  @Test
  void listsAreTakenApart() throws BreakwaterException {
    Collected read =
        read(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {}}
            - apiVersion: apps/v1
              kind: DeploymentList
              items:
              - {metadata: {name: 12}, spec: {template: {spec: {}}}}
              - {kind: Deployment, metadata: {name: c}, spec: {template: {spec: {}}}}
            - {kind: Pod, metadata: {name: d}, spec: {}}
            - {metadata: {name: e}}
            - text
            ---
            {apiVersion: v1, kind: PodList, items: }
            ---
            {apiVersion: v1, kind: PodList, items: {a: b}}
            ---
            {apiVersion: example.org/v1, kind: ShoppingList, metadata: {name: f}}
            ---
            {just: text}
            """);
    assertThat(read.names())
        .containsExactly("Pod/a", "Deployment/12", "Deployment/c", "Pod/d", "ShoppingList/f");
    assertThat(read.resources()).extracting(Resource::index).containsExactly(0, 1, 2, 3, 4);
    assertThat(read.resources().get(1).pod().origin().path())
        .isEqualTo("items[1].items[0].spec.template");
    assertThat(read.complaints())
        .containsExactly(
            "x.yaml:11:3: items[3] is an object without a kind; what it should hold is not judged",
            "x.yaml:12:3: items[4] is no object; what it should hold is not judged",
            "x.yaml:16:33: items must be a list of objects; what it should hold is not judged");
  }

  @Test
  void itemsSayWhatTheyAreWhereOnlyTheListDoes() throws BreakwaterException {
    Collected read =
        read(
            """
            apiVersion: v1
            kind: PodList
            items:
            - {metadata: {name: a}, kind: , spec: {}}
            - {spec: {}, kind: Service, apiVersion: v2}
            """);
    Value.Fields pod = read.resources().getFirst().object();
    assertThat(pod.members().keySet()).containsExactly("apiVersion", "kind", "metadata", "spec");
    assertThat(pod.text("apiVersion")).isEqualTo("v1");
    assertThat(pod.text("kind")).isEqualTo("Pod");
    assertThat(pod.get("kind").origin().assumed()).isEqualTo("the list says so");
    assertThat(read.resources().getFirst().pod()).isEqualTo(pod);
    Value.Fields service = read.resources().get(1).object();
    assertThat(service.members().keySet()).containsExactly("spec", "kind", "apiVersion");
    assertThat(service.text("apiVersion")).isEqualTo("v2");
  }

  @Test
  void wrongTypesAreToldWithTheirLine() throws BreakwaterException {
    Collected read =
        read(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: [x]
            spec:
              - template: {}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: [a]}
            spec:
              containers: {name: a}
              initContainers: [a, {name: b}]
              volumes:
            ---
            {apiVersion: batch/v1, kind: Job}
            ---
            {apiVersion: v1, kind: Pod, spec: 5}
            ---
            {apiVersion: v1, kind: Pod}
            ---
            {apiVersion: 1, kind: Pod}
            ---
            {apiVersion: v1, metadata: {}}
            ---
            {apiVersion: apps/v1, kind: DaemonSet, spec: {template: {metadata: 1}}}
            """);
    String rest = "; what it should hold is not judged";
    String unsafe = "; it counts as unsafe";
    assertThat(read.complaints())
        .containsExactly(
            "x.yaml:3:1: metadata must be a mapping" + rest,
            "x.yaml:21:2: apiVersion must be a text" + rest,
            "x.yaml:21:1: the document is an object without an apiVersion" + rest,
            "x.yaml:23:1: the document is an object without a kind" + rest);
    assertThat(doubts(read))
        .containsExactly(
            "x.yaml:4:1: spec must be a mapping" + unsafe,
            "x.yaml:11:3: spec.containers must be a list" + unsafe,
            "x.yaml:12:20: spec.initContainers[0] must be a mapping" + unsafe,
            "x.yaml:15:1: the document has no spec, so Job has no pod" + rest,
            "x.yaml:17:29: spec must be a mapping" + unsafe,
            "x.yaml:19:1: the document has no spec" + rest,
            "x.yaml:25:58: spec.template.metadata must be a mapping" + unsafe,
            "x.yaml:25:47: spec.template has no spec" + rest);
    assertThat(read.names())
        .containsExactly("Deployment/", "Pod/", "Job/", "Pod/", "Pod/", "DaemonSet/");
    assertThat(read.resources())
        .extracting(KubernetesObjectsTest::breaks)
        .containsExactly(true, true, false, true, false, true);
  }

  @Test
  void misspeltFieldsAreTold() throws BreakwaterException {
    Collected read =
        read(
            """
            apiVersion: v1
            kind: Pod
            spec:
              hostnetwork: true
              nodeSelector: {Name: a, User: b}
              containers:
              - name: a
                securityContext:
                  Privileged: true
                  privileged: false
              Volumes:
            """);
    assertThat(doubts(read))
        .containsExactly(
            "x.yaml:4:3: spec.hostnetwork is no field of a pod, but hostNetwork is; it is not"
                + " judged",
            "x.yaml:9:7: spec.containers[0].securityContext.Privileged is no field of a pod, but"
                + " privileged is; it is not judged",
            "x.yaml:11:3: spec.Volumes is no field of a pod, but volumes is; it is not judged");
  }

  /** Whether it breaks even what baseline asks for. */
  private static boolean breaks(Resource resource) {
    Value.Fields pod = resource.pod();
    return pod != null && !new PodSecurity(Level.BASELINE, Version.NEWEST).check(pod).isEmpty();
  }

  @Test
  void whatConfiguresKustomizeIsNoObject() throws BreakwaterException {
    assertThat(
            read("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n").resources())
        .isEmpty();
  }

  @Test
  void slipsNeverDoMoreThanTheyMay() throws BreakwaterException {
    List<String> seeds =
        List.of(
            """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Pod, spec: {volumes: []}}
            """,
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: a}
            spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a}]}}}}}
            """,
            """
            apiVersion: example.org/v1
            kind: Flow
            spec: {aTemplate: {spec: {initContainers: [{}], hostNetwork: a}}, steps: [{image: a}]}
            """);
    Random random = new Random(13);
    for (int i = 0; i < MUTATIONS; i++) {
      String text = Mutations.of(seeds.get(i % seeds.size()), random);
      Collected collected = new Collected();
      KubernetesObjects.read(
          SourceFile.of("x.yaml", text.getBytes(StandardCharsets.UTF_8)), collected);
      assertThat(collected.resources().size() + collected.problems().size()).isLessThan(10);
    }
  }
}
