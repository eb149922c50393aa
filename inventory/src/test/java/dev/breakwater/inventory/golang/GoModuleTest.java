package dev.breakwater.inventory.golang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.LockFiles;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoModuleTest {
  private static SortedSet<String> lock(String path, String text) throws IOException {
    return LockFiles.packages(new GoModuleDetector(), path, text);
  }

  @Test
  void sourcesOfApplicationsAreWantedAndGosOwnAreNot() {
    GoModuleDetector detector = new GoModuleDetector();
    for (String path :
        new String[] {"go.mod", "srv/go.mod", "srv/vendor/modules.txt", "go/src/app/go.mod"}) {
      assertThat(detector.wants(FileFixture.entry(path, 1))).as(path).isTrue();
    }
    for (String path :
        new String[] {
          "srv/ergo.mod",
          "srv/modules.txt",
          "srv/testdata/go.mod",
          "root/go/pkg/mod/example.org/a@v1.0.0/go.mod",
          "usr/local/go/src/go.mod",
          "usr/local/go/src/cmd/vendor/modules.txt",
          "usr/lib/go-1.19/src/go.mod",
          "usr/share/go-1.19/src/vendor/modules.txt",
          "opt/go/src/vendor/modules.txt"
        }) {
      assertThat(detector.wants(FileFixture.entry(path, 1))).as(path).isFalse();
    }
  }

  @Test
  void everyFormOfDirectiveIsRead() throws IOException {
    assertThat(
            lock(
                "go.mod",
                """
                // Deprecated: not at all
                module example.org/app // the application

                go 1.21

                toolchain go1.22.3

                require example.org/single v1.0.0
                require "example.org/quoted" v1.1.0
                require (
                \texample.org/direct v1.2.0
                \texample.org/indirect/v2 v2.0.0 // indirect
                \texample.org/odd v3.0.0+incompatible
                \t`example.org/raw` v0.0.0-20240101000000-0123456789ab
                \texample.org/excluded v1.0.0
                \texample.org/replaced v1.0.0
                \texample.org/replaced-at-another v1.0.0
                \texample.org/local v1.0.0
                )
                exclude example.org/excluded v1.0.0
                replace (
                \texample.org/replaced => example.org/fork v1.5.0
                \texample.org/replaced-at-another v9.0.0 => example.org/fork v1.6.0
                )
                replace example.org/local v1.0.0 => ../local
                retract [v1.0.0, v1.9.9] // a mistake
                tool example.org/direct/cmd
                godebug default=go1.21
                """))
        .containsExactly(
            "example.org/direct@v1.2.0",
            "example.org/fork@v1.5.0",
            "example.org/indirect/v2@v2.0.0",
            "example.org/odd@v3.0.0+incompatible",
            "example.org/quoted@v1.1.0",
            "example.org/raw@v0.0.0-20240101000000-0123456789ab",
            "example.org/replaced-at-another@v1.0.0",
            "example.org/single@v1.0.0",
            "stdlib@1.22.3");
  }

  @Test
  void theOldestGoThatWillDoIsNotTheOneThatIsUsed() throws IOException {
    assertThat(lock("go.mod", "module a\ngo 1.22.3\n")).isEmpty();
    assertThat(lock("go.mod", "module a\ngo 1.22.3\ntoolchain default\n")).isEmpty();
  }

  @Test
  void copiesBesideTheApplicationCountIfTheyAreThere() throws IOException {
    assertThat(
            lock(
                "vendor/modules.txt",
                """
                ## workspace
                # example.org/here v1.0.0
                ## explicit; go 1.17
                example.org/here
                example.org/here/more
                # example.org/absent v1.0.0
                ## explicit
                # example.org/replaced v1.0.0 => example.org/fork v1.5.0
                example.org/replaced
                # example.org/local v1.0.0 => ./local
                example.org/local
                # example.org/replaced => example.org/fork v1.5.0
                # example.org/unused => example.org/fork v1.9.0
                """))
        .containsExactly("example.org/fork@v1.5.0", "example.org/here@v1.0.0");
  }

  @Test
  void otherLinesAreProblemsAndTheRestIsRead() throws IOException {
    PackageFacts facts =
        LockFiles.facts(
            new GoModuleDetector(),
            "go.mod",
            """
            require
            require a
            replace a b
            replace => b v1.0.0
            replace a => b c d
            toolchain
            require (
            require ../x v1.0.0
            )
            require example.org/a v1.0.0
            require example.org/b 1.0.0
            require "example.org/c
            """);

    assertThat(LockFiles.names(facts)).containsExactly("example.org/a@v1.0.0");
    assertThat(facts.problems())
        .extracting(each -> each.where())
        .containsExactly(
            "go.mod:1",
            "go.mod:2",
            "go.mod:3",
            "go.mod:4",
            "go.mod:5",
            "go.mod:6",
            "go.mod:8",
            "go.mod:12");
  }

  @Test
  void modulesAreWhatGoSaysTheyAre(@TempDir Path root) throws Exception {
    GoToolchain go = new GoToolchain(root);
    Path proxy = root.resolve("proxy");
    publish(go, proxy, "example.org/leaf", "v1.0.0", "");
    publish(go, proxy, "example.org/leaf", "v1.1.0", "");
    publish(go, proxy, "example.org/other", "v0.9.0", "");
    publish(go, proxy, "example.org/branch", "v1.0.0", "require example.org/leaf v1.1.0\n");
    go.write(
            "app/go.mod",
            """
            module example.org/app

            go 1.19

            require (
            	example.org/branch v1.0.0
            	example.org/local v1.0.0
            	example.org/mended v1.0.0
            )

            replace example.org/local => ./local

            replace example.org/mended v1.0.0 => example.org/other v0.9.0
            """)
        .write("app/local/go.mod", "module example.org/local\n\ngo 1.19\n")
        .write("app/local/code.go", "package local\n")
        .write(
            "app/main.go",
            """
            package main

            import (
            	_ "example.org/branch"
            	_ "example.org/local"
            	_ "example.org/mended"
            )

            func main() {}
            """);
    Map<String, String> environment =
        Map.of(
            "GOPROXY",
            proxy.toUri().toString(),
            "GONOSUMDB",
            "*",
            "GOFLAGS",
            "-mod=mod -modcacherw");
    go.run("app", environment, "go", "mod", "tidy");
    go.run("app", environment, "go", "mod", "vendor");
    String listed =
        go.run(
            "app",
            environment,
            "go",
            "list",
            "-m",
            "-f",
            "{{if not .Main}}{{with .Replace}}{{if .Version}}{{.Path}}@{{.Version}}{{end}}"
                + "{{else}}{{.Path}}@{{.Version}}{{end}}{{end}}",
            "all");
    SortedSet<String> modules =
        new TreeSet<>(listed.lines().filter(line -> !line.isBlank()).toList());

    assertThat(lock("go.mod", Files.readString(root.resolve("app/go.mod"))))
        .isEqualTo(modules)
        .containsExactly(
            "example.org/branch@v1.0.0", "example.org/leaf@v1.1.0", "example.org/other@v0.9.0");
    assertThat(lock("vendor/modules.txt", Files.readString(root.resolve("app/vendor/modules.txt"))))
        .isEqualTo(modules);
  }

  /** Makes a module and its files in a directory that Go takes for a proxy. */
  private static void publish(
      GoToolchain go, Path proxy, String module, String version, String requirements)
      throws IOException {
    String manifest = "module " + module + "\n\ngo 1.19\n\n" + requirements;
    // All modules whose code is wanted import what they require.
    String imports = requirements.isEmpty() ? "" : "\nimport _ \"example.org/leaf\"\n";
    String name = module.substring(module.lastIndexOf('/') + 1);
    String directory = "proxy/" + module + "/@v/" + version;
    go.write(directory + ".mod", manifest)
        .write(directory + ".info", "{\"Version\":\"" + version + "\"}");
    Path archive = proxy.resolve(module + "/@v/" + version + ".zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      String folder = module + "@" + version + "/";
      for (Map.Entry<String, String> file :
          Map.of("go.mod", manifest, "code.go", "package " + name + "\n" + imports).entrySet()) {
        zip.putNextEntry(new ZipEntry(folder + file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }
}
