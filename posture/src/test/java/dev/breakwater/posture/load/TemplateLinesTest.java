package dev.breakwater.posture.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.posture.source.Mutations;
import dev.breakwater.posture.source.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TemplateLinesTest {
  private static final String TEMPLATE =
      """
      {{- define "x" }}
      kind: Pod
      {{- end }}
      kind: Pod
      metadata:
        name: "{{ .Release.Name }}-web" # its name
        {{- if .Values.more }}
        labels: {a: b}
        {{- else }}
        labels: {a: {{ .Values.a.b }}}
        {{- end }}
      spec:
        {{- range .Values.lists }}
        - one: {{ . }}
          two: |
            text: {{ .Values.c }}
        {{- end }}
        - one: fixed
          'three': "3"
        {{- with .Values.extra }}
        {{- . | toYaml | nindent 2 }}
        {{- end }}
      """;

  @TempDir private Path chart;

  /** The line of each printed line, with 0 for none. */
  private List<Integer> lines(String template, String printed) throws IOException {
    Path file = Files.writeString(chart.resolve("t.yaml"), template);
    UnaryOperator<Origin> places = new TemplateLines(chart).places(file.toString(), printed);
    List<Integer> lines = new ArrayList<>();
    long count = printed.lines().count();
    for (int line = 1; line <= count; line++) {
      Origin place = places.apply(new Origin("", line, 1, "", null));
      assertThat(place.line() == 0).isEqualTo(place.column() == 0);
      lines.add(place.line());
    }
    return lines;
  }

  @Test
  void whatIsPrintedIsFoundBelowTheSameParents() throws IOException {
    String printed =
        """
        kind: Pod
        metadata:
          name: "x-web" # its name
          labels: {a: 3}
        spec:
          - one: 1
            two: |
              text: one
          - one: 2
            two: |
              text: two
          - one: fixed
            'three': "3"
          - one: more
          - two: more
        """;
    assertThat(lines(TEMPLATE, printed))
        .containsExactly(4, 5, 6, 10, 12, 0, 0, 0, 0, 0, 0, 18, 19, 21, 21);
    // Without the action, only the loop is left.
    assertThat(lines(TEMPLATE.replace(". | toYaml | nindent 2", "fail \"x\""), printed))
        .containsExactly(4, 5, 6, 10, 12, 14, 15, 0, 14, 15, 0, 18, 19, 0, 0);
  }

  @Test
  void whatHasTwoLinesHasNone() throws IOException {
    String template =
        """
        {{ if .Values.a }}
        a: {{ .Values.a }}
        {{ else }}
        a: {{ .Values.b }}
        {{ end }}
        b:
        - c: {{ .Values.c }}
        - c: {{ .Values.d }}
        d: 1
        {{ toYaml .Values.e }}
        {{ toYaml .Values.f }}
        """;
    assertThat(lines(template, "a: 1\nb:\n- c: 1\n- c: 2\nd: 1\ne: 1\n"))
        .containsExactly(0, 6, 0, 0, 9, 0);
    assertThat(lines("a:\n  b: {{ x }}\n", "c:\n  b: 1\n")).containsExactly(0, 0);
    assertThat(lines("{{ if x }}\na: 1\n{{ end }}\n{{ toYaml . }}\n", "a: 1\n")).containsExactly(0);
  }

  @Test
  void whatIsNotKnownAgainIsNotTakenForWhatAnActionMade() throws IOException {
    // The image is on the line of its name only when it is printed.
    String item = "- name: a\n  image:\n    {{- if .x }} b{{ end }}\n";
    String printed = "c:\n- name: a\n  image: b\n- name: d\n";
    assertThat(lines("c:\n" + item + "{{ toYaml .Values.more }}\n", printed))
        .containsExactly(1, 0, 0, 0);
    String perhaps = "c:\n{{- if .y }}\n" + item + "{{- end }}\n{{ toYaml .Values.more }}\n";
    assertThat(lines(perhaps, printed)).containsExactly(1, 0, 0, 7);
  }

  @Test
  void documentsAreToldApart() throws IOException {
    String template =
        "kind: A\nname: {{ .x }}\n---\n{{- range .y }}\n---\nkind: B\nname: b\n{{ end }}";
    assertThat(lines(template, "---\n# Source: t.yaml\nkind: B\nname: b\n")).endsWith(6, 7);
    assertThat(lines(template, "kind: A\nname: b\n---\nkind: B\nname: c\n"))
        .containsExactly(1, 2, 0, 0, 0);
  }

  @Test
  void columnsAreThoseOfTheTemplate() throws IOException {
    Path file =
        Files.writeString(chart.resolve("t.yaml"), "a:\n    - b: {c: 1}\n      d: {{ .x }}\n");
    UnaryOperator<Origin> places =
        new TemplateLines(chart).places(file.toString(), "a:\n- b: {c: 1}\n  d: {e: 1}\n");
    assertThat(places.apply(new Origin("", 2, 3, "a[0].b", null)).column()).isEqualTo(7);
    assertThat(places.apply(new Origin("", 2, 7, "a[0].b.c", null)).column()).isEqualTo(11);
    assertThat(places.apply(new Origin("", 3, 7, "a[0].d.e", null)).column()).isEqualTo(7);
  }

  @Test
  void nothingOutsideOfTheChartIsRead() throws IOException {
    Path inner = Files.createDirectories(chart.resolve("inner"));
    Files.writeString(chart.resolve("secret.yaml"), "a: 1\n");
    Files.createSymbolicLink(inner.resolve("link.yaml"), chart.resolve("secret.yaml"));
    for (String name : List.of("../secret.yaml", "link.yaml", ".", "gone", "\0")) {
      Origin place =
          new TemplateLines(inner)
              .places(inner + "/" + name, "a: 1\n")
              .apply(new Origin("", 1, 1, "a", null));
      assertThat(place).isEqualTo(new Origin(inner + "/" + name, 0, 0, "a", null));
    }
  }

  @Test
  void whatIsWrittenOnTwoKindsOfMachinesIsTheSame() throws IOException {
    assertThat(lines("\uFEFFa: 1\r\nb:\r\n- {{ .x }}\r\n", "a: 1\nb:\n- 2\n"))
        .containsExactly(1, 2, 3);
    Files.write(chart.resolve("t.yaml"), "a: é".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(
            new TemplateLines(chart)
                .places(chart + "/t.yaml", "a: é")
                .apply(new Origin("", 1, 1, "a", null))
                .line())
        .isZero();
  }

  @Test
  @Timeout(60)
  void slipsNeverGiveLinesThatAreNotThere() throws IOException {
    Random random = new Random(6);
    String printed = TEMPLATE.replace("{{", "").replace("}}", "");
    for (int i = 0; i < 1000; i++) {
      String template = Mutations.of(TEMPLATE, random);
      String[] written = template.split("\r\n|\r|\n", -1);
      for (int line : lines(template, Mutations.of(printed, random))) {
        assertThat(line).isBetween(0, written.length);
        assertThat(line == 0 || !written[line - 1].isBlank()).isTrue();
      }
    }
  }

  @Test
  @Timeout(60)
  void hostileTemplatesTakeNoLongerThanTheyMay() throws IOException {
    List<String> hostile =
        List.of(
            "{{ if x }}\n".repeat(90_000),
            "{{ if x }}a: {{ .Values.x }}\n".repeat(30_000),
            "- ".repeat(500_000),
            "a: {{ x }}\n".repeat(90_000),
            "- a: {{ x }}\n".repeat(80_000),
            "{{ ".repeat(300_000),
            "{{ \"".repeat(200_000),
            "{{ /* ".repeat(150_000),
            "a: {{ .Values.x }}{{ .Values.y }}".repeat(30_000),
            "\"".repeat(900_000) + ": x\n",
            " ".repeat(900_000) + "a: b\n",
            "---\n{{ x }}\n".repeat(80_000));
    assertThat(lines("- a: {{ x }}\n".repeat(80_000), "- a: x\n".repeat(20_000))).isNotNull();
    for (String template : hostile) {
      String printed = template.replace("{{ x }}", "x").replace("{{", "").replace("}}", "");
      assertThat(lines(template, printed)).isNotNull();
    }
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 1300; i++) {
      deep.append(" ".repeat(i)).append("a:\n");
    }
    assertThat(lines(deep.toString(), deep.toString()).subList(0, 90)).doesNotContain(0);
  }
}
