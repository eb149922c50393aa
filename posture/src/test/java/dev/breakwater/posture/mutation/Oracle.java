package dev.breakwater.posture.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that other people wrote, asked by a line a question in one run. */
public final class Oracle {
  private static final long TIMEOUT_SECONDS = 300;

  /** Where Debian's packages have the sources of Go libraries. */
  private static final String GO_SOURCES = "/usr/share/gocode";

  private Oracle() {}

  /**
   * Asks a Go program.
   *
   * @param directory for what it is made of
   * @param needs the Debian packages of its libraries
   * @return a line for each question
   */
  public static List<String> go(Path directory, String needs, String source, List<String> questions)
      throws IOException, InterruptedException {
    // Only code that has a go.mod may import a library by the name of its major version.
    Path program = directory.resolve("src/oracle");
    Files.createDirectories(program);
    Files.writeString(program.resolve("main.go"), source);
    Files.writeString(program.resolve("go.mod"), "module oracle\n");
    return ask(
        directory,
        "golang-go " + needs,
        List.of("go", "run", "oracle"),
        Map.of(
            "GOPATH", directory + ":" + GO_SOURCES,
            "GOCACHE", directory.resolve("cache").toString(),
            "GO111MODULE", "off",
            "GOFLAGS", "",
            "GOTOOLCHAIN", "local"),
        questions);
  }

  /** Asks a Python program, by Debian's own Python. */
  public static List<String> python(
      Path directory, String needs, String source, List<String> questions)
      throws IOException, InterruptedException {
    return ask(directory, needs, List.of("/usr/bin/python3", "-c", source), Map.of(), questions);
  }

  private static List<String> ask(
      Path directory,
      String needs,
      List<String> command,
      Map<String, String> environment,
      List<String> questions)
      throws IOException, InterruptedException {
    Path in = directory.resolve("questions");
    Path out = directory.resolve("answers");
    Path errors = directory.resolve("errors");
    Files.write(in, questions, StandardCharsets.UTF_8);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail(command.getFirst() + " did not end within " + TIMEOUT_SECONDS + " seconds");
    }
    List<String> answers = Files.readAllLines(out);
    assertThat(answers)
        .as(command + " (apt-get install " + needs + "): " + Files.readString(errors))
        .hasSameSizeAs(questions);
    return answers;
  }
}
