package dev.breakwater.cli;

import dev.breakwater.core.BreakwaterException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
            "Tried to print the report, but " + BreakwaterException.reason(e), e);
      }
    }
  }

  private void write(Body body, Path target) throws BreakwaterException {
    try {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        // A pipe or a device, such as /dev/stdout, is written to and never replaced.
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
          body.writeTo(out);
        }
      } else {
        replace(body, Files.exists(target) ? target.toRealPath() : target);
      }
    } catch (IOException e) {
      throw new BreakwaterException(
          "Tried to write the "
              + format
              + " report to "
              + target
              + ", but "
              + BreakwaterException.reason(e),
          e);
    }
  }

  /** A reader of the file sees the old report or the whole new one. */
  private static void replace(Body body, Path target) throws IOException {
    // Not Files.createTempFile: a report is for others to read, as far as the umask says.
    Path draft =
        target.resolveSibling(target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    // What an earlier process of this number left; CREATE_NEW follows nobody's link.
    Files.deleteIfExists(draft);
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        body.writeTo(out);
      }
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      // Whatever went wrong; after the move there is none.
      draft.toFile().delete();
    }
  }
}
