package dev.breakwater.inventory.golang;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds programs with the real Go, offline, and asks it what they are made of. */
final class GoToolchain {
  private final Path directory;

  GoToolchain(Path directory) {
    this.directory = directory;
  }

  /** Writes a file of the module under construction. */
  GoToolchain write(String path, String text) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  /**
   * Builds a program in the module in {@code in}.
   *
   * @param environment such as {@code GOOS}
   * @return the program
   */
  Path build(String in, String name, Map<String, String> environment, String... flags)
      throws Exception {
    Path program = directory.resolve("built").resolve(name);
    Files.createDirectories(program.getParent());
    List<String> command = new ArrayList<>(List.of("go", "build", "-o", program.toString()));
    command.addAll(List.of(flags));
    command.add(".");
    run(directory.resolve(in), environment, command);
    return program;
  }

  /** What {@code go version -m} prints of a program, line by line, without the first's path. */
  List<String> version(Path program) throws Exception {
    String output = run(directory, Map.of(), List.of("go", "version", "-m", program.toString()));
    return output.substring(program.toString().length() + 2).lines().toList();
  }

  /** What a command prints that is run in the module in {@code in}. */
  String run(String in, Map<String, String> environment, String... command) throws Exception {
    return run(directory.resolve(in), environment, List.of(command));
  }

  private String run(Path in, Map<String, String> environment, List<String> command)
      throws Exception {
    Path output = Files.createTempFile(directory, "go", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(in.toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Map<String, String> variables = builder.environment();
    variables.put("GOFLAGS", "-mod=mod -p=1");
    variables.put("GOPROXY", "off");
    variables.put("GO111MODULE", "on");
    variables.put("GOTOOLCHAIN", "local");
    variables.put("GOPATH", directory.resolve("gopath").toString());
    // The standard library for five platforms is compiled once, not at each run.
    variables.put("GOCACHE", Path.of("target", "go-cache").toAbsolutePath().toString());
    variables.put("CGO_ENABLED", "0");
    variables.putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError("this test needs Go: apt-get install golang-go", e);
    }
    if (process.waitFor() != 0) {
      throw new AssertionError(command + " failed: " + Files.readString(output, UTF_8));
    }
    return Files.readString(output, UTF_8);
  }
}
