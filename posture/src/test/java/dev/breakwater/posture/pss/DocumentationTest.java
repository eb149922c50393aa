package dev.breakwater.posture.pss;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/pod-security.md} says is so. */
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "pod-security.md");

  @Test
  void everyControlWithItsLevelAndFirstVersion() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Control control : Control.values()) {
      int since = 0;
      while (!control.isIn(new Version(since))) {
        since++;
      }
      expected.add("`" + control.id() + "` | " + control.level().label() + " | 1." + since);
    }
    List<String> rows = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("| `")) {
        rows.add(line.substring(2, line.indexOf(" | ", line.indexOf("| 1."))));
      }
    }
    assertThat(rows).isEqualTo(expected);
  }

  @Test
  void everyValueThatIsAllowedByName() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains("from 1.0 to 1." + Version.NEWEST.minor());
    for (String volume : AllowedValues.restrictedVolumes()) {
      assertThat(page).contains('`' + volume + '`');
    }
    for (String type : AllowedValues.seLinuxTypes(Version.NEWEST)) {
      assertThat(page).contains(type);
    }
    int[] since = {0, 27, 29, 32, 37};
    for (int i = 1; i < since.length; i++) {
      assertThat(AllowedValues.kernelParameters(new Version(since[i] - 1)))
          .isEqualTo(AllowedValues.kernelParameters(new Version(since[i - 1])));
      assertThat(AllowedValues.kernelParameters(new Version(since[i])))
          .hasSizeGreaterThan(AllowedValues.kernelParameters(new Version(since[i - 1])).size());
    }
  }
}
