package dev.breakwater.core.report;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

class JsonReportReaderFuzzTest {
  /** What is read can be written, and reads the same again; all else is the declared exception. */
  @FuzzTest(maxDuration = "10s")
  void readsAnyReport(byte @NotNull [] bytes) throws IOException, BreakwaterException {
    Report report;
    try {
      report = JsonReportReader.read("report.json", new ByteArrayInputStream(bytes));
    } catch (BreakwaterException | IOException expected) {
      if (expected.getMessage() == null) {
        throw new AssertionError("a failure without a message", expected);
      }
      return;
    }
    byte[] once = written(report);
    byte[] twice = written(JsonReportReader.read("report.json", new ByteArrayInputStream(once)));
    if (!Arrays.equals(once, twice)) {
      throw new AssertionError("a report changes when it is read and written");
    }
  }

  private static byte[] written(Report report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new JsonReport().write(report, out);
    return out.toByteArray();
  }
}
