package dev.breakwater.posture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.FileLine;
import dev.breakwater.core.Problem;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {
  private static final int MUTATIONS = 6_000;

  private static SourceFile file(String name, String text) throws BreakwaterException {
    return SourceFile.of(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Value only(String name, String text) throws BreakwaterException {
    SourceFile file = file(name, text);
    assertThat(file.problems()).isEmpty();
    assertThat(file.documents()).hasSize(1);
    return file.documents().getFirst();
  }

  private static Value yaml(String text) throws BreakwaterException {
    return only("x.yaml", text);
  }

  private static Object plain(String text) throws BreakwaterException {
    return yaml(text).plain();
  }

  /** The one problem of a file. */
  private static String problem(String name, String text) throws BreakwaterException {
    SourceFile file = file(name, text);
    assertThat(file.problems()).hasSize(1);
    Problem problem = file.problems().getFirst();
    return problem.where() + " " + problem.what();
  }

  private static String problem(String text) throws BreakwaterException {
    return problem("x.yaml", text);
  }

  @Test
  void everyValueKnowsItsPlace() throws BreakwaterException {
    SourceFile file =
        file(
            "pod.yaml",
            """
            # a pod
            apiVersion: v1
            metadata:
              annotations:
                a.b/c: "1"
            spec:
              containers:
                - name: web
                  args: [ -x, 8080 ]
            ---
            kind: Second
            """);
    assertThat(file.problems()).isEmpty();
    assertThat(file.documents()).hasSize(2);
    Value pod = file.documents().getFirst();
    assertThat(pod.at("metadata", "annotations", "a.b/c").origin())
        .isEqualTo(new Origin("pod.yaml", 5, 5, "metadata.annotations[\"a.b/c\"]", null));
    Value container = pod.at("spec", "containers").items().getFirst();
    assertThat(container.origin())
        .isEqualTo(new Origin("pod.yaml", 8, 7, "spec.containers[0]", null));
    assertThat(container.get("args").items().get(1))
        .isEqualTo(
            new Value.Whole(
                new Origin("pod.yaml", 9, 19, "spec.containers[0].args[1]", null), 8080, "8080"));
    assertThat(file.documents().get(1).get("kind").origin().line()).isEqualTo(11);
    assertThat(file.line(8)).isEqualTo("    - name: web");
    assertThat(file.line(0)).isEmpty();
    assertThat(file.line(99)).isEmpty();
  }

  @Test
  void linesEndInAnyManner() throws BreakwaterException {
    SourceFile file = file("x.yaml", "a: 1\r\nb: 2\rc: 3\n\n\r\nd: 4");
    assertThat(IntStream.rangeClosed(0, 8).mapToObj(file::line))
        .containsExactly("", "a: 1", "b: 2", "c: 3", "", "", "d: 4", "", "");
    assertThat(file("y.yaml", "").line(1)).isEmpty();
  }

  @Test
  void everyLineOfALongFileIsFoundAtOnce() throws BreakwaterException {
    int lines = 200_000;
    SourceFile file = file("x.yaml", "- a\n".repeat(lines));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(IntStream.rangeClosed(1, lines).mapToObj(file::line)).containsOnly("- a"));
  }

  @Test
  void jsonHasTheSamePlaces() throws BreakwaterException {
    SourceFile file =
        file(
            "pods.json",
            """
            {"kind": "Pod",
             "spec": {"containers": [
               {"é": 1}, {"args": ["-x", 8080]}]}}
            {"kind": "Second"} null
            [1.0, 12345678901234567890, -3, true, null]
            """);
    assertThat(file.problems()).isEmpty();
    assertThat(file.documents()).hasSize(3);
    Value list = file.documents().getFirst().at("spec", "containers");
    assertThat(list.origin()).isEqualTo(new Origin("pods.json", 2, 11, "spec.containers", null));
    assertThat(list.items().getFirst().get("é").origin())
        .isEqualTo(new Origin("pods.json", 3, 5, "spec.containers[0][\"é\"]", null));
    assertThat(list.items().get(1).get("args").items().get(1).origin())
        .isEqualTo(new Origin("pods.json", 3, 30, "spec.containers[1].args[1]", null));
    assertThat(file.documents().get(1).get("kind").origin().line()).isEqualTo(4);
    assertThat(file.documents().get(2).items())
        .extracting(Value::written)
        .containsExactly("1.0", "12345678901234567890", "-3", "true", null);
    assertThat(file.documents().get(2).items().getFirst()).isInstanceOf(Value.Real.class);
  }

  @Test
  void jsonThatIsFaultyIsToldWithItsPlace() throws BreakwaterException {
    assertThat(problem("x.json", "{\"a\": 1,\n \"a\": 2}"))
        .isEqualTo(
            "x.json:2:2 not read: the name \"a\" is there twice in one place; first in line 1"
                + "");
    assertThat(only("x.json", "{\"a\":\n NaN}").get("a").text()).isEqualTo("NaN");
    assertThat(problem("x.json", "{\"a\": 1"))
        .isEqualTo(
            "x.json:1:8 not read: it is not JSON: Unexpected end-of-input: expected close marker"
                + " for Object");
    assertThat(problem("x.json", "{\"a\": ${b}}"))
        .isEqualTo("x.json:1:7 not read: it is not JSON: Unrecognized token '$'");
    SourceFile half = file("x.json", "{\"a\": 1}\n{\"b\": ");
    assertThat(half.documents()).hasSize(1);
    assertThat(half.problems()).hasSize(1);
  }

  @Test
  void whatBeginsLikeJsonMayBeYaml() throws BreakwaterException {
    assertThat(plain("{a: 1, b: [x, z,],}")).isEqualTo(Map.of("a", 1L, "b", List.of("x", "z")));
    assertThat(only("x.json", "# a comment\na: yes").plain()).isEqualTo(Map.of("a", true));
    assertThat(file("x.yaml", "{\"a\": 1}\n{\"a\": 2}").documents()).hasSize(2);
    assertThat(problem("{{ .Values.x }}\na: 1")).startsWith("x.yaml:1:2 not read: the name of");
  }

  @Test
  void aFaultyDocumentLeavesTheOthers() throws BreakwaterException {
    SourceFile file =
        file(
            "x.yaml",
            """
            a: 1
            ---
            b: [
            ---
            c: 1
            c: 2
            --- # the fourth
            d: 4
            ---
            e: "never
            closed
            ---
            f: - g
            ...
            %YAML 1.2
            ---
            h: |
              ---
              text
            """);
    assertThat(file.documents())
        .extracting(each -> each.members().keySet().toString())
        .containsExactly("[a]", "[d]", "[h]");
    assertThat(file.documents().getLast().text("h")).isEqualTo("---\ntext\n");
    assertThat(file.problems())
        .extracting(Problem::where)
        .containsExactly("x.yaml:4:1", "x.yaml:6:1", "x.yaml:12:1", "x.yaml:13:4");
    assertThat(file.problems().get(1).what())
        .isEqualTo("not read: the name \"c\" is there twice in one place; first in line 5");
  }

  @Test
  void aFileOfFaultsIsGivenUp() throws BreakwaterException {
    SourceFile file = file("x.yaml", "--- [\n".repeat(1000));
    assertThat(file.problems()).hasSize(Documents.MAX_PROBLEMS + 1);
    assertThat(file.problems().getLast())
        .isEqualTo(new Problem(new FileLine("x.yaml", 101), "not read from here on"));
  }

  @Test
  void nothingIsNoDocument() throws BreakwaterException {
    for (String text :
        List.of("", "\n", "# a comment\n", "---\n", "---\n# a\n---\n...\n", "\uFEFF", "null\n")) {
      assertThat(file("x.yaml", text).documents()).as(text).isEmpty();
      assertThat(file("x.yaml", text).problems()).as(text).isEmpty();
    }
  }

  @Test
  void encodingsAndLineEndsMakeNoDifference() throws BreakwaterException {
    String text = "a: é\nb:\n  - 𝄞x: 1\n";
    Value expected = yaml(text);
    assertThat(expected.get("b").items().getFirst().origin().column()).isEqualTo(5);
    for (Charset charset :
        List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      for (String end : List.of("\n", "\r\n", "\r")) {
        byte[] bytes = ("\uFEFF" + text.replace("\n", end)).getBytes(charset);
        SourceFile file = SourceFile.of("x.yaml", bytes);
        assertThat(file.problems()).isEmpty();
        assertThat(file.documents()).containsExactly(expected);
        assertThat(file.line(2)).isEqualTo("b:");
      }
    }
    for (String joined : List.of("a: 1\n---\n\uFEFFb: 1", "a: 1\n\uFEFF---\r\nb: 1")) {
      assertThat(file("x.yaml", joined).documents().getLast().members()).containsKey("b");
    }
    SourceFile parts = file("x.yaml", "a: 1\r---\r\nb: 1\n---\nc: 1");
    assertThat(parts.documents())
        .extracting(each -> each.members().values().iterator().next().origin().line())
        .containsExactly(1, 3, 5);
  }

  @Test
  void noCommentHidesWhatKubernetesReads() throws BreakwaterException {
    for (String end : List.of("\u0085", "\u2028", "\u2029")) {
      assertThat(plain("a: 1 # comment" + end + "b: 2\n")).isEqualTo(Map.of("a", 1L, "b", 2L));
      assertThat(only("x.json", "{\"a\": \"x" + end + "y\"}").text("a")).isEqualTo("x" + end + "y");
    }
  }

  @Test
  void namesAreAsKubernetesReadsThemOrAsWritten() throws BreakwaterException {
    SourceFile file = file("x.yaml", "yes: 1\n0x10: 2\n1.50: 3\n'on': 4\n");
    assertThat(file.documents().getFirst().members().keySet())
        .containsExactly("true", "16", "1.5", "on");
    assertThat(file.documentsAsWritten().getFirst().members().keySet())
        .containsExactly("yes", "0x10", "1.50", "on");
    SourceFile plain = file("x.yaml", "a: 1");
    assertThat(plain.documentsAsWritten()).isSameAs(plain.documents());
    assertThat(problem("[a]: 1\n"))
        .isEqualTo(
            "x.yaml:1:1 not read: the name of a member is a list or a mapping; only texts can be"
                + " names");
    assertThat(problem("a:\n  ? {b: 1}\n  : 2\n")).contains("x.yaml:2:5 ").contains("only texts");
    assertThat(problem("~: 1\n")).contains("there is no name before the colon");
    assertThat(problem("{a: 1, ?b: 2}\n")).contains("two meanings");
  }

  @Test
  void anAliasHasTheLinesOfItsTargetAndThePathOfItsPlace() throws BreakwaterException {
    Value document =
        yaml(
            """
            base: &base
              caps: &caps [A, B]
            web:
              image: &image x
            db:
              deep: *base
              image: *image
              list: [*caps]
            *image : named
            """);
    assertThat(document.get("x").text()).isEqualTo("named");
    Value deep = document.at("db", "deep");
    assertThat(deep.origin()).isEqualTo(new Origin("x.yaml", 6, 3, "db.deep", null));
    assertThat(deep.get("caps").items().get(1).origin())
        .isEqualTo(new Origin("x.yaml", 2, 19, "db.deep.caps[1]", null));
    assertThat(document.at("db", "image"))
        .isEqualTo(new Value.Text(new Origin("x.yaml", 7, 3, "db.image", null), "x"));
    assertThat(document.at("db", "list").items().getFirst().items().getFirst().origin())
        .isEqualTo(new Origin("x.yaml", 2, 16, "db.list[0][0]", null));
  }

  @Test
  void mergesAreReadAsKubernetesReadsThemOrAsSpecified() throws BreakwaterException {
    SourceFile file =
        file(
            "x.yaml",
            """
            a: &a {x: 1, v: 1}
            b: &b
              <<: *a
              v: 2
              z: 2
            before:
              x: 0
              <<: *b
            after:
              <<: *a
              x: 0
            list:
              <<: [*a, *b, {w: 4}]
            plain:
              "<<": *a
            none:
              x:
              <<: *a
            """);
    Value document = file.documents().getFirst();
    assertThat(document.get("before").plain()).isEqualTo(Map.of("x", 1L, "v", 2L, "z", 2L));
    assertThat(document.get("none").plain()).isEqualTo(Map.of("x", 1L, "v", 1L));
    document = file.documentsAsWritten().getFirst();
    assertThat(document.get("before").plain()).isEqualTo(Map.of("x", 0L, "v", 2L, "z", 2L));
    assertThat(document.get("after").plain()).isEqualTo(Map.of("x", 0L, "v", 1L));
    assertThat(document.get("list").plain()).isEqualTo(Map.of("x", 1L, "v", 1L, "z", 2L, "w", 4L));
    assertThat(document.at("plain", "<<").plain()).isEqualTo(Map.of("x", 1L, "v", 1L));
    assertThat(document.get("none").plain()).isEqualTo(Map.of("v", 1L));
    assertThat(document.at("before", "z").origin())
        .isEqualTo(new Origin("x.yaml", 5, 3, "before.z", null));
    assertThat(problem("a: &a [1]\nb:\n  <<: *a\n"))
        .isEqualTo("x.yaml:3:7 not read: after << stands what is no mapping");
    assertThat(problem("a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n")).contains("x.yaml:4:3 ");
  }

  @Test
  void aliasesThatLeadNowhereOrRoundAreRefused() throws BreakwaterException {
    assertThat(problem("a: *b\n"))
        .isEqualTo("x.yaml:1:4 not read: there is no anchor for the alias \"b\"");
    assertThat(problem("a: &a\n  b: [1, *a]\n"))
        .isEqualTo("x.yaml:2:10 not read: the alias \"a\" stands within what it stands for");
    assertThat(file("x.yaml", "a: &a 1\n---\nb: *a\n").problems()).hasSize(1);
  }

  @Test
  void tagsOfOthersMakeTexts() throws BreakwaterException {
    assertThat(plain("a: !Ref 12\nb: !GetAtt [x, z]\nc: !Sub {d: 1}\n"))
        .isEqualTo(Map.of("a", "12", "b", List.of("x", "z"), "c", Map.of("d", 1L)));
    assertThat(problem("a:\n  b: !!int x\n"))
        .isEqualTo("x.yaml:2:3 not read: the tag !!int stands before something else");
  }

  @Test
  void tabsAndOtherSignsAreToldWithTheirPlace() throws BreakwaterException {
    assertThat(problem("a:\n\tb: 1\n")).startsWith("x.yaml:2:1 not read: it is not YAML");
    assertThat(problem("a: 1\nb: x\0y\n"))
        .isEqualTo(
            "x.yaml:2:5 not read: it is not YAML: the character U+0000 is not allowed in it" + "");
    assertThatThrownBy(
            () -> SourceFile.of("x.yaml", "a: 1\nb: \u00e9".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(BreakwaterException.class)
        .hasMessage(
            "Tried to read x.yaml, but it is not written in UTF-8: line 2 has bytes that are no"
                + " character");
    assertThatThrownBy(() -> SourceFile.of("x.yaml", new byte[] {(byte) 0xFF, (byte) 0xFE, 1}))
        .hasMessageContaining("UTF-16LE");
  }

  @Test
  @Timeout(20)
  void anchorsThatExplodeAreRefused() throws BreakwaterException {
    StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol]\n");
    for (int i = 1; i < 60; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(problem(laughs.toString()))
        .startsWith("x.yaml:18:18 not read: the file has more than 1000000 values, counting what");
    StringBuilder merged = new StringBuilder("a0: &a0 {x: [1, 2]}\n");
    for (int i = 1; i < 60; i++) {
      merged.append("a%d: &a%d {x: {<<: *a%d}, y: {<<: *a%d}}\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(problem(merged.toString())).contains("more than 1000000 values");
  }

  @Test
  @Timeout(20)
  void depthIsBounded() throws BreakwaterException {
    assertThat(problem("[".repeat(10_000))).contains("nested more than 100 deep");
    assertThat(problem("x.json", "[".repeat(10_000))).contains("nested more than 100 deep");
    assertThat(problem("{\"a\":".repeat(10_000))).contains("nested more than 100 deep");
    assertThat(problem("- ".repeat(10_000))).contains("nested more than 100 deep");
    assertThat(yaml("[".repeat(100) + "]".repeat(100))).isInstanceOf(Value.Items.class);
    StringBuilder chain = new StringBuilder("a0: &a0 [1]\n");
    for (int i = 1; i < 10_000; i++) {
      chain.append("a%d: &a%d [*a%d]\n".formatted(i, i, i - 1));
    }
    assertThat(problem(chain.toString()))
        .contains("x.yaml:99:12 ")
        .contains("nested more than 100");
  }

  @Test
  @Timeout(60)
  void largeFilesTakeBoundedMemoryAndTime() throws BreakwaterException {
    String giant = "x".repeat(SourceFile.MAX_BYTES - 100);
    assertThat(yaml("a: " + giant).text("a")).hasSize(giant.length());
    assertThat(yaml("a: \"" + giant + "\"").text("a")).hasSize(giant.length());
    assertThat(problem("- 1\n".repeat(1_100_000))).contains("more than 1000000 values");
    assertThat(problem("x.json", "[" + "1,".repeat(1_100_000))).contains("1000000 values");
    String names = ("{\"" + "k".repeat(300) + "\": ").repeat(60);
    assertThat(problem("x.json", names + "[" + "1,".repeat(900_000)))
        .contains("too long, nested as they are");
    assertThat(file("x.yaml", "---\n".repeat(900_000)).documents()).isEmpty();
    assertThat(file("x.yaml", "\n".repeat(10_000_000)).documents()).isEmpty();
    assertThat(file("x.yaml", "a: " + "9".repeat(5_000_000)).documents()).hasSize(1);
  }

  @Test
  void filesAreReadFromDiskOnlyIfTheyAreOrdinary(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("a.yaml");
    Files.writeString(file, "a: 1\n");
    assertThat(SourceFile.read(file).name()).isEqualTo(file.toString());
    Path large = directory.resolve("large.yaml");
    try (RandomAccessFile hole = new RandomAccessFile(large.toFile(), "rw")) {
      hole.setLength(100L * 1024 * 1024);
    }
    assertThatThrownBy(() -> SourceFile.read(large))
        .hasMessage(
            "Tried to read " + large + ", but it is longer than 20 MB; cut it into several files");
    assertThatThrownBy(() -> SourceFile.read(directory))
        .hasMessage("Tried to read " + directory + ", but it is no ordinary file");
    assertThatThrownBy(() -> SourceFile.read(directory.resolve("none")))
        .hasMessage("There is no file " + directory.resolve("none"));
  }

  @Test
  void whatIsRenderedHasThePlacesThatItIsGiven() {
    String printed = "a:\n- b\n---\na: 1\na: 2\n---\n[\n---\nc: [1, 1.5, yes, null]\n";
    SourceFile file =
        SourceFile.rendered(
            "chart/t.yaml",
            printed,
            document ->
                document.moved(
                    was -> new Origin("t", was.line() + 10, was.column(), was.path(), null)));
    assertThat(file.documents().getFirst().get("a").items().getFirst().origin())
        .isEqualTo(new Origin("t", 12, 3, "a[0]", null));
    assertThat(file.documents().getLast().get("c").items())
        .extracting(each -> each.origin().path() + "=" + each.written())
        .containsExactly("c[0]=1", "c[1]=1.5", "c[2]=yes", "c[3]=null");
    assertThat(file.problems())
        .extracting(Problem::where)
        .containsExactly("chart/t.yaml", "chart/t.yaml");
    assertThat(file.problems().getFirst().what())
        .isEqualTo("not read: the name \"a\" is there twice in one place");
    assertThat(file.line(1)).isEmpty();
  }

  @Test
  void slipsNeverDoMoreThanTheyMay() throws BreakwaterException {
    List<String> seeds =
        List.of(
            """
            a: &a {x: 1, y: [b, *a]}
            b: &c
              <<: [*c, *c]
              d: |
                text
            --- !!map
            e: 'f'
            """,
            """
            {"a": [1.5e3, null, {"b": "\\u00e9"}], "c": {}}
            {"d": true}
            """,
            """
            %YAML 1.2
            ---
            ? a
            : - b
              - !!binary aGk=
            ...
            - >-
              folded
            - "x\\x41"
            """);
    Random random = new Random(11);
    long start = System.nanoTime();
    for (int i = 0; i < MUTATIONS; i++) {
      String text = Mutations.of(seeds.get(i % seeds.size()), random);
      SourceFile file = file(i % 2 == 0 ? "x.yaml" : "x.json", text);
      for (Value document : file.documents()) {
        assertThat(document.origin().line()).isPositive();
        document.plain();
      }
      assertThat(file.documents().size() + file.problems().size()).isLessThan(20);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }
}
