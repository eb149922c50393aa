package dev.breakwater.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the real programs that tests compare with. */
public final class Program {
  private Program() {}

  /** What the program printed; a test that needs a missing program fails and says so. */
  public static String output(String debianPackage, Path directory, String... command) {
    return output(debianPackage, directory, Map.of(), command);
  }

  public static String output(
      String debianPackage, Path directory, Map<String, String> environment, String... command) {
    try {
      Path out = Files.createTempFile("breakwater-test", ".out");
      Path err = Files.createTempFile("breakwater-test", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(List.of(command))
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError(String.join(" ", command) + " did not end within two minutes");
        }
        if (process.exitValue() != 0) {
          throw new AssertionError(
              String.join(" ", command)
                  + " ended with "
                  + process.exitValue()
                  + ": "
                  + Files.readString(err));
        }
        return Files.readString(out, StandardCharsets.UTF_8);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "this test needs "
              + command[0]
              + "; install it with: apt-get install "
              + debianPackage
              + " ("
              + e.getMessage()
              + ")",
          e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
