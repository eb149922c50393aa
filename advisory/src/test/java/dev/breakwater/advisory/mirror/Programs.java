package dev.breakwater.advisory.mirror;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the real programs that tests compare with. */
public final class Programs {
  private Programs() {}

  /**
   * Runs a program and gives its standard output.
   *
   * @param debianPackage what to install where the program is missing
   */
  public static byte[] run(
      String debianPackage, Path directory, Map<String, String> environment, String... command)
      throws Exception {
    Path output = Files.createTempFile("program", ".out");
    Path errors = Files.createTempFile("program", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
      builder.environment().putAll(environment);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.directory(directory.toFile());
      builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
      Process process;
      try {
        process = builder.start();
      } catch (IOException e) {
        throw new AssertionError("install " + debianPackage + ": this test needs " + command[0], e);
      }
      process.getOutputStream().close();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command[0] + " did not end in two minutes");
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(
            String.join(" ", command)
                + " failed with "
                + process.exitValue()
                + ": "
                + Files.readString(errors)
                + Files.readString(output));
      }
      return Files.readAllBytes(output);
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }
}
