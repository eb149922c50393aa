package dev.breakwater.posture.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.source.Collected;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Overlays, rendered by kubectl. */
class KustomizeTest {
  @TempDir private Path root;

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Collected load(Path path) {
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

  private static Value.Fields object(Collected loaded, String name) {
    return loaded.resources().stream()
        .filter(each -> (each.kind() + "/" + each.name()).equals(name))
        .map(Resource::object)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + loaded.names()));
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
  void valuesHaveTheLinesOfBasesAndPatches() throws IOException {
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
    Value.Fields web = object(loaded, "Deployment/prod-web-v1");
    assertThat(web.at("metadata", "annotations")).isNull();
    assertThat(place(web)).isEqualTo("base/web.yaml:2:1");
    assertThat(place(web.at("metadata", "name"))).isEqualTo("prod/kustomization.yaml");
    assertThat(place(web.at("metadata", "namespace"))).isEqualTo("prod/kustomization.yaml");
    Value spec = web.at("spec", "template", "spec");
    assertThat(place(spec.get("hostNetwork"))).isEqualTo("base/web.yaml:9:7");
    assertThat(place(spec.get("hostIPC"))).isEqualTo("prod/patch.yaml:8:7");
    assertThat(place(spec.get("shareProcessNamespace"))).isEqualTo("prod/kustomization.yaml:13:7");
    List<Value> containers = spec.get("containers").items();
    assertThat(containers).extracting(each -> each.text("name")).containsExactly("new", "log", "web");
    assertThat(place(containers.get(0))).isEqualTo("prod/patch.yaml:10:9");
    assertThat(place(containers.get(0).get("image"))).isEqualTo("prod/patch.yaml:11:9");
    assertThat(place(containers.get(2))).isEqualTo("base/web.yaml:11:9");
    assertThat(place(containers.get(2).at("securityContext", "privileged")))
        .isEqualTo("base/web.yaml:13:27");
    Value log = containers.get(1);
    assertThat(place(log.get("image"))).isEqualTo("prod/kustomization.yaml");
    assertThat(place(log.get("env").items().getFirst().get("value"))).isEqualTo("base/web.yaml:17:21");
    assertThat(place(log.at("securityContext", "capabilities", "add").items().getLast()))
        .isEqualTo("base/web.yaml:20:30");
    assertThat(place(log.at("securityContext", "allowPrivilegeEscalation")))
        .isEqualTo("prod/patch.yaml:14:11");
    Value one = object(loaded, "Pod/prod-one-v1");
    assertThat(place(one.at("spec", "hostPID"))).isEqualTo("more/all.json:3:13");
    assertThat(place(one.at("spec", "volumes").items().getFirst().at("hostPath", "path")))
        .isEqualTo("prod/operations.yaml:5:16");
    Value two = object(loaded, "Pod/prod-two-v1");
    assertThat(place(two.at("spec", "hostPID"))).isEqualTo("more/all.json:5:13");
    assertThat(place(two.at("spec", "hostNetwork"))).isEqualTo("prod/kustomization.yaml:19:7");
    Value settings =
        loaded.resources().stream().filter(each -> each.kind().equals("ConfigMap")).findFirst().get().object();
    assertThat(place(settings.at("data", "a"))).isEqualTo("prod/kustomization.yaml");
  }

  @Test
  void noLineIsBetterThanAWrongOne() throws IOException {
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
    write("prod/one.yaml", api + "spec: {hostIPC: true, tolerations: [{key: c, operator: Exists}]}\n");
    write("prod/two.yaml", api + "spec: {hostIPC: true}\n");
    write("prod/three.yaml", api + "spec: {hostPID: true}\n");
    Collected loaded = load(root.resolve("prod"));
    assertThat(loaded.names())
        .containsExactlyInAnyOrder("Pod/web-x", "Pod/web-x-x", "Pod/api-x");
    // It may have been web, with a suffix, or web-x, without.
    assertThat(place(object(loaded, "Pod/web-x").at("spec", "hostPID")))
        .isEqualTo("prod/kustomization.yaml");
    Value spec = object(loaded, "Pod/api-x").get("spec");
    assertThat(place(spec)).isEqualTo("base/pods.yaml:14:1");
    // Two patches say the same.
    assertThat(place(spec.get("hostIPC"))).isEqualTo("prod/kustomization.yaml");
    assertThat(place(spec.get("hostPID"))).isEqualTo("prod/three.yaml:4:8");
    // The list of the base is no more, although its first item had the same operator.
    assertThat(place(spec.get("tolerations").items().getFirst().get("operator")))
        .isEqualTo("prod/one.yaml:4:46");
  }

  @Test
  void whatTheUserAsksToBeToldStays() throws IOException {
    write("x/kustomization.yaml", "resources: [pod.yaml]\nbuildMetadata: [originAnnotations]\n");
    write("x/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {b: c}}\nspec: {hostPID: true}\n");
    Value pod = object(load(root.resolve("x")), "Pod/a");
    assertThat(pod.at("metadata", "annotations").members())
        .containsOnlyKeys("b", "config.kubernetes.io/origin");
    assertThat(place(pod.at("spec", "hostPID"))).isEqualTo("x/pod.yaml:4:8");
    assertThat(place(pod.at("metadata", "annotations", "b"))).isEqualTo("x/pod.yaml:3:35");
  }
}
