package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(boolean terminal) {
    PrintStream out = new PrintStream(err, true, UTF_8);
    return new Console(
        InputStream.nullInputStream(), out, out, out, terminal, terminal, 40, Map.of());
  }

  private String after(Console console, boolean wanted) throws InterruptedException {
    try (ProgressLine line = new ProgressLine(console, wanted)) {
      line.at("at once", 0, 0);
      Thread.sleep(600);
      line.at("auditing a\u001b[31m.yaml", 1, 4);
    }
    return err.toString(UTF_8);
  }

  @Test
  void aLineIsShownWhereItTakesLongAndTakenAwayAtTheEnd() throws InterruptedException {
    assertThat(after(console(true), true))
        .isEqualTo("\rauditing a?[31m.yaml 25 %\u001b[K\r\u001b[K");
  }

  @Test
  void nothingIsShownWhereNobodyLooks() throws InterruptedException {
    assertThat(after(console(false), true)).isEmpty();
    assertThat(after(console(true), false)).isEmpty();
  }
}
