package dev.breakwater.posture.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scalars mean to us what they mean to Kubernetes. */
class KubernetesYamlTest {
  private static final int GENERATED = 12_000;

  /** Told apart by the two readers on purpose: what cannot be written as JSON is refused there. */
  private static final String NO_JSON = "!json: unsupported value";

  private static final List<String> PICKED =
      List.of(
          "yes",
          "Yes",
          "YES",
          "yEs",
          "y",
          "Y",
          "n",
          "N",
          "no",
          "on",
          "On",
          "ON",
          "oN",
          "off",
          "OFF",
          "true",
          "True",
          "TRUE",
          "tRUE",
          "false",
          "~",
          "null",
          "Null",
          "NULL",
          "nULL",
          "''",
          "\"\"",
          "0",
          "-0",
          "+0",
          "00",
          "007",
          "08",
          "0644",
          "0o644",
          "0O17",
          "0o8",
          "-0o7",
          "0x1F",
          "0X1f",
          "0x",
          "0xG",
          "-0x1",
          "+0x1",
          "0b101",
          "0B1",
          "0b2",
          "-0b11",
          "0b",
          "-0b",
          "0b+1",
          "0b-1",
          "1_000",
          "1__0",
          "_1",
          "1_",
          "0x_F",
          "+_1",
          "1.0",
          "1.",
          "1.5",
          "-1.5",
          "+1.5",
          ".5",
          "-.5",
          "+.5",
          "._5",
          ".5_0",
          ".",
          "..",
          "1e3",
          "1E3",
          "1e+3",
          "1e-3",
          "1e",
          "1e400",
          "-1e400",
          "1e-400",
          "1.e5",
          ".e5",
          "1e21",
          "1e20",
          "1e19",
          "1e18",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "-9223372036854775809",
          "18446744073709551615",
          "18446744073709551616",
          "0xFFFFFFFFFFFFFFFF",
          "0x7FFFFFFFFFFFFFFF",
          "0x10000000000000000",
          ".inf",
          "+.inf",
          "-.inf",
          ".Inf",
          ".INF",
          ".nan",
          ".NaN",
          ".NAN",
          "NaN",
          "Infinity",
          "inf",
          "1d",
          "1f",
          "1L",
          "0x1p3",
          "1e5f",
          "2001-01-01",
          "2001-01-01T00:00:00Z",
          "2001-1-1 1:2:3",
          "12:30:45",
          "1:2",
          "190:20:30.15",
          "1,000",
          "1 000",
          "-",
          "- 1",
          "+",
          "--1",
          "<<",
          "=",
          "٣",
          "1٣",
          "!!str 12",
          "!!str yes",
          "!!int 12",
          "!!int \"12\"",
          "!!int '0x1F'",
          "!!int x",
          "!!int 1.5",
          "!!float 3",
          "!!float 1.5",
          "!!float x",
          "!!bool yes",
          "!!bool \"no\"",
          "!!bool 1",
          "!!null ''",
          "!!null x",
          "!!binary aGVsbG8=",
          "!!binary \"aGVs\\nbG8=\"",
          "!!binary '*'",
          "!!timestamp 2001-01-01",
          "!Ref 12",
          "!Sub yes",
          "! 12",
          "!!str",
          "!local {a: 1}",
          "'yes'",
          "\"12\"",
          "|\n  12\n",
          ">\n  yes\n  no\n",
          "\"\\u00e9\\x41\"",
          "a\n  b");

  private static final List<String> SEEDS =
      List.of(
          """
          apiVersion: v1
          kind: Pod
          metadata:
            name: "web"   # comment
            labels: {app: web, 'x y': "z\\n"}
          spec:
            containers:
            - name: a
              image: b:1
              args: [-x, "y", 'z''q',
                12, {a: b}]
              command:
                - sh
                - -c
                - |
                  if true; then
                    echo "hi: there"

                  fi
                - >-
                  folded text
                  goes on

                  and on
            - name: b
              env:
                - {name: A, value: "1"}
          """,
          """
          %YAML 1.1
          ---
          base: &base
            a: 1
            b: [1, 2]
          other:
            <<: *base
            c: !!str 12
          ? complex
          : value
          list: &l
          - *base
          -
            - nested
            - "multi
              line"
          text: plain
            continued
          empty:
          ...
          """,
          """
          {"apiVersion": "v1", "kind": "List", "items": [
            {"a": 1.5, "b": null, "c": [true, false, ""], "d": {"e": "\\u00e9\\t"}}, [], {}]
          }
          """);

  private static final Pattern MEANS_TWO_THINGS = Pattern.compile(":[\\]},]");

  @TempDir private Path directory;

  @Test
  void scalarsAreReadAsKubernetesReadsThem() throws Exception {
    List<String> documents = new ArrayList<>();
    for (String scalar : scalars()) {
      documents.add("- " + scalar + "\n");
    }
    assertThat(agreeing(documents)).isGreaterThan(GENERATED / 2);
  }

  @Test
  void namesAreReadAsKubernetesReadsThem() throws Exception {
    List<String> documents = new ArrayList<>();
    for (String scalar : scalars()) {
      if (scalar.indexOf('\n') < 0 && !scalar.equals("<<")) {
        documents.add("? " + scalar + "\n: here\n");
      }
    }
    assertThat(agreeing(documents)).isGreaterThan(GENERATED / 2);
  }

  @Test
  void documentsAreReadAsKubernetesReadsThem() throws Exception {
    List<String> documents = new ArrayList<>();
    Random random = new Random(7);
    while (documents.size() < GENERATED) {
      String mutated = Mutations.of(SEEDS.get(random.nextInt(SEEDS.size())), random);
      // JSON has no other line ends than its own, which only a reader of JSON knows.
      boolean json = mutated.startsWith("{") && mutated.indexOf('\u0085') >= 0;
      // A colon before a bracket is a letter to YAML 1.1, and the end of a name to YAML 1.2.
      if (!json && !MEANS_TWO_THINGS.matcher(mutated).find()) {
        documents.add(mutated);
      }
    }
    List<String> answers = KubernetesYaml.toJson(documents, directory);
    int same = 0;
    int refusedHere = 0;
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      SourceFile ours = file("x.yaml", documents.get(i));
      if (answers.get(i).startsWith("!")) {
        continue;
      }
      Object theirs = first(file("x.json", answers.get(i)));
      if (!ours.problems().isEmpty()) {
        refusedHere++;
      } else if (Objects.equals(theirs, first(ours))) {
        same++;
      } else {
        differences.add(documents.get(i) + " is " + theirs + ", here " + first(ours));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(same).isGreaterThan(GENERATED / 5);
    // Names that are there twice, text after the end of a document, and oddities of YAML 1.1.
    assertThat(refusedHere).isLessThan(same / 30);
  }

  private static @Nullable Object first(SourceFile file) {
    return file.documents().isEmpty() ? null : file.documents().getFirst().plain();
  }

  private static SourceFile file(String name, String text) throws BreakwaterException {
    return SourceFile.of(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> scalars() {
    List<String> scalars = new ArrayList<>(PICKED);
    Random random = new Random(5);
    List<String> alphabets =
        List.of(
            "0123456789",
            "01_+-.eE",
            "0123456789.eE+-_",
            "0xXabcdefABCDEF19_-",
            "0b01_+-",
            "0oO1278",
            "yYeEsSnNoO",
            "tTrRuUeEfFaAlLsS",
            "nNuUlL~",
            ".iInNfFaA+-",
            "2016-:TZ .",
            "ab1 .-");
    while (scalars.size() < GENERATED) {
      String alphabet = alphabets.get(random.nextInt(alphabets.size()));
      StringBuilder scalar = new StringBuilder();
      for (int i = random.nextInt(1, 9); i > 0; i--) {
        scalar.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String text = scalar.toString();
      // What is no scalar, but a list, a mapping or the end of a document, is not asked here.
      if (!text.contains(": ")
          && !text.endsWith(":")
          && !text.startsWith("- ")
          && !text.isBlank()
          && !text.equals("-")
          && text.equals(text.strip())) {
        scalars.add(text);
      }
    }
    return scalars;
  }

  /** How many documents both take for the same; those that Kubernetes refuses are refused here. */
  private int agreeing(List<String> documents) throws Exception {
    List<String> answers = KubernetesYaml.toJson(documents, directory);
    List<String> differences = new ArrayList<>();
    int agreeing = 0;
    for (int i = 0; i < documents.size(); i++) {
      Object theirs = plain("x.json", answers.get(i));
      Object ours = plain("x.yaml", documents.get(i));
      if (answers.get(i).startsWith(NO_JSON)) {
        assertThat(ours).as(documents.get(i)).isNotNull();
      } else if (theirs == null ? ours == null : theirs.equals(ours)) {
        agreeing++;
      } else {
        differences.add(documents.get(i) + " is " + answers.get(i) + ", here " + ours);
      }
    }
    assertThat(differences).isEmpty();
    return agreeing;
  }

  /** Null where it is refused. */
  private static @Nullable Object plain(String name, String text) throws BreakwaterException {
    if (text.startsWith("!") && name.endsWith("json")) {
      return null;
    }
    SourceFile file = file(name, text);
    return file.problems().isEmpty() ? file.documents().getFirst().plain() : null;
  }
}
