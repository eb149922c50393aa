package dev.breakwater.posture.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.breakwater.posture.source.Collected;
import dev.breakwater.posture.source.Mutations;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Overlays, rendered by kubectl. Lines take the Kustomize 4.5 of kubectl 1.24; where there is an
 * older one, as in Debian 12, for which there is no newer, the tests of lines are aborted and say
 * so, and {@link LoaderTest} sees that there are none.
 */
class KustomizeTest {
  @TempDir private Path root;

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Collected load(Path path) throws Exception {
    assumeTrue(tellsOrigins(), "kubectl is older than 1.24 and cannot tell where objects are from");
    Collected collected = new Collected();
    new Loader(
            new LoaderOptions(
                List.of(Format.KUBERNETES),
                true,
                List.of(),
                Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"),
                new ByteArrayInputStream(new byte[0])))
        .load(List.of(path), collected);
    assertThat(collected.complaints()).as("apt-get install kubernetes-client").isEmpty();
    return collected;
  }

  static boolean tellsOrigins() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("kustomize");
    Path file = directory.resolve("kustomization.yaml");
    Files.writeString(
        file, "buildMetadata: [originAnnotations]\nconfigMapGenerator: [{name: a}]\n");
    try {
      return new ProcessBuilder("kubectl", "kustomize", directory.toString())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } finally {
      Files.delete(file);
      Files.delete(directory);
    }
  }

  /** For example {@code base/web.yaml:3:5}. */
  private String place(Value value) {
    Origin origin = value.origin();
    String file = origin.file().replace(root + "/", "");
    return origin.line() == 0 ? file : file + ":" + origin.line() + ":" + origin.column();
  }

  private void base() throws IOException {
    write("base/kustomization.yaml", "resources: [web.yaml, ../more]\nnameSuffix: -v1\n");
    write(
        "base/web.yaml",
        """
        # the shop
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          template:
            spec:
              hostNetwork: true
              containers:
              - name: web
                image: "example.org/web:1"
                securityContext: {privileged: true}
              - image: example.org/log
                name: log
                env:
                - {name: A, value: "1"}
                securityContext:
                  capabilities:
                    add: [NET_ADMIN, CHOWN]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        """);
    write("more/kustomization.yaml", "resources: [all.json]\n");
    write(
        "more/all.json",
        """
        {"apiVersion": "v1", "kind": "List", "items": [
          {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "one"},
           "spec": {"hostPID": true}},
          {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "two"},
           "spec": {"hostPID": true}}
        ]}
        """);
  }

  @Test
  void valuesHaveTheLinesOfBasesAndPatches() throws Exception {
    base();
    write(
        "prod/kustomization.yaml",
        """
        resources: [../base]
        namePrefix: prod-
        namespace: shop
        commonLabels: {team: a}
        images: [{name: example.org/log, newTag: "2"}]
        configMapGenerator: [{name: settings, literals: [a=b]}]
        patches:
        - path: patch.yaml
        - target: {kind: Deployment}
          patch: |-
            - op: add
              path: /spec/template/spec/shareProcessNamespace
              value: true
        - patch: |
            apiVersion: v1
            kind: Pod
            metadata: {name: two}
            spec:
              hostNetwork: true
        patchesJson6902:
        - path: operations.yaml
          target: {version: v1, kind: Pod, name: one}
        """);
    write(
        "prod/patch.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          template:
            spec:
              hostIPC: true
              containers:
              - name: new
                image: example.org/new
              - name: log
                securityContext:
                  allowPrivilegeEscalation: true
        """);
    write(
        "prod/operations.yaml",
        "- op: add\n  path: /spec/volumes\n  value:\n  - name: host\n    hostPath: {path: /}\n");
    Collected loaded = load(root.resolve("prod"));
    assertThat(loaded.names())
        .containsExactlyInAnyOrder(
            "Service/prod-web-v1",
            "Deployment/prod-web-v1",
            "Pod/prod-one-v1",
            "Pod/prod-two-v1",
            loaded.names().stream().filter(each -> each.contains("settings")).findFirst().get());
    Value.Fields web = loaded.object("Deployment/prod-web-v1");
    assertThat(web.at("metadata", "annotations")).isNull();
    assertThat(place(web)).isEqualTo("base/web.yaml:2:1");
    assertThat(place(web.at("metadata", "name"))).isEqualTo("prod/kustomization.yaml");
    assertThat(place(web.at("metadata", "namespace"))).isEqualTo("prod/kustomization.yaml");
    Value spec = web.at("spec", "template", "spec");
    assertThat(place(spec.get("hostNetwork"))).isEqualTo("base/web.yaml:9:7");
    assertThat(place(spec.get("hostIPC"))).isEqualTo("prod/patch.yaml:8:7");
    assertThat(place(spec.get("shareProcessNamespace"))).isEqualTo("prod/kustomization.yaml:13:7");
    List<Value> containers = spec.get("containers").items();
    assertThat(containers)
        .extracting(each -> each.text("name"))
        .containsExactly("new", "log", "web");
    assertThat(place(containers.get(0))).isEqualTo("prod/patch.yaml:10:9");
    assertThat(place(containers.get(0).get("image"))).isEqualTo("prod/patch.yaml:11:9");
    assertThat(place(containers.get(2))).isEqualTo("base/web.yaml:11:9");
    assertThat(place(containers.get(2).at("securityContext", "privileged")))
        .isEqualTo("base/web.yaml:13:27");
    Value log = containers.get(1);
    assertThat(place(log.get("image"))).isEqualTo("prod/kustomization.yaml");
    assertThat(place(log.get("env").items().getFirst().get("value")))
        .isEqualTo("base/web.yaml:17:21");
    assertThat(place(log.at("securityContext", "capabilities", "add").items().getLast()))
        .isEqualTo("base/web.yaml:20:30");
    assertThat(place(log.at("securityContext", "allowPrivilegeEscalation")))
        .isEqualTo("prod/patch.yaml:14:11");
    Value one = loaded.object("Pod/prod-one-v1");
    assertThat(place(one.at("spec", "hostPID"))).isEqualTo("more/all.json:3:13");
    assertThat(place(one.at("spec", "volumes").items().getFirst().at("hostPath", "path")))
        .isEqualTo("prod/operations.yaml:5:16");
    Value two = loaded.object("Pod/prod-two-v1");
    assertThat(place(two.at("spec", "hostPID"))).isEqualTo("more/all.json:5:13");
    assertThat(place(two.at("spec", "hostNetwork"))).isEqualTo("prod/kustomization.yaml:19:7");
    Value settings =
        loaded.resources().stream()
            .filter(each -> each.kind().equals("ConfigMap"))
            .findFirst()
            .get()
            .object();
    assertThat(place(settings.at("data", "a"))).isEqualTo("prod/kustomization.yaml");
  }

  @Test
  void noLineIsBetterThanAWrongOne() throws Exception {
    write("base/kustomization.yaml", "resources: [pods.yaml]\n");
    write(
        "base/pods.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {hostPID: true}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web-x}
        spec: {hostPID: true}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          hostPID: false
          tolerations: [{key: a, operator: Exists}, {key: b, operator: Exists}]
        """);
    write(
        "prod/kustomization.yaml",
        """
        resources: [../base]
        nameSuffix: -x
        patches: [{path: one.yaml}, {path: two.yaml}, {path: three.yaml}]
        """);
    String api = "apiVersion: v1\nkind: Pod\nmetadata: {name: api}\n";
    write(
        "prod/one.yaml",
        api + "spec: {hostIPC: true, tolerations: [{key: c, operator: Exists}]}\n");
    write("prod/two.yaml", api + "spec: {hostIPC: true}\n");
    write("prod/three.yaml", api + "spec: {hostPID: true}\n");
    Collected loaded = load(root.resolve("prod"));
    assertThat(loaded.names()).containsExactlyInAnyOrder("Pod/web-x", "Pod/web-x-x", "Pod/api-x");
    // It may have been web, with a suffix, or web-x, without.
    assertThat(place(loaded.object("Pod/web-x").at("spec", "hostPID")))
        .isEqualTo("prod/kustomization.yaml");
    Value spec = loaded.object("Pod/api-x").get("spec");
    assertThat(place(spec)).isEqualTo("base/pods.yaml:14:1");
    // Two patches say the same.
    assertThat(place(spec.get("hostIPC"))).isEqualTo("prod/kustomization.yaml");
    assertThat(place(spec.get("hostPID"))).isEqualTo("prod/three.yaml:4:8");
    // The list of the base is no more, although its first item had the same operator.
    assertThat(place(spec.get("tolerations").items().getFirst().get("operator")))
        .isEqualTo("prod/one.yaml:4:46");
  }

  @Test
  void operationsHaveNoLineWhereAnotherPatchMovedWhatTheyMeant() throws Exception {
    String pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n";
    write("base/pod.yaml", pod + "  - {name: a, tty: false}\n  - {name: b, tty: false}\n");
    write(
        "base/kustomization.yaml",
        """
        resources: [pod.yaml]
        patches:
        - target: {kind: Pod}
          patch: |-
            - {op: replace, path: /spec/containers/0/tty, value: true}
            - {op: replace, path: /spec/containers/1/tty, value: true}
            - {op: add, path: /spec/containers/1, value: {name: c, tty: true}}
        """);
    List<Value> base =
        load(root.resolve("base")).object("Pod/web").at("spec", "containers").items();
    assertThat(base)
        .extracting(each -> each.text("name") + " " + place(each.get("tty")))
        .containsExactly(
            "a base/kustomization.yaml:5:51",
            "c base/kustomization.yaml:7:60",
            "b base/kustomization.yaml");
    write("top/side.yaml", pod + "  - {name: side}\n");
    write("top/kustomization.yaml", "resources: [../base]\npatches: [{path: side.yaml}]\n");
    List<Value> top = load(root.resolve("top")).object("Pod/web").at("spec", "containers").items();
    assertThat(top)
        .filteredOn(each -> each.get("tty") != null)
        .extracting(each -> each.text("name") + " " + place(each.get("tty")))
        .containsExactly(
            "a top/kustomization.yaml",
            "c base/kustomization.yaml:7:60",
            "b top/kustomization.yaml");
  }

  @Test
  void aPatchThatDoesNotStandLineByLineIsOneAllTheSame() throws Exception {
    write(
        "base/pods.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: a}
        spec: {x: y}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: b}
        spec: {x: y}
        """);
    write("base/kustomization.yaml", "resources: [pods.yaml]\n");
    write(
        "prod/kustomization.yaml",
        """
        resources: [../base]
        patches:
        - target: {kind: Pod, name: a}
          patch: |-

            - {op: add, path: /spec/hostPID, value: true}
        - target: {kind: Pod, name: b|c}
          patch: |-
            - {op: add, path: /spec/hostPID, value: true}
            - {op: add, path: /spec/hostIPC, value: true}
        """);
    Collected loaded = load(root.resolve("prod"));
    assertThat(place(loaded.object("Pod/a").at("spec", "hostPID")))
        .isEqualTo("prod/kustomization.yaml");
    assertThat(place(loaded.object("Pod/b").at("spec", "hostIPC")))
        .isEqualTo("prod/kustomization.yaml:10:38");
  }

  @Test
  void patchesHaveNoLineWhereATransformerMayHaveSaidTheSame() throws Exception {
    write(
        "base/pod.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostPID: false}\n");
    write("base/kustomization.yaml", "resources: [pod.yaml]\n");
    write(
        "prod/kustomization.yaml",
        """
        resources: [../base]
        transformers: [other.yaml]
        patches:
        - target: {kind: Pod, labelSelector: a=none}
          patch: |-
            - {op: replace, path: /spec/hostPID, value: true}
        """);
    write(
        "prod/other.yaml",
        """
        apiVersion: builtin
        kind: PatchTransformer
        metadata: {name: a}
        target: {kind: Pod}
        patch: '[{"op": "replace", "path": "/spec/hostPID", "value": true}]'
        """);
    Value pod = load(root.resolve("prod")).object("Pod/web");
    assertThat(pod.at("spec", "hostPID").isTrue()).isTrue();
    assertThat(place(pod.at("spec", "hostPID"))).isEqualTo("prod/kustomization.yaml");
    assertThat(place(pod.get("spec"))).isEqualTo("base/pod.yaml:4:1");
  }

  @Test
  void whatTheUserAsksToBeToldStays() throws Exception {
    write("x/kustomization.yaml", "resources: [pod.yaml]\nbuildMetadata: [originAnnotations]\n");
    write(
        "x/pod.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: a, annotations: {b: c}}
        spec: {hostPID: true}
        """);
    Value pod = load(root.resolve("x")).object("Pod/a");
    assertThat(pod.at("metadata", "annotations").members())
        .containsOnlyKeys("b", "config.kubernetes.io/origin");
    assertThat(place(pod.at("spec", "hostPID"))).isEqualTo("x/pod.yaml:4:8");
    assertThat(place(pod.at("metadata", "annotations", "b"))).isEqualTo("x/pod.yaml:3:35");
  }

  @Test
  @Timeout(60)
  void slipsNeverGiveLinesOfOtherValues() throws Exception {
    base();
    write(
        "base/kustomization.yaml",
        "resources: [web.yaml]\nnamePrefix: p-\npatches:\n- path: x.yaml\n");
    write(
        "base/x.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {template: {spec: {hostIPC: true}}}
        ---
        - {op: add, path: /spec/template/spec/hostPID, value: true}
        """);
    String printed =
        Files.readString(root.resolve("base/web.yaml"))
            .replace(
                "  name: web\nspec:",
                "  name: p-web\n  annotations:\n    config.kubernetes.io/origin: |\n"
                    + "      path: ../base/web.yaml\nspec:")
            .replace(
                "hostNetwork: true", "hostNetwork: true\n      hostPID: true\n      hostIPC: true");
    Random random = new Random(8);
    int known = 0;
    for (int i = 0; i < 600; i++) {
      Path mutated =
          root.resolve(
              List.of("base/web.yaml", "base/x.yaml", "base/kustomization.yaml").get(i % 3));
      String text = Files.readString(mutated);
      Files.writeString(mutated, Mutations.of(text, random));
      Kustomization overlay = Kustomization.in(root.resolve("base"));
      OverlayPlaces places =
          new OverlayPlaces(overlay, Files.createDirectories(root.resolve("from")));
      String document = i % 5 == 0 ? Mutations.of(printed, random) : printed;
      SourceFile file = SourceFile.rendered("k", document, places::of);
      for (Value value : file.documents()) {
        known += check(value);
      }
      Files.writeString(mutated, text);
    }
    assertThat(known).isPositive();
  }

  /** How many scalars have lines; each of them stands in its line. */
  private static int check(Value value) throws IOException {
    int known = 0;
    Origin origin = value.origin();
    if (value.written() != null && origin.line() > 0) {
      List<String> lines = Files.readAllLines(Path.of(origin.file()));
      assertThat(lines.get(origin.line() - 1)).contains(value.written());
      known++;
    }
    for (Value item : value.items()) {
      known += check(item);
    }
    for (Value member : value.members().values()) {
      known += check(member);
    }
    return known;
  }
}
