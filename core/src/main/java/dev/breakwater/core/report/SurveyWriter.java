package dev.breakwater.core.report;

import dev.breakwater.core.Survey;
import java.io.IOException;
import java.io.OutputStream;

/** Writes surveys in one form. */
public interface SurveyWriter {
  /**
   * Has every subject of the survey scanned, writes each report as it comes and the summary after
   * the last, and flushes {@code out} without closing it.
   *
   * @throws IOException where {@code out} refuses; what was written so far is of no use then
   */
  void write(Survey survey, OutputStream out) throws IOException;
}
