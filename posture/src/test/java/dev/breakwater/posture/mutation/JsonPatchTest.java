package dev.breakwater.posture.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.posture.mutation.JsonPatch.Operation;
import dev.breakwater.posture.mutation.JsonPatch.Outcome;
import dev.breakwater.posture.mutation.JsonPatch.Verb;
import dev.breakwater.posture.source.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
  private static final int QUESTIONS = 6_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{a: 1} | add | /b | 2 | {a: 1, b: 2}",
        "{a: 1} | add | /a | 2 | {a: 2}",
        "{a: [1, 3]} | add | /a/1 | 2 | {a: [1, 2, 3]}",
        "{a: [1, 3]} | add | /a/- | 4 | {a: [1, 3, 4]}",
        "{a: [1, 3]} | add | /a/2 | 4 | {a: [1, 3, 4]}",
        "{a: [1, 3]} | add | /a/-1 | 4 | {a: [1, 3, 4]}",
        "{a: {}} | add | /a/x~1y~0z | 4 | {a: {x/y~z: 4}}",
        "{a: {}} | add | /a/~01 | 4 | {a: {'~1': 4}}",
        "{a: {}} | add | /a/ | 4 | {a: {'': 4}}",
        "{a: 1} | replace | /a | [x] | {a: [x]}",
        "{a: [1, 2]} | replace | /a/-1 | 3 | {a: [1, 3]}",
        "{a: 1} | replace | /b | 2 | {a: 1, b: 2}",
        "{a: 1} | replace | '' | {b: 2} | {b: 2}",
        "{a: 1, b: 2} | remove | /a | | {b: 2}",
        "{a: [1, 2, 3]} | remove | /a/1 | | {a: [1, 3]}",
        "{a: [{b: 1}, 2]} | remove | /a/0/b | | {a: [{}, 2]}",
        "{a: 1} | test | /a | 1 | {a: 1}",
        "{a: 1} | test | /a | 1.0 | {a: 1}",
        "{a: {b: 1, c: 2}} | test | /a | {c: 2, b: 1} | {a: {b: 1, c: 2}}",
        "{a: 1} | test | /b | | {a: 1}",
        "{a: 1} | test | '' | {a: 1} | {a: 1}",
      })
  void changesDocuments(
      String document, String verb, String path, @Nullable String value, String expected)
      throws Exception {
    Outcome outcome = apply(document, operation(verb, path, null, value));
    assertThat(outcome.failedTest()).isNull();
    assertThat(Manifests.json(outcome.document()))
        .isEqualTo(Manifests.json(Manifests.value(expected)));
  }

  @Test
  void movesAndCopies() throws Exception {
    assertThat(changed("{a: 1, b: {}}", operation("move", "/b/c", "/a", null)))
        .isEqualTo("{\"b\":{\"c\":1}}");
    assertThat(changed("{a: [1, 2, 3]}", operation("move", "/a/-", "/a/0", null)))
        .isEqualTo("{\"a\":[2,3,1]}");
    assertThat(changed("{a: {x: 1}}", operation("copy", "/b", "/a", null)))
        .isEqualTo("{\"a\":{\"x\":1},\"b\":{\"x\":1}}");
    assertThat(changed("{a: 1}", operation("copy", "/b", "/missing", null)))
        .isEqualTo("{\"a\":1,\"b\":null}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add | /x/y | 1 | no such place",
        "add | /l/5 | 1 | 2 items, so none is 5",
        "add | /l/x | 1 | no item x",
        "add | /l/\u0661 | 1 | no item",
        "add | /s/x | 1 | no such place",
        "add | s | 1 | begins with a slash",
        "add | '' | 1 | whole document",
        "replace | '' | 1 | object or a list",
        "replace | /l/- | 1 | no item -",
        "remove | /x | | no such place",
        "remove | /l/2 | | 2 items",
        "remove | /l/-3 | | 2 items",
        "test | /x/y | 1 | no such place",
      })
  void saysWhatDoesNotApply(String verb, String path, @Nullable String value, String why) {
    assertThatThrownBy(() -> apply("{l: [1, 2], s: text}", operation(verb, path, null, value)))
        .isInstanceOf(FaultyMutationException.class)
        .hasMessageContaining("the operation " + verb + " of " + path)
        .hasMessageContaining(why);
  }

  @Test
  void saysThatFromIsMissing() {
    assertThatThrownBy(() -> apply("{a: 1}", operation("copy", "/b", null, null)))
        .hasMessage("the operation copy of /b has no from");
    assertThatThrownBy(() -> apply("{a: 1}", operation("move", "/b", "/c", null)))
        .hasMessage("the operation move of /c does not apply: the object has no such place");
  }

  @Test
  void aFailedTestLeavesTheDocumentAsItWas() throws Exception {
    Value document = Manifests.value("{a: 1}");
    Outcome outcome =
        JsonPatch.apply(
            document,
            List.of(
                operation("add", "/b", null, "2"),
                operation("test", "/a", null, "7"),
                operation("add", "/c", null, "3")));
    assertThat(outcome.document()).isSameAs(document);
    assertThat(outcome.failedTest()).isEqualTo("/a");
  }

  @Test
  void aTestForNullIsNotATestForAbsence() throws Exception {
    assertThat(apply("{a: 1}", operation("test", "/b", null, "null")).failedTest()).isEqualTo("/b");
    assertThat(apply("{a: null}", operation("test", "/a", null, null)).failedTest()).isNull();
  }

  @Test
  void whatIsNotTouchedKeepsItsPlace() throws Exception {
    Value document = Manifests.value("a: 1\nb:\n  c: 2\n  d: 3\n");
    Value changed =
        JsonPatch.apply(document, List.of(operation("add", "/b/c", null, "9"))).document();
    assertThat(changed.at("b", "d")).isSameAs(document.at("b", "d"));
    assertThat(List.copyOf(changed.members().keySet())).containsExactly("a", "b");
  }

  @Test
  void doublingByCopiesEndsEarly() {
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      operations.add(operation("copy", "/a/-", "/a", null));
    }
    assertBounded("{a: [0123456789]}", operations, "more than 3145728 bytes");
  }

  @Test
  void nestingByCopiesEndsEarly() {
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      operations.add(operation("copy", "/a".repeat((1 << i) + 1), "/a", null));
    }
    assertBounded("{a: {}}", operations, "nested more than 200 deep");
  }

  @Test
  void deepValuesAreRefused() {
    String nest = "{x: ".repeat(70) + "{}" + "}".repeat(70);
    assertBounded(
        "{a: " + nest + ", b: " + nest + ", c: " + nest + "}",
        List.of(
            operation("move", "/b" + "/x".repeat(70) + "/y", "/a", null),
            operation("move", "/c" + "/x".repeat(70) + "/y", "/b", null)),
        "nested more than 200 deep");
  }

  @Test
  void aPathOfAMillionSegmentsIsRefusedAtOnce() {
    assertBounded(
        "{a: 1}", List.of(operation("add", "/a".repeat(1_000_000), null, "1")), "no such place");
    assertBounded(
        "{a: 1}",
        List.of(operation("move", "/" + "~1".repeat(1_000_000), "/x", null)),
        "no such place");
  }

  @Test
  void aPatchHasAnEnd() {
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 10_001; i++) {
      operations.add(operation("add", "/a", null, "1"));
    }
    assertBounded("{a: 1}", operations, "10001 operations, more than 10000");
  }

  private static void assertBounded(String document, List<Operation> operations, String message) {
    Value value = Manifests.value(document);
    assertThat(Duration.ofNanos(timeToFail(value, operations, message)))
        .isLessThan(Duration.ofSeconds(5));
  }

  private static long timeToFail(Value value, List<Operation> operations, String message) {
    long start = System.nanoTime();
    assertThatThrownBy(() -> JsonPatch.apply(value, operations))
        .isInstanceOf(FaultyMutationException.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
    return System.nanoTime() - start;
  }

  @Test
  void agreesWithTheLibraryOfKubernetes() throws Exception {
    Random random = new Random(42);
    List<Value> documents = new ArrayList<>();
    List<List<Operation>> patches = new ArrayList<>();
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      Value document = Manifests.value(RandomDocuments.object(random, 4));
      List<Operation> operations = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        operations.add(RandomDocuments.operation(random));
      }
      documents.add(document);
      patches.add(operations);
      questions.add(question(document, operations));
    }
    List<String> answers =
        Oracle.go(
            directory,
            "golang-github-evanphx-json-patch-dev",
            """
            package main
            import ("bufio"; "encoding/json"; "errors"; "fmt"; "os"; jsonpatch "github.com/evanphx/json-patch")
            type question struct { Doc json.RawMessage; Patch []map[string]json.RawMessage }
            func answer(line []byte) (said string) {
              defer func() { if recover() != nil { said = "panic" } }()
              var q question
              if err := json.Unmarshal(line, &q); err != nil { panic(err) }
              patch := jsonpatch.Patch{}
              for _, members := range q.Patch {
                op := jsonpatch.Operation{}
                for name, raw := range members { value := raw; op[name] = &value }
                patch = append(patch, op)
              }
              out, err := patch.Apply(q.Doc)
              if errors.Is(err, jsonpatch.ErrTestFailed) { return "test" }
              if err != nil { return "error" }
              return "=" + string(out)
            }
            func main() {
              in := bufio.NewReader(os.Stdin)
              for {
                line, err := in.ReadBytes('\\n')
                if err != nil { return }
                fmt.Println(answer(line))
              }
            }
            """,
            questions);
    int changed = 0;
    int faults = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      String answer = answers.get(i);
      String ours = answer(documents.get(i), patches.get(i));
      if (answer.startsWith("=")) {
        answer = "=" + RandomDocuments.sorted(Manifests.value(answer.substring(1)));
        changed++;
      } else if (answer.equals("panic")) {
        answer = "error";
      }
      faults += answer.equals("error") ? 1 : 0;
      assertThat(ours).as(questions.get(i)).isEqualTo(answer);
    }
    assertThat(changed).isGreaterThan(QUESTIONS / 8);
    assertThat(faults).isGreaterThan(QUESTIONS / 10);
  }

  private static String answer(Value document, List<Operation> operations) {
    try {
      Outcome outcome = JsonPatch.apply(document, operations);
      return outcome.failedTest() != null
          ? "test"
          : "=" + RandomDocuments.sorted(outcome.document());
    } catch (FaultyMutationException e) {
      return "error";
    }
  }

  private static String question(Value document, List<Operation> operations) {
    StringBuilder question = new StringBuilder("{\"doc\":").append(Manifests.json(document));
    question.append(",\"patch\":[");
    for (Operation operation : operations) {
      question.append(question.charAt(question.length() - 1) == '[' ? "{" : ",{");
      question.append("\"op\":\"").append(operation.verb().word()).append('"');
      question.append(",\"path\":\"").append(operation.path()).append('"');
      if (operation.from() != null) {
        question.append(",\"from\":\"").append(operation.from()).append('"');
      }
      if (operation.value() != null) {
        question.append(",\"value\":").append(Manifests.json(operation.value()));
      }
      question.append('}');
    }
    return question.append("]}").toString();
  }

  @Test
  void theDifferenceOfDocumentsTurnsOneIntoTheOther() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      Value before = Manifests.value(RandomDocuments.object(random, 3));
      Value after = Manifests.value(RandomDocuments.object(random, 3));
      List<Operation> patch = Difference.between(before, after);
      assertThat(Equality.same(JsonPatch.apply(before, patch).document(), after)).isTrue();
      assertThat(patch.isEmpty()).isEqualTo(Equality.same(before, after));
    }
  }

  @Test
  void theDifferenceOfListsIsAnItem() {
    Value before = Manifests.value("{l: [{n: a}, {n: b}, {n: c}]}");
    Value after = Manifests.value("{l: [{n: a}, {n: x}, {n: b}, {n: c}]}");
    assertThat(Difference.between(before, after))
        .singleElement()
        .satisfies(operation -> {
          assertThat(operation.verb()).isEqualTo(Verb.ADD);
          assertThat(operation.path()).isEqualTo("/l/1");
        });
    assertThat(Difference.between(after, before))
        .singleElement()
        .satisfies(operation -> assertThat(operation.verb()).isEqualTo(Verb.REMOVE));
  }

  private static String changed(String document, Operation operation) throws Exception {
    return Manifests.json(apply(document, operation).document());
  }

  private static Outcome apply(String document, Operation operation)
      throws FaultyMutationException {
    return JsonPatch.apply(Manifests.value(document), List.of(operation));
  }

  private static Operation operation(
      String word, String path, @Nullable String from, @Nullable String value) {
    Verb verb = Verb.of(word);
    assertThat(verb).isNotNull();
    Value parsed = value == null ? null : Manifests.value("[" + value + "]").items().getFirst();
    return new Operation(verb, path, from, parsed);
  }
}
