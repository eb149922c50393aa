package dev.breakwater.core.report;

import dev.breakwater.core.Report;
import java.io.IOException;
import java.io.OutputStream;

/** Writes reports in one form. The same report gives the same bytes. */
public interface ReportWriter {
  /**
   * Writes the whole report and flushes {@code out}, without closing it.
   *
   * @throws IOException where {@code out} refuses; what was written so far is of no use then
   */
  void write(Report report, OutputStream out) throws IOException;
}
