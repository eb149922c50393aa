package dev.breakwater.posture.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SourceFileTest {
  private static SourceFile file(String name, String text) throws BreakwaterException {
    return SourceFile.of(name, text.getBytes(StandardCharsets.UTF_8));
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
  }

  @Test
  void aFaultyDocumentLeavesTheOthers() throws BreakwaterException {
    SourceFile file = file("x.yaml", "a: 1\n---\nb: [\n---\nc: 1\nc: 2\n---\nd: 4\n");
    assertThat(file.documents()).extracting(each -> each.members().keySet().toString())
        .containsExactly("[a]", "[d]");
    assertThat(file.problems()).extracting(each -> each.where()).containsExactly("x.yaml:4", "x.yaml:6");
  }
}
