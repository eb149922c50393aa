package dev.breakwater.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.ImageBuilder;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class BaseCommandsTest {
  private static final ImageBuilder.Layer DEBIAN =
      new ImageBuilder.Layer()
          .file(
              "etc/os-release",
              "ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\nPRETTY_NAME=Debian\n")
          .file(
              "var/lib/dpkg/status",
              """
              Package: openssl
              Status: install ok installed
              Architecture: amd64
              Version: 3.0.11-1

              """);

  @TempDir private Path work;
  private Path layout;
  private Path archive;

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void makeImages() throws Exception {
    layout = new ImageBuilder().layer(DEBIAN).tag("12").writeOciLayout(work.resolve("layout"));
    archive = new ImageBuilder().layer(DEBIAN).writeDockerArchive(work.resolve("image.tar"));
  }

  private Result base(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            InputStream.nullInputStream(),
            new PrintStream(out, true, UTF_8),
            out,
            new PrintStream(err, true, UTF_8),
            false,
            false,
            100,
            Map.of(
                "XDG_CACHE_HOME", work.resolve("cache").toString(),
                "XDG_DATA_HOME", work.resolve("data").toString(),
                "HOME", work.toString()));
    CommandSpec root = CommandSpec.create().name("breakwater");
    root.addSubcommand("base", BaseCommands.spec(console));
    CommandLine commandLine =
        new CommandLine(root)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out, true, UTF_8))
            .setErr(new PrintWriter(err, true, UTF_8));
    commandLine.setExecutionExceptionHandler((fault, command, parsed) -> {
      console.err().println(fault.getMessage());
      return Main.NOT_ASSESSED;
    });
    String[] all = new String[words.length + 1];
    all[0] = "base";
    System.arraycopy(words, 0, all, 1, words.length);
    int exitCode = commandLine.execute(all);
    return new Result(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void aBaseIsLearnedShownAndForgotten() throws Exception {
    assertThat(base("list"))
        .isEqualTo(
            new Result(0, "No base image is known; learn one with: breakwater base add REF\n", ""));

    assertThat(base("add", "oci:" + layout + ":12", "--name", "debian:12.5"))
        .isEqualTo(new Result(0, "learned debian:12.5: 1 layer, 1 package\n", ""));
    assertThat(base("list").out())
        .matches(
            """
            BASE +PLATFORM +CREATED +LAYERS +PACKAGES +DIGEST
            debian:12\\.5 +linux/amd64 +1 +1 +[0-9a-f]{12}
            """);
    Json listed = Json.parse(base("list", "--format", "json").out());
    assertThat(listed.text("schema")).isEqualTo("breakwater.bases/1");
    Json debian = listed.get("bases").items().getFirst();
    assertThat(debian.text("reference")).isEqualTo("debian:12.5");
    assertThat(debian.get("distribution").text("codename")).isEqualTo("bookworm");
    assertThat(debian.get("layers").number(0)).isEqualTo(1);

    assertThat(base("remove", "docker.io/library/debian:12.5"))
        .isEqualTo(new Result(0, "forgot debian:12.5 for linux/amd64\n", ""));
    assertThat(base("remove", "debian:12.5"))
        .isEqualTo(
            new Result(
                3,
                "",
                "breakwater: no base image is known as debian:12.5; 'breakwater base list' shows"
                    + " those that are\n"));
    assertThat(Json.parse(base("list", "-f", "json").out()).get("bases").items()).isEmpty();
  }

  @Test
  void anArchiveHasToBeNamed() {
    Result nameless = base("add", archive.toString());
    assertThat(nameless.exitCode()).isEqualTo(2);
    assertThat(nameless.err()).contains("--name debian:12.12");
    assertThat(base("add", archive.toString(), "--name", "Not A Name").exitCode()).isEqualTo(2);
    assertThat(base("add", archive.toString(), "--name", "example.org/base:1").out())
        .isEqualTo("learned example.org/base:1: 1 layer, 1 package\n");
  }

  @Test
  void whatIsNoImageIsWrongUsage() throws Exception {
    Path list = Files.writeString(work.resolve("list"), "pkg:npm/a@1\n");
    for (String subject : new String[] {"purls:" + list, "dir:" + work, "host:"}) {
      Result result = base("add", subject);
      assertThat(result.exitCode()).as(subject).isEqualTo(2);
      assertThat(result.err()).contains(subject + " is no image, so nothing can be built on it");
    }
    Result platform = base("add", "oci:" + layout, "--name", "a:1", "--platform", "linux");
    assertThat(platform.exitCode()).isEqualTo(2);
    assertThat(platform.err()).contains("--platform: a platform is os/arch");
    assertThat(base("add", "oci:" + work.resolve("nowhere"), "--name", "a:1").exitCode())
        .isEqualTo(3);
  }

  @Test
  void whatIsDamagedIsTold() throws Exception {
    base("add", archive.toString(), "--name", "example.org/base:1");
    Path bases = work.resolve("data").resolve("breakwater").resolve("bases");
    Files.writeString(bases.resolve("index.tsv"), "garbage");
    Result result = base("list");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out()).contains("example.org/base:1");
    assertThat(result.err()).contains("index.tsv").contains("damaged");
  }
}
