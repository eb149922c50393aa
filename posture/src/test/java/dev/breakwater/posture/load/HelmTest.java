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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts, rendered by Helm's own engine. */
class HelmTest {
  @TempDir private Path root;

  @BeforeEach
  void install() throws Exception {
    HelmProgram.install(Files.createDirectories(root.resolve("programs")));
    write("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
  }

  private Path chart() {
    return root.resolve("chart");
  }

  private Path write(String name, String text) throws IOException {
    Path file = chart().resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Collected load(Path path, String... options) {
    Collected collected = new Collected();
    new Loader(
            new LoaderOptions(
                List.of(Format.KUBERNETES),
                true,
                List.of(options),
                Map.of("PATH", root.resolve("programs").toString()),
                new ByteArrayInputStream(new byte[0])))
        .load(List.of(path), collected);
    return collected;
  }

  /** The one problem with the chart. */
  private String refusal() {
    Collected loaded = load(chart());
    assertThat(loaded.resources()).isEmpty();
    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.problems().getFirst().where()).isEqualTo(chart().toString());
    return loaded.problems().getFirst().what();
  }

  /** For example {@code templates/web.yaml:3:5 (made with .Values.x)}. */
  private String place(Value value) {
    Origin origin = value.origin();
    String file = origin.file().replace(chart() + "/", "");
    String place = origin.line() == 0 ? file : file + ":" + origin.line() + ":" + origin.column();
    return origin.assumed() == null ? place : place + " (" + origin.assumed() + ")";
  }

  @Test
  void valuesHaveTheLinesOfTheirTemplates() throws IOException {
    write(
        "values.yaml",
        """
        replicas: 2
        debug: true
        image: {repository: example.org/web, tag: "1.2"}
        podSecurityContext: {runAsUser: 0, seccompProfile: {type: Unconfined}}
        securityContext: {privileged: true}
        sidecars: [log, metrics]
        extraVolumes:
        - name: host
          hostPath: {path: /}
        """);
    write(
        "templates/_helpers.tpl",
        """
        {{- define "shop.labels" -}}
        app.kubernetes.io/name: {{ .Chart.Name }}
        {{- end }}
        """);
    write(
        "templates/web.yaml",
        """
        {{- /* What the
             shop shows */ -}}
        {{- if .Values.debug }}
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ .Release.Name }}-web
          labels:
            {{- include "shop.labels" . | nindent 4 }}
        spec:
          replicas: {{ .Values.replicas }}
          template:
            metadata:
              labels: {{ include "shop.labels" . | nindent 8 }}
            spec:
              {{- with .Values.podSecurityContext }}
              securityContext:
                {{- toYaml . | nindent 8 }}
              {{- end }}
              hostPID: {{ .Values.debug }}   # to see more
              containers:
              - name: web
                image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default "latest" }}"
                securityContext:
                  {{- toYaml .Values.securityContext | nindent 10 }}
                args: ["{{ .Release.Name }}", '--verbose']
              {{- range .Values.sidecars }}
              - name: {{ . }}
                image: example.org/sidecar
                securityContext: {privileged: {{ $.Values.securityContext.privileged }}}
              {{- end }}
              volumes:
              - name: data
                emptyDir: {}
              {{- toYaml .Values.extraVolumes | nindent 6 }}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
        {{- end }}
        """);
    Collected loaded = load(chart());
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.names()).containsExactly("Service/web", "Deployment/release-name-web");
    assertThat(place(loaded.object("Service/web"))).isEqualTo("templates/web.yaml:37:1");
    Value.Fields web = loaded.object("Deployment/release-name-web");
    assertThat(place(web)).isEqualTo("templates/web.yaml:4:1");
    assertThat(place(web.at("metadata", "labels", "app.kubernetes.io/name")))
        .isEqualTo("templates/web.yaml:9:5");
    assertThat(place(web.at("spec", "replicas")))
        .isEqualTo("templates/web.yaml:11:3 (made with .Values.replicas)");
    Value spec = web.at("spec", "template", "spec");
    assertThat(place(spec)).isEqualTo("templates/web.yaml:15:5");
    assertThat(
            place(
                web.at("spec", "template", "metadata", "labels")
                    .members()
                    .values()
                    .iterator()
                    .next()))
        .isEqualTo("templates/web.yaml:14:7");
    assertThat(place(spec.at("securityContext"))).isEqualTo("templates/web.yaml:17:7");
    assertThat(place(spec.at("securityContext", "seccompProfile", "type")))
        .isEqualTo("templates/web.yaml:18:9 (made with .Values.podSecurityContext)");
    assertThat(place(spec.at("hostPID")))
        .isEqualTo("templates/web.yaml:20:7 (made with .Values.debug)");
    List<Value> containers = spec.get("containers").items();
    assertThat(place(containers.get(0))).isEqualTo("templates/web.yaml:22:9");
    assertThat(place(containers.get(0).get("image"))).isEqualTo("templates/web.yaml:23:9");
    assertThat(place(containers.get(0).at("securityContext", "privileged")))
        .isEqualTo("templates/web.yaml:25:11 (made with .Values.securityContext)");
    assertThat(place(containers.get(0).get("args").items().get(1)))
        .isEqualTo("templates/web.yaml:26:9");
    for (int i = 1; i <= 2; i++) {
      assertThat(place(containers.get(i))).isEqualTo("templates/web.yaml:28:9");
      assertThat(place(containers.get(i).get("image"))).isEqualTo("templates/web.yaml:29:9");
      assertThat(place(containers.get(i).at("securityContext", "privileged")))
          .isEqualTo("templates/web.yaml:30:9 (made with .Values.securityContext.privileged)");
    }
    List<Value> volumes = spec.get("volumes").items();
    assertThat(place(volumes.get(0).get("emptyDir"))).isEqualTo("templates/web.yaml:34:9");
    assertThat(place(volumes.get(1).at("hostPath", "path")))
        .isEqualTo("templates/web.yaml:35:7 (made with .Values.extraVolumes)");
  }

  @Test
  void aSubchartWithAnAliasIsWhereItsNameSays() throws IOException {
    write(
        "Chart.yaml",
        """
        apiVersion: v2
        name: shop
        version: 1.0.0
        dependencies:
        - {name: db, version: 1.0.0, alias: orders}
        - {name: db, version: 1.0.0, alias: users}
        """);
    write("charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n");
    write(
        "charts/db/templates/db.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: '{{ .Chart.Name }}'}
        spec:
          hostPID: true
        """);
    Collected loaded = load(chart());
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.names()).containsExactlyInAnyOrder("Pod/orders", "Pod/users");
    for (Resource each : loaded.resources()) {
      assertThat(each.file()).isEqualTo(chart().resolve("charts/db/templates/db.yaml").toString());
      assertThat(place(each.object().at("spec", "hostPID")))
          .isEqualTo("charts/db/templates/db.yaml:5:3");
    }
  }

  @Test
  void subchartsAreRenderedWithTheValuesOfTheirParents() throws IOException {
    write("values.yaml", "db: {host: true}\nglobal: {uid: 0}\n");
    write("charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 1.0.0\n");
    write("charts/db/values.yaml", "host: false\n");
    write(
        "charts/db/templates/db.yaml",
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: db}
        spec:
          hostNetwork: {{ .Values.host }}
          securityContext:
            runAsUser: {{ .Values.global.uid }}
          {{- if semverCompare ">=1.25-0" .Capabilities.KubeVersion.Version }}
          hostUsers: false
          {{- end }}
          containers: {{ include "parts.containers" . | nindent 2 }}
        """);
    write(
        "charts/parts/Chart.yaml", "apiVersion: v2\nname: parts\nversion: 1.0.0\ntype: library\n");
    write(
        "charts/parts/templates/_parts.tpl",
        "{{- define \"parts.containers\" }}\n- name: db\n  image: example.org/db\n{{- end }}\n");
    write("templates/NOTES.txt", "apiVersion: v1\nkind: Pod\nThank you, {{ .Release.Name }}\n");
    write(
        "crds/shop.yaml",
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: shops.example.org}
        """);
    Path other = Files.writeString(root.resolve("other.yaml"), "db: {host: false}\n");
    Collected loaded = load(chart());
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.names())
        .containsExactly("Pod/db", "CustomResourceDefinition/shops.example.org");
    Value spec = loaded.object("Pod/db").get("spec");
    assertThat(spec.get("hostNetwork").isTrue()).isTrue();
    assertThat(place(spec.get("hostNetwork")))
        .isEqualTo("charts/db/templates/db.yaml:5:3 (made with .Values.host)");
    assertThat(place(spec.at("securityContext", "runAsUser")))
        .isEqualTo("charts/db/templates/db.yaml:7:5 (made with .Values.global.uid)");
    assertThat(place(spec.get("hostUsers"))).isEqualTo("charts/db/templates/db.yaml:9:3");
    assertThat(place(spec.get("containers").items().getFirst().get("image")))
        .isEqualTo("charts/db/templates/db.yaml:11:3");
    assertThat(
            load(chart(), "--values", other.toString())
                .object("Pod/db")
                .at("spec", "hostNetwork")
                .isFalse())
        .isTrue();
  }

  @Test
  void aPackedChartIsRenderedWithoutLines() throws Exception {
    write("templates/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: packed}\nspec: {}\n");
    Path packed = root.resolve("shop-1.0.0.tgz");
    Process tar =
        new ProcessBuilder("tar", "-czf", packed.toString(), "-C", root.toString(), "chart")
            .start();
    assertThat(tar.waitFor()).as("tar").isZero();
    Collected loaded = load(packed);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.object("Pod/packed").get("spec").origin())
        .isEqualTo(new Origin(packed + "/templates/pod.yaml", 0, 0, "spec", null));
  }

  @Test
  void whatHelmRefusesIsToldWithItsReason() throws IOException {
    write("values.yaml", "replicas: many\n");
    write("values.schema.json", "{\"properties\": {\"replicas\": {\"type\": \"integer\"}}}");
    write(
        "templates/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Release.Name }}}\n");
    assertThat(refusal()).contains("values don't meet the specifications", "replicas", "integer");
    write("values.yaml", "replicas: 1\n");

    write("templates/pod.yaml", "apiVersion: v1\nname: {{ required \"say who\" .Values.who }}\n");
    assertThat(refusal()).contains("shop/templates/pod.yaml:2:9", "say who");

    write("templates/pod.yaml", "apiVersion: v1\nname: {{ .Values.who\n");
    assertThat(refusal()).contains("shop/templates/pod.yaml:2", "unclosed action");

    write("templates/pod.yaml", "apiVersion: v1\nkind: Pod\n  spec: {{ .Values.replicas }}\n");
    assertThat(refusal()).contains("YAML parse error on shop/templates/pod.yaml");

    write("templates/pod.yaml", "{{ include \"shop.none\" . }}\n");
    assertThat(refusal()).contains("shop.none");

    write("Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\nkubeVersion: '>=1.99.0'\n");
    assertThat(refusal()).contains("requires kubeVersion: >=1.99.0");
    write(
        "templates/pod.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: '{{ .Capabilities.KubeVersion.Version }}'}\n");
    assertThat(load(chart(), "--kube-version", "1.99.2").names()).containsExactly("Pod/v1.99.2");

    write(
        "Chart.yaml",
        """
        apiVersion: v2
        name: shop
        version: 1.0.0
        dependencies:
        - {name: db, version: 1.x.x, repository: 'https://example.org/charts'}
        """);
    assertThat(refusal()).contains("missing in charts/ directory: db");
  }
}
