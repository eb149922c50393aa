package dev.breakwater.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/policies.md} says is so. */
class DocumentationTest {
  @TempDir Path directory;

  private static String documentation() throws Exception {
    // Surefire runs in the module's directory.
    return Files.readString(Path.of("..", "docs", "policies.md"));
  }

  private static List<String> blocks(String documentation) {
    List<String> blocks = new ArrayList<>();
    String[] parts = documentation.split("```", -1);
    for (int i = 1; i < parts.length; i += 2) {
      blocks.add(parts[i]);
    }
    return blocks;
  }

  @Test
  void thePolicyIsOne() throws Exception {
    String yaml = blocks(documentation()).getFirst();
    assertThat(yaml).startsWith("yaml\n");
    Path file = Files.writeString(directory.resolve("gate.yaml"), yaml.substring(5));
    PolicyFile policy = PolicyFile.read(file);
    assertThat(policy.name()).isEqualTo("payments");
    assertThat(policy.decide(Cases.of(Cases.many(200)))).hasSize(3);
  }

  @Test
  void everyExampleCanBeDecided() throws Exception {
    List<String> examples =
        blocks(documentation()).get(1).lines().filter(l -> !l.isBlank()).toList();
    assertThat(examples).hasSizeGreaterThan(25);
    for (String example : examples) {
      String expression = example.substring(0, example.indexOf("  "));
      Path file = Files.writeString(directory.resolve("example.cel"), expression);
      assertThat(PolicyFile.read(file).decide(Cases.of(Cases.many(50))))
          .as(expression)
          .allSatisfy(decision -> assertThat(decision.message()).doesNotContain("could not be"));
    }
  }

  @Test
  void everyVariableAndMemberIsNamed() throws Exception {
    String documentation = documentation();
    List<Shape<?>> shapes = new ArrayList<>(ReportShapes.all());
    shapes.add(ReportShapes.REPORT);
    for (Shape<?> shape : shapes) {
      for (String member : shape.members().keySet()) {
        assertThat(documentation).as(shape.name()).contains("`" + member + "`");
      }
    }
  }
}
