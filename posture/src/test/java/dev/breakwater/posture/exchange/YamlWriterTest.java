package dev.breakwater.posture.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.mutation.Equality;
import dev.breakwater.posture.mutation.Manifests;
import dev.breakwater.posture.mutation.Oracle;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {
  private static final Origin ORIGIN = new Origin("test", 1, 1, "", null);

  private static final String[] PARTS = {
    "a",
    "yes",
    "No",
    "null",
    "~",
    "1",
    "0",
    "1.5",
    "1e3",
    "0x1F",
    "0o7",
    "1_000",
    "12:30:45",
    "2024-01-02",
    ".5",
    ".inf",
    ".NaN",
    "-",
    "---",
    "...",
    ": ",
    " #",
    "#",
    "&a",
    "*a",
    "!x",
    "%y",
    "@",
    "`",
    "'",
    "\"",
    "\\",
    "|",
    ">",
    "?",
    "[",
    "]",
    "{",
    "}",
    ",",
    "=",
    "<<",
    "\n",
    "\n\n",
    " ",
    "  x",
    "\t",
    "\r",
    "\u0000",
    "\u0007",
    "\u0085",
    "\u00a0",
    "\u2028",
    "\ufeff",
    "é",
    "漢",
    "😀",
    "64Mi",
    "500m",
    "10s",
    "1d",
    "1E5",
    "on:",
    "key: value",
    "a:b",
    "e",
    "E1",
    "x\n  y\nz"
  };

  @TempDir private Path directory;

  @Test
  void writesAsKubectlDoes() {
    String manifest =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          labels:
            version: "1.25"
            on: "yes"
          annotations: {}
        spec:
          containers:
          - name: web
            image: registry.example.org/web:1.25@sha256:0
            args:
            - --port=80
            - -x
            command: []
            resources:
              limits:
                memory: 64Mi
                cpu: 500m
          - name: two
          hostNetwork: true
          script: |
            first
              second

            third
          last: |-
            no
            feed
          nested:
          - - 1
            - 2
          - []
        """;
    manifest = manifest.replace("    on: \"yes\"\n", "    \"on\": \"yes\"\n");
    manifest = manifest.replace("    - --port=80\n    - -x", "    - \"--port=80\"\n    - \"-x\"");
    assertThat(YamlWriter.write(Manifests.value(manifest))).isEqualTo(manifest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "[]",
        "{}",
        "17",
        "1.0e+30",
        "2.5e-7",
        "\"a\\nb\"",
        "\"---\"",
        "- - a"
      })
  void writesDocumentsOfAnyKind(String document) {
    Value value = Manifests.value("x: " + document.replace("- - a", "[[a]]")).members().get("x");
    assertThat(YamlWriter.write(value)).isEqualTo(document + "\n");
  }

  @Test
  void partsDocuments() {
    List<Value> documents = List.of(Manifests.value("a: 1"), Manifests.value("b: 2"));
    assertThat(YamlWriter.writeAll(documents)).isEqualTo("a: 1\n---\nb: 2\n");
  }

  @Test
  void aLongNameStandsByItself() {
    String name = "n".repeat(2000);
    Value value = new Value.Fields(ORIGIN, Map.of(name, new Value.Fields(ORIGIN, Map.of())));
    String yaml = YamlWriter.write(value);
    assertThat(yaml).startsWith("? \"nnn").endsWith("\"\n: {}\n");
    assertThat(Manifests.value(yaml).members()).containsKey(name);
  }

  @Test
  void everyTextIsReadBackByOurReader() {
    for (Value document : documents()) {
      String yaml = YamlWriter.write(document);
      assertThat(Equality.same(Manifests.value(yaml), document)).as(yaml).isTrue();
    }
  }

  @Test
  void everyTextIsReadBackByPython() throws Exception {
    List<Value> documents = documents();
    List<String> answers =
        Oracle.python(
            directory,
            "python3-yaml",
            """
            import sys, base64, json, yaml
            for line in sys.stdin:
                text = base64.b64decode(line).decode("utf-8")
                print(json.dumps(yaml.safe_load(text)))
            """,
            questions(documents));
    assertSame(documents, answers);
  }

  @Test
  void everyTextIsReadBackByKubernetes() throws Exception {
    List<Value> documents = documents();
    List<String> answers =
        Oracle.go(
            directory,
            "golang-k8s-sigs-yaml-dev",
            """
            package main
            import ("bufio"; "encoding/base64"; "fmt"; "os"; "sigs.k8s.io/yaml")
            func main() {
              in := bufio.NewReader(os.Stdin)
              for {
                line, err := in.ReadString('\\n')
                if err != nil { return }
                text, err := base64.StdEncoding.DecodeString(line[:len(line)-1])
                if err != nil { panic(err) }
                json, err := yaml.YAMLToJSON(text)
                if err != nil { fmt.Println(err); continue }
                fmt.Println(string(json))
              }
            }
            """,
            questions(documents));
    assertSame(documents, answers);
  }

  private static List<String> questions(List<Value> documents) {
    List<String> questions = new ArrayList<>();
    for (Value document : documents) {
      byte[] yaml = YamlWriter.write(document).getBytes(StandardCharsets.UTF_8);
      questions.add(Base64.getEncoder().encodeToString(yaml));
    }
    return questions;
  }

  private static void assertSame(List<Value> documents, List<String> answers) {
    for (int i = 0; i < documents.size(); i++) {
      Value document = documents.get(i);
      Value answer = Manifests.value("{\"x\": " + answers.get(i) + "}").members().get("x");
      assertThat(answer != null && Equality.same(answer, document))
          .as(YamlWriter.write(document) + "\nis " + answers.get(i))
          .isTrue();
    }
  }

  /** Documents of every sort of text, alone and together, as names, members and items. */
  private static List<Value> documents() {
    Random random = new Random(5);
    List<Value> documents = new ArrayList<>();
    for (String part : PARTS) {
      documents.add(document(part, part));
    }
    for (int i = 0; i < 1_500; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        text.append(PARTS[random.nextInt(PARTS.length)]);
      }
      documents.add(document("k" + i, text.toString()));
    }
    for (int i = 0; i < 300; i++) {
      documents.add(randomFields(random, 4));
    }
    return documents;
  }

  private static Value document(String name, String text) {
    Map<String, Value> members = new LinkedHashMap<>();
    members.put(name, new Value.Text(ORIGIN, text));
    members.put("list", new Value.Items(ORIGIN, List.of(new Value.Text(ORIGIN, text))));
    return new Value.Fields(ORIGIN, members);
  }

  private static Value randomFields(Random random, int depth) {
    Map<String, Value> members = new LinkedHashMap<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      members.put(PARTS[random.nextInt(PARTS.length)], randomValue(random, depth - 1));
    }
    return new Value.Fields(ORIGIN, members);
  }

  private static Value randomValue(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> new Value.Nothing(ORIGIN);
      case 1 -> new Value.Flag(ORIGIN, random.nextBoolean(), "");
      case 2 -> new Value.Whole(ORIGIN, random.nextLong() >> random.nextInt(60), "");
      case 3 -> new Value.Real(ORIGIN, random.nextGaussian() * 1e-5, "");
      case 4 -> new Value.Text(ORIGIN, PARTS[random.nextInt(PARTS.length)]);
      case 5, 6 -> {
        List<Value> items = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
          items.add(randomValue(random, depth - 1));
        }
        yield new Value.Items(ORIGIN, items);
      }
      default -> randomFields(random, depth);
    };
  }
}
