package dev.breakwater.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Uses what a usual command uses, so that the class-data archive that the launcher makes of this
 * run holds it. Prints nothing and touches no network.
 */
final class WarmUp {
  private WarmUp() {}

  public static void main(String[] arguments) throws IOException {
    Path home = Files.createTempDirectory("breakwater-warm-up");
    try {
      Path root = Files.createDirectories(home.resolve("root"));
      Files.createDirectories(root.resolve("var/lib/dpkg"));
      Files.writeString(
          root.resolve("var/lib/dpkg/status"),
          """
          Package: example
          Status: install ok installed
          Architecture: amd64
          Version: 1.0-1
          """);
      Files.createDirectories(root.resolve("etc"));
      Files.writeString(root.resolve("etc/os-release"), "ID=debian\nVERSION_ID=\"12\"\n");
      Path archive = home.resolve("none.tar");
      Files.write(archive, new byte[10240]);
      for (String format : List.of("table", "json", "sarif", "cyclonedx", "spdx")) {
        run(home, "", "scan", "dir:" + root, "--offline", "--format", format);
      }
      run(home, "pkg:pypi/example@1.0\n", "scan", "purls:-", "--offline");
      run(home, "", "scan", "docker-archive:" + archive, "--offline");
      run(home, "1.0\t1.1\n", "versions", "--ecosystem", "Debian");
      run(home, "", "db", "status");
      run(home, "", "--help");
    } finally {
      try (Stream<Path> files = Files.walk(home)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void run(Path home, String input, String... arguments) {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            nowhere,
            nowhere,
            nowhere,
            false,
            false,
            100,
            Map.of("HOME", home.toString()));
    Main.run(console, arguments);
  }
}
