package dev.breakwater.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static String written(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new HtmlReport("1.2.3").write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void dump() throws IOException {
    Files.writeString(Path.of("/tmp/f-typical.html"), written(SampleReports.typical()));
    Files.writeString(Path.of("/tmp/f-hostile.html"), written(SampleReports.hostile()));
    Files.writeString(Path.of("/tmp/f-rich.html"), written(HtmlSamples.rich()));
    Files.writeString(Path.of("/tmp/f-large.html"), written(SampleReports.large(1000, 10)));
    assertThat(written(SampleReports.typical())).isEqualTo(written(SampleReports.typical()));
  }
}
