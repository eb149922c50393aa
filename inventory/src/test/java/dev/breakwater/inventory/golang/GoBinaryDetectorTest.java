package dev.breakwater.inventory.golang;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.golang.ProgramContent.OnDisk;
import dev.breakwater.inventory.golang.ProgramContent.Streamed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against programs built by the real Go, and what {@code go version -m} says of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoBinaryDetectorTest {
  @TempDir static Path directory;

  private final GoBinaryDetector detector = new GoBinaryDetector(null);
  private GoToolchain go;
  private String goVersion;

  @BeforeAll
  void writeModules() throws Exception {
    go =
        new GoToolchain(directory)
            .write("lib/go.mod", "module example.org/Team/Lib/v2\ngo 1.18\n")
            .write("lib/lib.go", "package lib\nfunc Hi() string { return \"hi\" }\n")
            .write("fork/go.mod", "module example.org/fork\ngo 1.18\n")
            .write("fork/fork.go", "package fork\nfunc Ho() string { return \"ho\" }\n")
            .write(
                "app/go.mod",
                """
                module example.org/team/app
                go 1.18
                require (
                  example.org/Team/Lib/v2 v2.3.4
                  example.org/original v1.0.0
                )
                replace example.org/Team/Lib/v2 => ../lib
                replace example.org/original => ../fork
                """)
            .write(
                "app/main.go",
                """
                package main
                import "example.org/Team/Lib/v2"
                import fork "example.org/original"
                var version = "dev"
                func main() { println(lib.Hi(), fork.Ho(), version) }
                """)
            .write("c/go.mod", "module example.org/c\ngo 1.18\n")
            .write(
                "c/main.go",
                """
                package main
                // static inline int two(void) { return 2; }
                import "C"
                func main() { println(C.two()) }
                //export Three
                func Three() int { return 3 }
                """);
    Path program = go.build("c", "probe", Map.of("CGO_ENABLED", "1"));
    goVersion = go.version(program).getFirst().trim().substring(2);
  }

  private static FileEntry entry(Path program, int mode) {
    return new FileEntry(
        "usr/bin/" + program.getFileName(),
        FileEntry.Kind.FILE,
        program.toFile().length(),
        mode,
        0,
        0,
        null);
  }

  private PackageFacts onDisk(Path program) throws IOException {
    return detector.examine(entry(program, 0755), new OnDisk(program));
  }

  private Streamed streamed(Path program) throws IOException {
    return new Streamed(Files.readAllBytes(program), directory);
  }

  private static List<String> purls(PackageFacts facts) {
    return facts.packages().stream().map(candidate -> candidate.purl().toString()).toList();
  }

  /** The packages that {@code go version -m} tells, by the rules that the detector documents. */
  private List<String> expected(Path program) throws Exception {
    List<String> lines = go.version(program);
    List<String> expected = new ArrayList<>();
    for (String line : lines) {
      String[] columns = line.strip().split("\t");
      switch (columns[0]) {
        case "mod" -> expected.add(columns[1] + " (devel)");
        case "dep" -> expected.add(columns[1] + " " + columns[2]);
        case "=>" -> {
          // Each replacement here is a directory: the module keeps its name.
          String replaced = expected.removeLast();
          expected.add(replaced.substring(0, replaced.indexOf(' ')) + " (devel)");
        }
        default -> {}
      }
    }
    expected.add("stdlib " + lines.getFirst().trim().substring(2));
    return expected;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain    | app |                       | ",
        "stripped | app |                       | -ldflags=-s -w",
        "pie      | app |                       | -buildmode=pie",
        "no-id    | app |                       | -trimpath;-ldflags=-buildid=",
        "i386     | app | GOARCH=386            | ",
        "ppc64    | app | GOARCH=ppc64          | ",
        "win.exe  | app | GOOS=windows          | ",
        "darwin   | app | GOOS=darwin           | ",
        "cgo      | c   | CGO_ENABLED=1         | ",
        "external | c   | CGO_ENABLED=1         | -ldflags=-linkmode=external",
        "bare     | c   | CGO_ENABLED=1         | -buildmode=pie;-ldflags=-linkmode=external -s -w -buildid=",
        "shared.so| c   | CGO_ENABLED=1         | -buildmode=c-shared",
      })
  void everyKindOfProgramTellsWhatGoItselfTells(
      String name, String module, String environment, String flags) throws Exception {
    Map<String, String> variables = new java.util.TreeMap<>();
    for (String pair : environment == null ? new String[0] : environment.split(";")) {
      variables.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    Path program =
        go.build(module, name, variables, flags == null ? new String[0] : flags.split(";"));
    // Go refuses to look at a file without the executable bit; a shared object has none.
    assertThat(program.toFile().setExecutable(true)).isTrue();

    PackageFacts facts = onDisk(program);

    assertThat(facts.packages())
        .extracting(candidate -> candidate.name() + " " + candidate.version())
        .containsExactlyElementsOf(expected(program));
    assertThat(facts.problems()).isEmpty();
    assertThat(detector.examine(entry(program, 0755), streamed(program))).isEqualTo(facts);
    assertThat(detector.wants(entry(program, name.contains(".") ? 0644 : 0755))).isTrue();
  }

  @Test
  void packageUrlsKeepTheCaseOfModulePaths() throws Exception {
    Path program = go.build("app", "urls", Map.of());

    assertThat(purls(onDisk(program)))
        .containsExactly(
            "pkg:golang/example.org/team/app@%28devel%29",
            "pkg:golang/example.org/Team/Lib/v2@%28devel%29",
            "pkg:golang/example.org/original@%28devel%29",
            "pkg:golang/stdlib@" + goVersion);
  }

  @Test
  void theLinkersVersionIsTheMainModulesWhereGoKnewNone() throws Exception {
    Path program =
        go.build(
            "app",
            "linked",
            Map.of(),
            "-ldflags=-s -w -X 'main.version=1.2.3-rc.1' -X main.go=go9.9.9");

    assertThat(purls(onDisk(program)).getFirst())
        .isEqualTo("pkg:golang/example.org/team/app@v1.2.3-rc.1");
  }

  @Test
  void programsNotWrittenInGoTellNothingAndAreNeverCopied() throws Exception {
    Path java = ProcessHandle.current().info().command().map(Path::of).orElseThrow();
    for (Path program : List.of(Path.of("/bin/sh").toRealPath(), java)) {
      Streamed content = streamed(program);
      assertThat(onDisk(program)).isNull();
      assertThat(detector.examine(entry(program, 0755), content)).isNull();
      assertThat(content.copied()).isFalse();
    }
  }

  @Test
  void programsSinceGo118AreReadAsTheyStreamBy() throws Exception {
    for (String flags : List.of("-ldflags=-buildid=", "-ldflags=-s -w", "-trimpath")) {
      Path program = go.build("app", "streaming", Map.of(), flags);
      Streamed content = streamed(program);

      assertThat(detector.examine(entry(program, 0755), content)).isEqualTo(onDisk(program));
      assertThat(content.copied()).isFalse();
    }
  }

  @Test
  void goVersionOfTheGoToolItself() throws Exception {
    Path tool = Path.of(goTool()).toRealPath();

    assertThat(onDisk(tool).packages())
        .containsExactly(
            new Candidate(
                dev.breakwater.core.PackageUrl.of("golang", null, "stdlib", goVersion),
                "stdlib",
                goVersion,
                null,
                "usr/bin/go"));
  }

  private static String goTool() {
    for (String path : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(path, "go"))) {
        return path + "/go";
      }
    }
    throw new AssertionError("this test needs Go: apt-get install golang-go");
  }

  @Test
  void aPluginSaysThatItsModulesAreNotKnown() throws Exception {
    Path plugin = go.build("c", "plugin.so", Map.of("CGO_ENABLED", "1"), "-buildmode=plugin");

    assertThat(onDisk(plugin).packages()).isEmpty();
    assertThat(onDisk(plugin).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("without readable build info"));
  }

  @Test
  void aProgramCutOffAnywhereSaysSoOrTellsAllAndNeverSomethingElse() throws Exception {
    Path program = go.build("app", "whole", Map.of());
    byte[] bytes = Files.readAllBytes(program);
    PackageFacts whole = onDisk(program);
    int header =
        indexOf(
            bytes, "\u00ff Go buildinf:".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

    for (int length : new int[] {70_000, bytes.length / 3, header + 3, header + 40, header + 60}) {
      Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, length));
      try {
        PackageFacts facts = onDisk(cut);
        assertThat(facts.packages()).isEmpty();
        assertThat(facts.problems()).hasSize(1);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("cut off");
      }
    }
    Path later = Files.write(directory.resolve("whole-cut"), Arrays.copyOf(bytes, header + 4000));
    assertThat(onDisk(later).packages())
        .extracting(Candidate::purl)
        .isEqualTo(whole.packages().stream().map(Candidate::purl).toList());
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (ExecutableLayout.startsWith(bytes, i, wanted)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void aPackedProgramIsSaidToBeUnreadable() throws Exception {
    byte[] packed = new byte[100_000];
    byte[] start = {0x7f, 'E', 'L', 'F', 2, 1, 1};
    System.arraycopy(start, 0, packed, 0, start.length);
    System.arraycopy("UPX!".getBytes(UTF_8), 0, packed, 0xec, 4);
    Path program = Files.write(directory.resolve("packed"), packed);

    assertThat(onDisk(program).problems().getFirst().what()).contains("packed by UPX");
  }

  @Test
  void aProgramOlderThanGo118IsCopiedAndRead() throws Exception {
    String modules = "path\ta/b\nmod\ta/b\tv1.0.0\n";
    byte[] old =
        new CraftedElf(true, java.nio.ByteOrder.LITTLE_ENDIAN).withPointers("go1.16.5", modules);
    byte[] note = {4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 'G', 'o', 0, 0, 1, 2, 3, 4};
    System.arraycopy(note, 0, old, 0x800, note.length);
    Streamed content = new Streamed(old, directory);

    PackageFacts facts = detector.examine(entry(directory.resolve("old"), 0755), content);

    assertThat(purls(facts)).containsExactly("pkg:golang/a/b@v1.0.0", "pkg:golang/stdlib@1.16.5");
    assertThat(content.copied()).isTrue();
  }

  @Test
  void scriptsAndSmallFilesAreNone() throws Exception {
    Path script = Files.writeString(directory.resolve("script"), "#!/bin/sh\n".repeat(20_000));

    assertThat(onDisk(script)).isNull();
    assertThat(detector.wants(entry(script, 0644))).isFalse();
    Path small = Files.writeString(directory.resolve("small"), "#!/bin/sh\n");
    assertThat(detector.wants(entry(small, 0755))).isFalse();
  }

  @Test
  void aDamagedLayerIsAnError() {
    Path missing = directory.resolve("missing");
    FileEntry entry = new FileEntry("bin/x", FileEntry.Kind.FILE, 1 << 20, 0755, 0, 0, null);
    assertThatThrownBy(() -> detector.examine(entry, new OnDisk(missing)))
        .isInstanceOf(IOException.class);
  }
}
