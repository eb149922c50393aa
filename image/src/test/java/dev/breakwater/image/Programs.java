package dev.breakwater.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the real programs that tests compare with. A missing program fails the test. */
public final class Programs {
  private Programs() {}

  /**
   * Runs a program to its end.
   *
   * @return what it wrote
   */
  public static String run(Path directory, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("program-", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(List.of(command))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process;
      try {
        process = builder.start();
      } catch (IOException e) {
        throw new AssertionError(
            "this test needs the program " + command[0] + ": install it with apt-get", e);
      }
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + " did not end in two minutes");
      }
      String text = Files.readString(output, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new AssertionError(
            String.join(" ", command) + " ended with " + process.exitValue() + ": " + text);
      }
      return text;
    } finally {
      Files.delete(output);
    }
  }

  /** A command from parts of which some may be empty and are left out. */
  public static String[] command(String... parts) {
    List<String> command = new ArrayList<>(List.of(parts));
    command.removeIf(String::isEmpty);
    return command.toArray(String[]::new);
  }
}
