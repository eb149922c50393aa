package dev.breakwater.inventory.golang;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.Program;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An escape starts at the runtime, so its version must be found even where Go did not record it.
 */
class ContainerRuntimeTest {
  @TempDir Path directory;

  private static FileEntry entry(String path, long size) {
    return new FileEntry(path, FileEntry.Kind.FILE, size, 0755, 0, 0, null);
  }

  /** Of a copy that no package database knows, from disk and as it streams by. */
  private String found(Path program) throws IOException {
    Path copies = Files.createDirectory(directory.resolve("copies"));
    Path copy = Files.copy(program, copies.resolve(program.getFileName()));
    FileEntry entry = entry("usr/local/bin/" + copy.getFileName(), Files.size(copy));
    PackageFacts onDisk =
        new GoBinaryDetector(null).examine(entry, new ProgramContent.OnDisk(copy));
    PackageFacts streamed =
        new GoBinaryDetector(null)
            .examine(entry, new ProgramContent.Streamed(Files.readAllBytes(copy), directory));
    assertThat(onDisk).isNotNull().isEqualTo(streamed);
    return onDisk.packages().getFirst().purl().toString();
  }

  private String printed(String debianPackage, String... command) {
    return Program.output(debianPackage, directory, command);
  }

  @Test
  void debiansRunc() throws IOException {
    String version = printed("runc", "/usr/sbin/runc", "--version").split("\\s+")[2];
    assertThat(found(Path.of("/usr/sbin/runc")))
        .isEqualTo("pkg:golang/github.com/opencontainers/runc@v" + version.replace("+", "%2B"));
  }

  /** Debian's {@code ~ds1} says that files were left out, not that it came before the release. */
  @Test
  void debiansContainerd() throws IOException {
    String version = printed("containerd", "/usr/bin/containerd", "--version").split(" ")[2];
    assertThat(found(Path.of("/usr/bin/containerd")))
        .isEqualTo(
            "pkg:golang/github.com/containerd/containerd@v"
                + version.replace("~", "+").replace("+", "%2B"));
  }

  @Test
  void debiansDockerd() throws IOException {
    String printed = printed("docker.io", "/usr/sbin/dockerd", "--version");
    String version = printed.substring("Docker version ".length(), printed.indexOf(','));
    assertThat(found(Path.of("/usr/sbin/dockerd")))
        .isEqualTo("pkg:golang/github.com/docker/docker@v" + version.replace("+", "%2B"));
  }

  /** runc embeds a file with its version since 1.2, and is built without the linker's flags. */
  @Test
  void anEmbeddedVersion() throws Exception {
    GoToolchain go =
        new GoToolchain(directory)
            .write("runc/go.mod", "module github.com/opencontainers/runc\ngo 1.18\n")
            .write("runc/VERSION", "1.2.4\n")
            .write(
                "runc/main.go",
                """
                package main
                import _ "embed"
                //go:embed VERSION
                var version string
                var extra = ""
                func main() { print(version, extra) }
                """);
    Path program = go.build("runc", "runc", Map.of(), "-trimpath", "-ldflags=-s -w");
    assertThat(found(program)).isEqualTo("pkg:golang/github.com/opencontainers/runc@v1.2.4");
  }

  /** A layer streams by once, so only what is called as a runtime is copied to be searched. */
  @Test
  void underAnotherNameALayerAndADirectoryAgree() throws Exception {
    GoToolchain go =
        new GoToolchain(directory)
            .write("runc/go.mod", "module github.com/opencontainers/runc\ngo 1.18\n")
            .write(
                "runc/main.go",
                "package main\nvar version = \"\"\nfunc main() { print(version) }\n");
    Path program =
        go.build("runc", "sandbox", Map.of(), "-trimpath", "-ldflags=-s -w -X main.version=1.2.4");
    assertThat(found(program)).isEqualTo("pkg:golang/github.com/opencontainers/runc@%28devel%29");
  }

  @Test
  void aVersionThatTheLinkerPutInAndGoDidNotRecord() throws Exception {
    GoToolchain go =
        new GoToolchain(directory)
            .write("kubernetes/go.mod", "module k8s.io/kubernetes\ngo 1.18\n")
            .write(
                "kubernetes/main.go",
                "package main\nvar gitVersion = \"\"\nfunc main() { print(gitVersion) }\n");
    Path program =
        go.build(
            "kubernetes",
            "kubelet",
            Map.of(),
            "-trimpath",
            "-ldflags=-s -w -X main.gitVersion=v1.28.3-rc.1");
    assertThat(found(program)).isEqualTo("pkg:golang/k8s.io/kubernetes@v1.28.3-rc.1");
  }

  /** {@code |} stands for a zero. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '=',
      value = {
        "x|1.7.2|y = v1.7.2",
        "|v1.7.2|v1.7.2| = v1.7.2",
        "|1.7.2-rc.1| = v1.7.2-rc.1",
        "|1.7.2~rc1| = v1.7.2-rc1",
        "|1.7.2~ds1-1|1.7.2~ds1| = v1.7.2+ds1",
        "|1.7.2|1.6.9| =",
        "x1.7.2| =",
        "|1.7.2x| =",
        "|127.0.0.1| =",
        "|v0.0.0-dirty| =",
        "nothing =",
      })
  void severalVersionsAreNone(String text, @Nullable String expected) throws IOException {
    byte[] bytes = text.replace('|', '\0').getBytes(US_ASCII);
    for (int padding : new int[] {0, 64 * 1024 - 70, 64 * 1024 - 3, 200_000}) {
      byte[] program = new byte[padding + bytes.length];
      Arrays.fill(program, (byte) 'x');
      System.arraycopy(bytes, 0, program, padding, bytes.length);
      Path file = Files.write(directory.resolve("program" + padding), program);
      try (ProgramBytes anywhere = ProgramBytes.of(file)) {
        assertThat(LinkedVersion.find(anywhere, "github.com/containerd/containerd"))
            .isEqualTo(expected);
        assertThat(LinkedVersion.find(anywhere, "github.com/containers/podman/v5")).isNull();
      }
    }
    ProgramBytes forward =
        ProgramBytes.of(new ByteArrayInputStream(bytes), bytes.length, bytes.length);
    assertThat(LinkedVersion.find(forward, "github.com/containerd/containerd")).isNull();
  }

  /** Builds outside modules name the main package only. */
  @ParameterizedTest
  @CsvSource({
    "github.com/opencontainers/runc, github.com/opencontainers/runc",
    "github.com/containerd/containerd/cmd/ctr, github.com/containerd/containerd",
    "github.com/containerd/containerd/v2/cmd/ctr, github.com/containerd/containerd/v2",
    "k8s.io/kubernetes/cmd/kubelet, k8s.io/kubernetes",
    "example.org/a/b/c,",
    "github.com/one,",
    "command-line-arguments,",
    "github.com//x/y,",
  })
  void theModuleOfAPackage(String path, @Nullable String module) {
    BuildInfo.Module main = BuildInfo.parse("go1.20.1", "path\t" + path + "\n").main();
    assertThat(main == null ? null : main.path()).isEqualTo(module);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "-X github.com/docker/docker/dockerversion.Version=24.0.7 | v24.0.7",
        "-X github.com/docker/docker/dockerversion.GitCommit=24.0.7 |",
        "-X github.com/docker/dockerfile/version.Version=24.0.7 |",
        "-X k8s.io/component-base/version.gitVersion=v1.28.3 |",
      })
  void theMainModulesVersionVariable(String flags, @Nullable String version) {
    Candidate main =
        BuildInfo.parse(
                "go1.20.1",
                "path\tgithub.com/docker/docker/cmd/dockerd\nbuild\t-ldflags=\"" + flags + "\"\n")
            .packages("dockerd", null)
            .getFirst();
    assertThat(main.version()).isEqualTo(version == null ? "(devel)" : version);
  }

  /** Podman's modules end in a major version, which such a build does not tell. */
  @Test
  void whatIsAGuessIsLeftOut() {
    String podman = "path\tgithub.com/containers/podman/cmd/podman\n";
    String runc = "path\tgithub.com/opencontainers/runc\n";
    assertThat(names(podman)).containsExactly("stdlib");
    assertThat(names(runc)).containsExactly("github.com/opencontainers/runc", "stdlib");
  }

  private static List<String> names(String text) {
    return BuildInfo.parse("go1.20.1", text).packages("program", null).stream()
        .map(Candidate::name)
        .toList();
  }
}
