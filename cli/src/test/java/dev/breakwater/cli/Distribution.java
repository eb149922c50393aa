package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged program, unpacked into a directory of the test's, run as a user runs it. */
final class Distribution {
  private final Path home;
  private final Map<String, String> environment = new TreeMap<>();

  private Distribution(Path home, Path cache) {
    this.home = home;
    environment.put("XDG_CACHE_HOME", cache.toString());
  }

  /** What a command printed and how it ended. */
  record Result(int exitCode, String out, String err) {}

  static Distribution unpackInto(Path directory) throws IOException {
    Path packed;
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      packed =
          files
              .filter(file -> file.getFileName().toString().matches("breakwater-.*\\.tar\\.gz"))
              .findFirst()
              .orElseThrow();
    }
    Files.createDirectories(directory);
    run(directory, Map.of(), "", "tar", "-xzf", packed.toAbsolutePath().toString());
    try (Stream<Path> files = Files.list(directory)) {
      Path home =
          files
              .filter(file -> file.getFileName().toString().startsWith("breakwater-"))
              .findFirst()
              .orElseThrow();
      return new Distribution(home, directory.resolve("cache"));
    }
  }

  Path home() {
    return home;
  }

  Path cache() {
    return Path.of(environment.get("XDG_CACHE_HOME"));
  }

  Distribution with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Runs {@code breakwater} with these words. */
  Result breakwater(String... words) {
    return breakwaterWithInput("", words);
  }

  /** Runs {@code breakwater} with these words by another program, such as {@code strace}. */
  Result breakwaterBy(List<String> program, String... words) {
    List<String> command = new ArrayList<>(program);
    command.add(home.resolve("breakwater").toString());
    command.addAll(List.of(words));
    return run(home, environment, "", command.toArray(String[]::new));
  }

  Result breakwaterWithInput(String input, String... words) {
    List<String> command = new ArrayList<>(List.of(home.resolve("breakwater").toString()));
    command.addAll(List.of(words));
    return run(home, environment, input, command.toArray(String[]::new));
  }

  /** Runs a program that has to succeed. */
  static String must(Path directory, String... command) {
    Result result = run(directory, Map.of(), "", command);
    assertThat(result.exitCode())
        .as("%s%n%s%n%s", List.of(command), result.out(), result.err())
        .isZero();
    return result.out();
  }

  /** Runs a program to its end, five minutes at most. */
  static Result run(
      Path directory, Map<String, String> environment, String input, String... command) {
    try {
      Path out = Files.createTempFile("breakwater-test", ".out");
      Path err = Files.createTempFile("breakwater-test", ".err");
      Path in = Files.writeString(Files.createTempFile("breakwater-test", ".in"), input);
      try {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        Process process =
            builder
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError("still running after five minutes: " + List.of(command));
        }
        return new Result(
            process.exitValue(),
            Files.readString(out, StandardCharsets.UTF_8),
            Files.readString(err, StandardCharsets.UTF_8));
      } finally {
        Files.delete(out);
        Files.delete(err);
        Files.delete(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot run " + command[0] + "; ./verify installs what the tests need", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
