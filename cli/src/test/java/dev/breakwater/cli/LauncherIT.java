package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting the program: the class-data archive, its defects, and what a machine may lack. */
class LauncherIT {
  @TempDir private Path temporary;
  private Distribution distribution;

  @BeforeEach
  void unpack() throws IOException {
    distribution = Distribution.unpackInto(temporary.resolve("unpacked"));
  }

  @Test
  void startsFromAnArchiveNamedByTheContentOfTheJars() throws IOException {
    Distribution.Result first = distribution.breakwater("--version");
    assertThat(first.out()).matches("breakwater \\d+\\.\\d+\\.\\d+\\n");
    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    List<Path> archives = archives();
    assertThat(archives).hasSize(1);
    assertThat(archives.getFirst().getFileName().toString()).matches("cli-[0-9a-f]{24}-25.*\\.jsa");

    String loaded =
        distribution
            .with("BREAKWATER_JAVA_OPTIONS", "-Xlog:class+load:stdout")
            .breakwater("--help")
            .out();
    assertThat(loaded.lines().filter(line -> line.contains("picocli.CommandLine source:")))
        .isNotEmpty()
        .allMatch(line -> line.contains("shared objects file (top)"));
  }

  @Test
  void runsTheNewCodeOfAReplacedJarEvenWithTheSameSizeAndTime() throws IOException {
    assertThat(distribution.breakwater("--version").out()).startsWith("breakwater ");
    Path jar;
    try (var files = Files.list(distribution.home().resolve("lib"))) {
      jar =
          files
              .filter(file -> file.getFileName().toString().startsWith("breakwater-cli-"))
              .findFirst()
              .orElseThrow();
    }
    FileTime time = Files.getLastModifiedTime(jar);
    long size = Files.size(jar);
    replace(jar, size);
    Files.setLastModifiedTime(jar, time);
    assertThat(Files.size(jar)).isEqualTo(size);

    assertThat(distribution.breakwater("--version").out()).isEqualTo("the new code\n");
    assertThat(distribution.breakwater("--version").out()).isEqualTo("the new code\n");
  }

  @Test
  void startsThroughASymbolicLink() throws IOException {
    Path link =
        Files.createSymbolicLink(
            temporary.resolve("bw"), distribution.home().resolve("breakwater"));
    Distribution.Result result =
        Distribution.run(
            temporary,
            Map.of("XDG_CACHE_HOME", distribution.cache().toString()),
            "",
            link.toString(),
            "--version");
    assertThat(result.out()).startsWith("breakwater ");
  }

  @Test
  void startsWhereNothingCanBeCached() throws IOException {
    Path file = Files.createFile(temporary.resolve("a-file"));
    assertThat(
            distribution
                .with("XDG_CACHE_HOME", file.resolve("below").toString())
                .breakwater("--version")
                .out())
        .startsWith("breakwater ");
  }

  @Test
  void passesEveryWordOn() {
    Distribution.Result result =
        distribution.breakwater("scan", "purls:no such  file", "--offline");
    assertThat(result.err()).contains("no such  file");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  private List<Path> archives() throws IOException {
    try (var files = Files.list(distribution.cache().resolve("breakwater/start"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  /** Puts a jar of exactly {@code size} bytes there, with another {@code Main}. */
  private void replace(Path jar, long size) throws IOException {
    Path source = temporary.resolve("dev/breakwater/cli/Main.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        package dev.breakwater.cli;
        public final class Main {
          public static void main(String[] words) { System.out.println("the new code"); }
        }
        """);
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    byte[] main = Files.readAllBytes(source.resolveSibling("Main.class"));
    int padding = Math.toIntExact(size - jarOf(main, 0).length);
    Files.write(jar, jarOf(main, padding));
  }

  private static byte[] jarOf(byte[] main, int padding) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      stored(zip, "dev/breakwater/cli/Main.class", main);
      stored(zip, "padding", new byte[padding]);
    }
    return bytes.toByteArray();
  }

  private static void stored(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    ((OutputStream) zip).write(content);
    zip.closeEntry();
  }
}
