package dev.breakwater.posture.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.breakwater.posture.source.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a template is, and whatever it printed, lines are lines of the template. */
class TemplateLinesFuzzTest {
  @TempDir private static Path chart;

  @FuzzTest(maxDuration = "10s")
  void finds(byte[] input) throws IOException {
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\0", 2);
    Path file = Files.writeString(chart.resolve("t.yaml"), parts[0]);
    UnaryOperator<Origin> places =
        new TemplateLines(chart).places(file.toString(), parts[parts.length - 1]);
    for (int line = 1; line < 20; line++) {
      Origin place = places.apply(new Origin("", line, 1, "", null));
      assertThat(place.line()).isBetween(0, 1 + parts[0].length());
    }
  }
}
