package dev.breakwater.posture.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small forms that attributes of Compose are written in. */
class FormsTest {
  @ParameterizedTest
  @CsvSource({"90s, 90", "1m30s, 90", "500ms, 1", "1.5s, 2", "2h, 7200", "1us, 1", "0s, 0"})
  void durations(String written, long seconds) {
    assertThat(Seconds.parse(written)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "1x", "1..2s", "1m 30s", "99999999999999999h"})
  void noDurations(String written) {
    assertThat(Seconds.parse(written)).isNull();
  }

  @Test
  void shellWords() {
    assertThat(ShellWords.split("a  'b c' \"d \\\"e\\\" $x\" f\\ g '' \"\\n\""))
        .isEqualTo(List.of("a", "b c", "d \"e\" $x", "f g", "", "\\n"));
    assertThat(ShellWords.split("")).isEmpty();
    assertThat(ShellWords.split("open 'x y")).isEqualTo(List.of("open", "x y"));
  }
}
