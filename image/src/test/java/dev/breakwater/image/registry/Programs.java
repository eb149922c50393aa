package dev.breakwater.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs the real programs that tests check against. */
final class Programs {
  private static final Map<String, String> DEBIAN_PACKAGES =
      Map.of("htpasswd", "apache2-utils", "docker-registry", "docker-registry");

  private Programs() {}

  /** What a program ended with. */
  record Outcome(int exit, String output) {}

  /** Runs a program, which must succeed, and returns what it wrote. */
  static String run(Path directory, String... command) throws Exception {
    Outcome outcome = attempt(directory, command);
    assertThat(outcome.exit()).as(String.join(" ", command) + "\n" + outcome.output()).isZero();
    return outcome.output();
  }

  /** Runs a program and returns how it ended. */
  static Outcome attempt(Path directory, String... command) throws Exception {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Process process =
        new ProcessBuilder(present(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    if (!process.waitFor(Duration.ofSeconds(60))) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + " did not end in 60 s");
    }
    String written = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    return new Outcome(process.exitValue(), written);
  }

  /** Starts a server, whose output goes to a file. */
  static Process start(Path directory, Path log, String... command) throws IOException {
    return new ProcessBuilder(present(command))
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static List<String> present(String... command) {
    String program = command[0];
    if (Path.of(program).isAbsolute()) {
      return List.of(command);
    }
    for (String directory : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return List.of(command);
      }
    }
    throw new AssertionError(
        "this test needs "
            + program
            + ": apt-get install "
            + DEBIAN_PACKAGES.getOrDefault(program, program));
  }
}
