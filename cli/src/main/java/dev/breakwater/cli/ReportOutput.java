package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Where a report goes.
 *
 * @param file null for standard output
 * @param format its name, for messages
 * @param standard standard output
 */
record ReportOutput(@Nullable Path file, String format, OutputStream standard) {
  /** Writes a report. */
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  void write(Body body) throws BreakwaterException {
    if (file == null) {
      print(body);
    } else {
      write(body, file);
    }
  }

  private void print(Body body) throws BreakwaterException {
    try {
      body.writeTo(standard);
      standard.flush();
    } catch (IOException e) {
      // A reader such as head(1) that has seen enough is no fault.
      if (!"Broken pipe".equals(e.getMessage())) {
        throw new BreakwaterException(
            "Tried to print the report, but " + SubjectReference.reason(e), e);
      }
    }
  }

  /** A reader of the file sees the old report or the whole new one. */
  private void write(Body body, Path target) throws BreakwaterException {
    // Not Files.createTempFile: a report is for others to read, as far as the umask says.
    Path draft =
        target.resolveSibling(target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
        body.writeTo(out);
      }
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to write the "
              + format
              + " report to "
              + target
              + ", but "
              + SubjectReference.reason(e),
          e);
    } finally {
      // Whatever went wrong; after the move there is none.
      draft.toFile().delete();
    }
  }
}
