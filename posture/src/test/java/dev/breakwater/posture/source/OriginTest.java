package dev.breakwater.posture.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "spec | a.spec",
        "x-common_2 | a.x-common_2",
        "a.b/c | a[\"a.b/c\"]",
        "é | a[\"é\"]",
        "`` | a[\"\"]",
        "say \"\\\" | a[\"say \\\"\\\\\\\"\"]",
      })
  void namesThatAreMoreThanWordsStandInBrackets(String name, String path) {
    assertThat(new Origin("f", 1, 1, "a", null).pathTo(name)).isEqualTo(path);
  }

  @Test
  void pathsBeginWithoutAPoint() {
    Origin document = new Origin("f", 1, 1, "", null);
    assertThat(document.pathTo("spec")).isEqualTo("spec");
    assertThat(document.pathTo("a b")).isEqualTo("[\"a b\"]");
    assertThat(document.pathTo(3)).isEqualTo("[3]");
    assertThat(document.pathTo("k".repeat(1000))).hasSizeLessThan(400).endsWith("…\"]");
  }
}
