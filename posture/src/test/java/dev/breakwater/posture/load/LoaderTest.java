package dev.breakwater.posture.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Problem;
import dev.breakwater.posture.source.Collected;
import dev.breakwater.posture.source.Mutations;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Resource;
import dev.breakwater.posture.source.Sink;
import dev.breakwater.posture.source.SourceFile;
import dev.breakwater.posture.source.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
  private static final String POD =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {containers: [{name: a}]}\n";
  private static final String SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin";

  @TempDir private Path root;
  private Path programs;

  @BeforeEach
  void makeDirectories() throws IOException {
    programs = Files.createDirectories(root.resolve("programs"));
  }

  /** Writes a file below the directory that is loaded. */
  private Path write(String name, String text) throws IOException {
    Path file = root.resolve("in").resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path pod(String name) throws IOException {
    Path file = Path.of(name).getFileName();
    return write(name, POD.formatted(file.toString().replaceAll("[.].*", "")));
  }

  /** Puts a script where only the loader finds it. */
  private void program(String name, String script) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private LoaderOptions options(boolean render, List<Format> formats, String input) {
    return new LoaderOptions(
        formats,
        render,
        List.of(),
        Map.of("PATH", programs + ":relative", "SECRET", "do not tell"),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  private Collected load(Path... paths) {
    Collected collected = new Collected();
    new Loader(options(true, List.of(Format.KUBERNETES), "")).load(Arrays.asList(paths), collected);
    return collected;
  }

  private Collected loadAll() {
    return load(root.resolve("in"));
  }

  /** The problems, with places below the directory that is loaded. */
  private List<String> complaints(Collected collected) {
    return collected.complaints().stream()
        .map(each -> each.replace(root.resolve("in") + "/", "").replace(root + "/", ""))
        .toList();
  }

  @Test
  void aDirectoryIsWalkedInTheOrderOfNames() throws IOException {
    pod("b.yaml");
    pod("a/z.yml");
    write(
        "c.json",
        "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"c\"},"
            + " \"spec\": {}}");
    pod("a/.hidden/d.yaml");
    pod(".devcontainer/e.yaml");
    pod("notes.txt");
    pod(".git/config.yaml");
    pod("node_modules/x/y.yaml");
    write("values.yaml", "just: values\n");
    write("broken.yaml", "just: [values\n");
    write("package-lock.json", "{\"packages\": {}}");
    Collected loaded = loadAll();
    assertThat(loaded.names()).containsExactly("Pod/e", "Pod/d", "Pod/z", "Pod/b", "Pod/c");
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.resources().get(3).file()).isEqualTo(root.resolve("in/b.yaml").toString());
  }

  @Test
  void aManifestWithoutAVersionIsToldOf() throws IOException {
    write("a.yaml", "kind: CronJob\nmetadata: {name: a}\nspec: {schedule: '* * * * *'}\n");
    write("b.yaml", "kind: Job\nname: another tool's\nspec: {}\n");
    write("c.yaml", "kind: Pipeline\nmetadata: {name: c}\nspec: {}\n");
    Collected loaded = loadAll();
    assertThat(loaded.resources()).isEmpty();
    assertThat(complaints(loaded))
        .containsExactly(
            "a.yaml:1:1: the document is an object without an apiVersion; what it should hold is"
                + " not judged");
  }

  @Test
  void whatIsIncludedIsJudgedOnceWhateverComesFirst() throws IOException {
    write("backend/compose.yaml", "include: [../common/base.yml]\nservices: {api: {image: a}}\n");
    write("common/base.yml", "services: {base: {image: b}}\n");
    write(
        "compose.yaml", "include:\n- path: [backend/compose.yaml]\nservices: {web: {image: w}}\n");
    write("loop/a-compose.yml", "include: b-compose.yml\nservices: {a: {image: a}}\n");
    write("loop/b-compose.yml", "include: a-compose.yml\nservices: {b: {image: b}}\n");
    write("odd/compose.yaml", "include: [{path: 5}, 7, \"\\0\", gone.yml]\n");
    Collected collected = new Collected();
    new Loader(options(true, Formats.all(Map.of()), ""))
        .load(List.of(root.resolve("in")), collected);
    assertThat(collected.names())
        .containsExactlyInAnyOrder(
            "Service/web", "Service/api", "Service/base", "Service/a", "Service/b");
    assertThat(complaints(collected))
        .filteredOn(each -> !each.startsWith("odd/"))
        .singleElement()
        .asString()
        .contains("which includes this file again");
  }

  @Test
  void aNamedFileThatAnotherIncludesIsJudgedOnce() throws IOException {
    Path base = write("base.yml", "services: {base: {image: b, privileged: true}}\n");
    Path all = write("docker-compose.yml", "include: [base.yml]\nservices: {web: {image: w}}\n");
    Collected collected = new Collected();
    new Loader(options(true, Formats.all(Map.of()), "")).load(List.of(base, all), collected);
    assertThat(collected.names()).containsExactlyInAnyOrder("Service/base", "Service/web");
    assertThat(collected.problems()).isEmpty();
  }

  @Test
  void aFileOfAnyNameIncludesOthers() throws IOException {
    write("bricks/compose.core.yaml", "services: {core: {image: a}}\n");
    write(
        "entries/vpn.yml",
        "include: [../bricks/compose.core.yaml]\nservices: {core: {privileged: true}}\n");
    write(".gitlab-ci.yml", "include: bricks/compose.core.yaml\nstages: [a]\n");
    Collected collected = new Collected();
    new Loader(options(true, Formats.all(Map.of()), ""))
        .load(List.of(root.resolve("in")), collected);
    assertThat(collected.names()).containsExactly("Service/core");
    assertThat(collected.resources().getFirst().pod().at("spec", "containers").items())
        .singleElement()
        .satisfies(
            each -> assertThat(each.at("securityContext", "privileged").isFalse()).isFalse());
    assertThat(collected.problems()).isEmpty();
  }

  @Test
  void theFilesThatVariablesChooseAreOneProject() throws IOException {
    write(".env", "COMPOSE_FILE=docker-compose.yml:docker-compose.ci.yml\n");
    write("docker-compose.ci.yml", "services: {web: {image: a, privileged: true}}\n");
    write("docker-compose.override.yml", "services: {web: {image: a, pid: host}}\n");
    write("docker-compose.yml", "services: {web: {image: b}, db: {image: c}}\n");
    Collected collected = new Collected();
    new Loader(options(true, Formats.all(Map.of()), ""))
        .load(List.of(root.resolve("in")), collected);
    assertThat(collected.names()).containsExactly("Service/web", "Service/db", "Service/web");
    assertThat(collected.resources())
        .extracting(each -> Path.of(each.file()).getFileName().toString())
        .containsExactly("docker-compose.yml", "docker-compose.yml", "docker-compose.override.yml");
    assertThat(collected.problems()).isEmpty();
  }

  @Test
  void variablesMayChooseFilesOfAnyNameAndOverridesInAnyOrder() throws IOException {
    write("any/.env", "COMPOSE_FILE=z.yml:a.yml\n");
    write("any/a.yml", "services: {web: {image: a, privileged: true}}\n");
    write("any/compose.yml", "services: {db: {image: c}}\n");
    write("any/z.yml", "services: {web: {image: b}}\n");
    write("first/.env", "COMPOSE_FILE=docker-compose.override.yml\n");
    write("first/docker-compose.override.yml", "services: {one: {image: a, pid: host}}\n");
    write("first/docker-compose.yml", "services: {one: {image: b}}\n");
    write("last/.env", "COMPOSE_FILE=docker-compose.yml:docker-compose.override.yml\n");
    write("last/docker-compose.override.yml", "services: {two: {pid: host}}\n");
    write("last/docker-compose.yml", "services: {two: {image: b}}\n");
    Collected collected = new Collected();
    new Loader(options(true, Formats.all(Map.of()), ""))
        .load(List.of(root.resolve("in")), collected);
    assertThat(collected.problems()).isEmpty();
    assertThat(collected.resources())
        .extracting(each -> root.resolve("in").relativize(Path.of(each.file())) + " " + each.name())
        .containsExactly(
            "any/z.yml web",
            "any/compose.yml db",
            "first/docker-compose.override.yml one",
            "first/docker-compose.yml one",
            "last/docker-compose.yml two");
    assertThat(collected.resources().getLast().pod().at("spec", "hostPID").isTrue()).isTrue();
  }

  @Test
  void aProjectThatIsIncludedIsJudgedWithItsOverride() throws IOException {
    write("compose.yml", "include: [sub/compose.yml]\nservices: {web: {image: a}}\n");
    write("sub/compose.yml", "services: {db: {image: b}}\n");
    write("sub/compose.override.yml", "services: {db: {privileged: true}}\n");
    Collected collected = new Collected();
    new Loader(options(true, Formats.all(Map.of()), ""))
        .load(List.of(root.resolve("in")), collected);
    assertThat(collected.problems()).isEmpty();
    assertThat(collected.names())
        .containsExactlyInAnyOrder("Service/web", "Service/db", "Service/db");
    assertThat(collected.resources())
        .extracting(each -> each.pods().getFirst().plain().toString())
        .filteredOn(each -> each.contains("privileged=true"))
        .hasSize(1);
  }

  @Test
  void whatIsWrongWithAProjectIsToldOnceWhateverLiesOverIt() throws IOException {
    write("compose.yaml", "services: {app: {image: a, user: \"$NONE\"}}\n");
    write("compose.one.yaml", "services: {one: {image: a, depends_on: [app]}}\n");
    write("compose.two.yaml", "services: {two: {image: a, depends_on: [app]}}\n");
    Collected collected = new Collected();
    new Loader(options(true, Formats.all(Map.of()), ""))
        .load(List.of(root.resolve("in")), collected);
    assertThat(collected.names())
        .containsExactlyInAnyOrder("Service/app", "Service/one", "Service/two");
    assertThat(complaints(collected))
        .singleElement()
        .asString()
        .contains("the variable NONE is not set");
  }

  @Test
  void whatLooksLikeAWorkloadIsNeverPassedOver() throws IOException {
    write("a.yaml", "apiVersion: v1\nkind: Pod\nspec: [\n");
    write("b.yaml", POD.formatted("b") + "---\na: [\n");
    write("c.yaml", "services:\n  web:\n    image: [\n");
    write("d.json", "{\"family\":\"x\",\"containerDefinitions\":[}");
    write("e.json", "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"");
    write("f.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n  x: [\n");
    write("g.yaml", "kind: [\nnot: a workload\n");
    write("h.yml", "- apiVersion: v1\n  kind: Pod\n  \tspec: 1\n");
    write(
        "k.json", "[{\"name\": \"app\", \"image\": \"a\", \"cpu\": ${cpu}, \"essential\": true}]");
    Files.write(
        root.resolve("in/i.yaml"), "kind: é\napiVersion: v1".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(root.resolve("in/j.yaml"), "title: é".getBytes(StandardCharsets.ISO_8859_1));
    Collected loaded = loadAll();
    assertThat(loaded.names()).containsExactly("Pod/b");
    assertThat(loaded.problems())
        .extracting(each -> root.resolve("in").relativize(Path.of(each.where())).toString())
        .containsExactly(
            "a.yaml:4:1",
            "b.yaml:7:1",
            "c.yaml:4:1",
            "d.json:1:39",
            "e.json:1:32",
            "f.yaml",
            "h.yml:3:8",
            "i.yaml",
            "k.json:1:39");
    assertThat(complaints(loaded))
        .contains("f.yaml: not read: it is a template, which has to be rendered first");
  }

  @Test
  void whatOnlyPeopleTakeForAWorkloadIsToldOf() throws IOException {
    String pod = "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"a\"}}";
    write("a.json", "[" + pod + "]");
    write("b.yaml", "# two\n- apiVersion: v1\n  kind: Pod\n");
    Path comment = write("c.json", "// what it is for\n" + pod.replace(" ", ""));
    Files.write(root.resolve("in/d.yaml"), POD.getBytes(StandardCharsets.UTF_16LE));
    Files.write(root.resolve("in/e.yaml"), POD.formatted("e").getBytes(StandardCharsets.UTF_16));
    write(
        "playbook.yaml",
        """
        - hosts: all
          tasks:
          - k8s:
              definition:
                apiVersion: v1
                kind: Pod
        """);
    write("F.YAML", POD.formatted("f"));
    Collected loaded = loadAll();
    assertThat(loaded.names()).containsExactly("Pod/f", "Pod/e");
    assertThat(complaints(loaded))
        .containsExactly(
            "a.json:1:1: not read: it is a list of workloads; make each a document of its own",
            "b.yaml:2:1: not read: it is a list of workloads; make each a document of its own",
            "c.json:1:1: not read: it looks like a workload, but is neither YAML nor JSON",
            "d.yaml:1:2: not read: it is not YAML: the character U+0000 is not allowed in it");
    assertThat(complaints(load(comment))).hasSize(1);
  }

  @Test
  void aPackedChartIsKnownByWhatIsInIt() throws Exception {
    write("shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    write("shop/templates/pod.yaml", "x: {{ y }}\n");
    Files.write(root.resolve("in/shop/large"), new byte[100_000]);
    Path in = root.resolve("in");
    for (String[] pack : new String[][] {{"shop.tgz", "shop"}, {"none.tgz", "shop/templates"}}) {
      String[] command = {
        "tar", "-czf", in.resolve(pack[0]).toString(), "-C", in.toString(), pack[1]
      };
      assertThat(new ProcessBuilder(command).start().waitFor()).as("tar").isZero();
    }
    write("empty.tgz", "");
    Files.write(
        root.resolve("in/cut.tgz"), Arrays.copyOf(Files.readAllBytes(in.resolve("shop.tgz")), 60));
    pod("shop/charts/x.tgz");
    assertThat(complaints(loadAll()))
        .containsExactly(
            "shop: this chart was not rendered, so its templates are not audited: that takes the"
                + " program helm, which is not in PATH",
            "shop.tgz: this chart was not rendered, so its templates are not audited: that takes"
                + " the program helm, which is not in PATH");
  }

  @Test
  void anArchiveIsNotReadToItsEndForAChart() throws IOException {
    Path archive = write("many.tgz", "");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      byte[] header = new byte[512];
      header[0] = 'x';
      System.arraycopy("-7777777777\0".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 12);
      for (int i = 0; i < 5000; i++) {
        out.write(header);
      }
      System.arraycopy("x/Chart.yaml".getBytes(StandardCharsets.US_ASCII), 0, header, 0, 12);
      out.write(header);
    }
    assertThat(PackedChart.is(archive)).isFalse();
  }

  @Test
  void aNamedFileIsTriedWhateverItsName() throws IOException {
    Path pod = pod("manifest.txt");
    Path values = write("values.yaml", "just: values\n");
    Path empty = write("empty.yaml", "# nothing\n");
    Path broken = write("broken", "just: [values\n");
    Path none = root.resolve("in/none.yaml");
    Collected loaded = load(pod, values, empty, broken, none, pod);
    assertThat(loaded.names()).containsExactly("Pod/manifest");
    assertThat(complaints(loaded))
        .containsExactly(
            "values.yaml: there is nothing in it that Breakwater audits",
            "empty.yaml: there is nothing in it that Breakwater audits",
            "broken:2:1: not read: it is not YAML: expected ',' or ']', but got <stream end>" + "",
            "none.yaml: There is no file none.yaml");
  }

  @Test
  void standardInputIsReadOnce() {
    Collected collected = new Collected();
    new Loader(options(true, List.of(Format.KUBERNETES), POD.formatted("in")))
        .load(List.of(Path.of("-")), collected);
    assertThat(collected.names()).containsExactly("Pod/in");
    assertThat(collected.resources().getFirst().file()).isEqualTo("-");
  }

  @Test
  void filesAreGivenInTheirOrderHoweverLargeTheyAre() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 100; i < 160; i++) {
      String padding = "#".repeat(i % 7 == 0 ? 400_000 : 10);
      write(i + ".yaml", padding + "\n" + POD.formatted("p" + i));
      expected.add("Pod/p" + i);
    }
    assertThat(loadAll().names()).isEqualTo(expected);
  }

  @Test
  void objectsAreNumberedThroughTheirFile() throws IOException {
    write("a.yaml", POD.formatted("a") + "---\nno: object\n---\n" + POD.formatted("b"));
    assertThat(loadAll().resources()).extracting(Resource::index).containsExactly(0, 1);
  }

  @Test
  void theFirstFormatThatKnowsADocumentReadsIt() throws IOException {
    write("a.yaml", "services: {web: {}}\n---\n" + POD.formatted("p"));
    write("a.override.yaml", "services: {}\n");
    List<String> read = new ArrayList<>();
    Format services =
        new Format() {
          @Override
          public boolean looksLike(Value document) {
            return document.get("services") != null;
          }

          @Override
          public void read(SourceFile file, int document, Sink sink) {
            read.add(Path.of(file.name()).getFileName() + "#" + document);
          }

          @Override
          public boolean isPartOfAnother(Path file) {
            return file.toString().endsWith(".override.yaml");
          }
        };
    Collected collected = new Collected();
    new Loader(options(true, List.of(services, Format.KUBERNETES), ""))
        .load(List.of(root.resolve("in")), collected);
    assertThat(read).containsExactly("a.yaml#0");
    assertThat(collected.names()).containsExactly("Pod/p");
  }

  @Test
  @Timeout(30)
  void linksPipesAndDepthDoNoHarm() throws Exception {
    pod("a/b.yaml");
    Path elsewhere = Files.writeString(root.resolve("out.yaml"), POD.formatted("out"));
    Files.createSymbolicLink(root.resolve("in/a/loop"), root.resolve("in"));
    Files.createSymbolicLink(root.resolve("in/a/self.yaml"), Path.of("self.yaml"));
    Files.createSymbolicLink(root.resolve("in/a/inside.yaml"), Path.of("b.yaml"));
    Files.createSymbolicLink(root.resolve("in/a/outside.yaml"), elsewhere);
    Files.createSymbolicLink(root.resolve("in/a/tree"), root);
    Files.createSymbolicLink(root.resolve("in/a/nothing"), programs);
    Process fifo = new ProcessBuilder("mkfifo", root.resolve("in/pipe.yaml").toString()).start();
    assertThat(fifo.waitFor()).isZero();
    Path deep = root.resolve("in/deep");
    for (int i = 0; i < 70; i++) {
      deep = deep.resolve("d");
    }
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("x.yaml"), POD.formatted("deep"));
    Collected loaded = loadAll();
    assertThat(loaded.names()).containsExactly("Pod/b");
    assertThat(loaded.problems()).hasSize(3);
    assertThat(loaded.problems().get(0).what())
        .startsWith("not read: it is a symbolic link to a file elsewhere");
    assertThat(loaded.problems().get(1).what())
        .startsWith("not read: it is a symbolic link to a directory elsewhere");
    assertThat(loaded.problems().get(2).what()).isEqualTo("not entered: it is 64 deep");
    assertThat(complaints(load(root.resolve("in/pipe.yaml"))))
        .containsExactly("pipe.yaml: Tried to read pipe.yaml, but it is no ordinary file");
    assertThat(load(root.resolve("in/a/outside.yaml")).names()).containsExactly("Pod/out");
  }

  @Test
  void whatIsTooLongIsToldUnlessItIsData() throws IOException {
    for (String name : List.of("data.json", "MORE.JSON", "large.yaml", "workload.json")) {
      Path file = write(name, "{\"apiVersion\": 1,\n");
      try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
        hole.setLength(SourceFile.MAX_BYTES + 1L);
        hole.seek(100);
        hole.writeBytes(name.startsWith("workload") ? "\"kind\": \"Pod\"" : "\"sort\": 1");
      }
    }
    assertThat(loadAll().problems())
        .extracting(Problem::where)
        .map(each -> Path.of(each).getFileName().toString())
        .containsExactly("large.yaml", "workload.json");
  }

  private void chart() throws IOException {
    write("chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n");
    write("chart/values.yaml", "name: web\nservices: [a]\n");
    write("chart/templates/web.yaml", "kind: Pod\napiVersion: v1\nname: {{ .Values.name }}\n");
    pod("chart/templates/plain.yaml");
    pod("chart/crds/crd.yaml");
    write("chart/charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\n");
    pod("chart/charts/sub/templates/subplain.yaml");
    pod("other.yaml");
  }

  /** Stands for helm, which is not in Debian: prints what helm prints for such a chart. */
  private void helm() throws IOException {
    program(
        "helm",
        """
        [ "$1" = template ] && [ "$2" = release-name ] && [ -e "$3" ] || exit 9
        [ -z "$SECRET" ] && [ "$HOME" = "$PWD" ] || exit 8
        /bin/cat <<'END'
        ---
        # Source: shop/templates/web.yaml
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          annotations: {text: "---"}
        spec:
          hostPID: true
        ---
        # Source: shop/templates/web.yaml
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        ---
        # Source: shop/charts/sub/templates/subplain.yaml
        apiVersion: v1
        kind: Pod
        metadata: {name: sub}
        spec: {}
        END
        """);
  }

  @Test
  void aChartIsRenderedWhole() throws IOException {
    chart();
    helm();
    Collected loaded = loadAll();
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.names())
        .containsExactly("Pod/web", "Service/web", "Pod/sub", "Pod/crd", "Pod/other");
    Resource web = loaded.resources().getFirst();
    String chart = root.resolve("in/chart").toString();
    assertThat(web.pod().at("spec", "hostPID").origin())
        .isEqualTo(new Origin(chart + "/templates/web.yaml", 0, 0, "spec.hostPID", null));
    assertThat(loaded.resources().get(1).index()).isEqualTo(1);
    assertThat(loaded.resources().get(2).file())
        .isEqualTo(chart + "/charts/sub/templates/subplain.yaml");
  }

  @Test
  void aPackedChartIsRendered() throws IOException {
    helm();
    Path packed = write("shop-1.0.0.tgz", "not looked into");
    Collected loaded = load(packed);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.resources().getFirst().file()).isEqualTo(packed + "/templates/web.yaml");
  }

  @Test
  void aChartThatIsNotRenderedIsToldOnce() throws IOException {
    chart();
    Collected loaded = loadAll();
    assertThat(complaints(loaded))
        .containsExactly(
            "chart: this chart was not rendered, so its templates are not audited: that takes"
                + " the program helm, which is not in PATH");
    assertThat(loaded.names()).containsExactly("Pod/subplain", "Pod/crd", "Pod/plain", "Pod/other");
    program("helm", "exit 1\n");
    Collected off = new Collected();
    new Loader(options(false, List.of(Format.KUBERNETES), ""))
        .load(List.of(root.resolve("in")), off);
    assertThat(off.problems()).hasSize(1);
    assertThat(off.problems().getFirst().what()).endsWith(": rendering was turned off");
  }

  @Test
  void helmSaysWhyItFails() throws IOException {
    chart();
    program(
        "helm",
        "echo 'E1122 11:08:08.9 12967 walk.go:72] found symlink' >&2;"
            + " echo 'Error: no \u001b[1mvalue' >&2; exit 1");
    assertThat(loadAll().problems().getFirst().what())
        .endsWith(": helm failed with exit code 1: Error: no  [1mvalue / found symlink");
    program(
        "helm",
        "echo '# Warning: old' >&2; for each in begins config: '`' name: chart '`: cause' ' >'; do"
            + " echo \"$each\" >&2; done; exit 1");
    assertThat(loadAll().problems().getFirst().what())
        .endsWith(": helm failed with exit code 1: begins / config: / name: / `: cause");
    program("helm", "echo 'WARNING: open' >&2; exit 1");
    assertThat(loadAll().problems().getFirst().what()).endsWith(" code 1: WARNING: open");
  }

  @Test
  void aLibraryHasNothingToRender() throws IOException {
    write("chart/Chart.yaml", "apiVersion: v2\nname: lib\ntype: library\n");
    pod("chart/templates/plain.yaml");
    write("chart/templates/_helpers.yaml", "apiVersion: v1\nkind: {{ x }}\n");
    Collected loaded = loadAll();
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.names()).containsExactly("Pod/plain");
  }

  @Test
  void noKustomizationHidesAFile() throws IOException {
    pod("prod/web.yaml");
    write("x/kustomization.yaml", "patches: [{path: ../prod/web.yaml}]\nresources: [y.yaml]\n");
    pod("x/y.yaml");
    write("z/kustomization.yaml", "kind: Component\npatches: [{path: db.yaml}]\n");
    pod("z/db.yaml");
    program("kustomize", "exit 1\n");
    assertThat(loadAll().names()).containsExactly("Pod/web", "Pod/y", "Pod/db");
  }

  @Test
  @Timeout(30)
  void programsThatHangOrPrintForEverAreEnded() throws Exception {
    program("hang", "exec /bin/sleep 600\n");
    program("flood", "exec /usr/bin/yes\n");
    try (Renderer renderer =
        new Renderer(Map.of("PATH", programs.toString()), java.time.Duration.ofSeconds(1))) {
      assertThat(refusal(renderer, "hang")).isEqualTo("hang took longer than 1 s");
    }
    try (Renderer renderer = new Renderer(Map.of("PATH", programs.toString()), Renderer.PATIENCE)) {
      assertThat(refusal(renderer, "flood")).isEqualTo("flood printed more than 50 MB");
    }
  }

  private static String refusal(Renderer renderer, String program) {
    try {
      return renderer.run(renderer.find(program), List.of());
    } catch (NotRenderedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void overlays() throws IOException {
    pod("base/web.yaml");
    pod("base/forgotten.yaml");
    write("base/kustomization.yaml", "resources: [web.yaml]\n");
    write(
        "prod/kustomization.yml",
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [../base, extra.yaml, 'https://example.org/x.yaml']
        patches: [{path: patch.yaml}, {patch: '{}'}]
        patchesStrategicMerge:
        - old.yaml
        - |
          kind: Pod
        """);
    pod("prod/extra.yaml");
    pod("prod/patch.yaml");
    pod("prod/old.yaml");
    write("part/Kustomization", "kind: Component\nresources: [lone.yaml]\n");
    pod("part/lone.yaml");
    write(
        "flux/kustomization.yaml",
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: f}\n");
  }

  @Test
  void overlaysAreRenderedAndTheirPartsNotReadAgain() throws IOException {
    overlays();
    program(
        "kustomize",
        """
        [ "$1" = build ] && [ -e "$2/kustomization.yml" ] || exit 9
        echo 'apiVersion: v1
        kind: Pod
        metadata: {name: built}
        spec: {}'
        """);
    Collected loaded = loadAll();
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.names())
        .containsExactly("Pod/built", "Pod/forgotten", "Kustomization/f", "Pod/lone");
    assertThat(loaded.resources().getFirst().object().get("kind").origin())
        .isEqualTo(
            new Origin(root.resolve("in/prod/kustomization.yml").toString(), 0, 0, "kind", null));
    assertThat(load(root.resolve("in/prod/kustomization.yml")).names())
        .containsExactly("Pod/built");
  }

  @Test
  void overlaysThatAreNotRenderedAreToldAndTheirResourcesRead() throws IOException {
    overlays();
    Collected loaded = loadAll();
    assertThat(complaints(loaded))
        .containsExactly(
            "prod/kustomization.yml: this overlay was not rendered, so what it makes is not"
                + " audited, only its resources as they are written: it takes"
                + " https://example.org/x.yaml, but nothing is fetched; that takes the program"
                + " kustomize, or kubectl, and neither is in PATH");
    assertThat(loaded.names())
        .containsExactly("Pod/forgotten", "Pod/web", "Kustomization/f", "Pod/lone", "Pod/extra");
  }

  @Test
  void overlaysInACircleAreRenderedSoThatTheirOwnerSaysSo() throws IOException {
    write("a/kustomization.yaml", "resources: [../b]\n");
    write("b/kustomization.yaml", "resources: [../a]\n");
    program("kustomize", "echo 'Error: cycle detected' >&2; exit 1\n");
    assertThat(loadAll().problems()).hasSize(1);
  }

  @Test
  void kubectlRendersOverlays() throws Exception {
    overlays();
    write(
        "prod/kustomization.yml",
        """
        bases: [../base]
        resources: [extra.yaml]
        namePrefix: prod-
        patchesStrategicMerge: [patch.yaml]
        """);
    write(
        "prod/patch.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostPID: true}\n");
    Files.delete(root.resolve("in/prod/old.yaml"));
    Collected collected = new Collected();
    new Loader(
            new LoaderOptions(
                List.of(Format.KUBERNETES),
                true,
                List.of(),
                Map.of("PATH", SYSTEM_PATH),
                new ByteArrayInputStream(new byte[0])))
        .load(List.of(root.resolve("in/prod")), collected);
    assertThat(collected.complaints()).as("apt-get install kubernetes-client").isEmpty();
    assertThat(collected.names()).containsExactlyInAnyOrder("Pod/prod-web", "Pod/prod-extra");
    assertThat(collected.resources())
        .filteredOn(each -> each.name().equals("prod-web"))
        .allMatch(each -> each.pod().at("spec", "hostPID").isTrue());
    boolean lines = KustomizeTest.tellsOrigins();
    assertThat(collected.resources())
        .allMatch(each -> each.object().at("spec").origin().line() > 0 == lines);
  }

  @Test
  @Timeout(60)
  void slipsNeverDoMoreThanTheyMay() throws IOException {
    overlays();
    chart();
    helm();
    Random random = new Random(17);
    List<Path> seeds =
        List.of(
            root.resolve("in/prod/kustomization.yml"),
            root.resolve("in/base/kustomization.yaml"),
            root.resolve("in/chart/Chart.yaml"),
            root.resolve("in/other.yaml"));
    for (int i = 0; i < 400; i++) {
      Path file = seeds.get(i % seeds.size());
      String text = Files.readString(file);
      Files.writeString(file, Mutations.of(text, random));
      Collected collected = new Collected();
      new Loader(options(i % 20 == 0, List.of(Format.KUBERNETES), ""))
          .load(List.of(root.resolve("in")), collected);
      assertThat(collected.names()).contains("Pod/crd");
      assertThat(collected.problems()).hasSizeLessThan(10);
      Files.writeString(file, text);
    }
  }
}
