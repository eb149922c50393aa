package dev.breakwater.inventory.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Inventory;
import dev.breakwater.inventory.Program;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmTest {
  private static Candidate read(String text) throws IOException {
    return NpmPackageDetector.read(
        "node_modules/a/package.json",
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static SortedSet<String> lock(String text) throws IOException {
    SortedSet<String> packages = new TreeSet<>();
    new NpmLock("package-lock.json")
        .read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .packages()
        .forEach(each -> packages.add(each.name() + "@" + each.version()));
    return packages;
  }

  private static String npm(Path directory, String... command) {
    String[] whole = new String[command.length + 1];
    whole[0] = "npm";
    System.arraycopy(command, 0, whole, 1, command.length);
    return Program.output(
        "npm",
        directory,
        Map.of(
            "HOME", directory.toString(),
            "npm_config_cache", directory.resolve(".npm").toString(),
            "npm_config_offline", "true",
            "npm_config_audit", "false",
            "npm_config_fund", "false",
            "npm_config_update_notifier", "false"),
        whole);
  }

  /** Every package in the tree that {@code npm ls --json} prints, as name and version. */
  private static void flatten(Json node, SortedSet<String> into) {
    node.get("dependencies")
        .members()
        .forEach((name, dependency) -> {
          if (dependency.text("version") != null) {
            into.add(name + "@" + dependency.text("version"));
          }
          flatten(dependency, into);
        });
  }

  private static SortedSet<String> npmTree(Path directory, String... options) throws IOException {
    String[] command = new String[options.length + 3];
    command[0] = "ls";
    command[1] = "--all";
    command[2] = "--json";
    System.arraycopy(options, 0, command, 3, options.length);
    SortedSet<String> tree = new TreeSet<>();
    flatten(Json.parse(npm(directory, command)), tree);
    return tree;
  }

  @Test
  void item30_aScopedNameIsAnotherPackage() throws IOException {
    assertThat(read("{\"name\":\"@octokit/request\",\"version\":\"8.4.0\"}").purl())
        .hasToString("pkg:npm/%40octokit/request@8.4.0");
    assertThat(read("{\"name\":\"request\",\"version\":\"2.88.2\"}").purl())
        .hasToString("pkg:npm/request@2.88.2");
    assertThat(read("{\"name\":\"@octokit/request\",\"version\":\"8.4.0\"}").name())
        .isEqualTo("@octokit/request");
  }

  @Test
  void onlyPackagesRightUnderNodeModulesAreInstalled() {
    NpmPackageDetector detector = new NpmPackageDetector();
    for (String path :
        new String[] {
          "node_modules/a/package.json",
          "srv/node_modules/@s/a/package.json",
          "usr/lib/node_modules/npm/package.json",
          "usr/lib/node_modules/npm/node_modules/ms/package.json",
          "app/node_modules/.pnpm/a@1.0.0/node_modules/a/package.json"
        }) {
      assertThat(detector.wants(FileFixture.entry(path, 1))).as(path).isTrue();
    }
    for (String path :
        new String[] {
          "package.json",
          "app/package.json",
          "node_modules/package.json",
          "node_modules/a/test/package.json",
          "node_modules/@s/package.json",
          "node_modules/@s/a/esm/package.json",
          "node_modules/.cache/package.json",
          "node_modules/.package-lock.json",
          "my_node_modules/a/package.json"
        }) {
      assertThat(detector.wants(FileFixture.entry(path, 1))).as(path).isFalse();
    }
  }

  @Test
  void manifestsOfPartsAreNoPackagesAndBrokenOnesAreErrors() throws IOException {
    assertThat(read("{\"type\":\"module\"}")).isNull();
    assertThat(read("{\"name\":\"a\",\"version\":7}")).isNull();
    assertThat(read("{\"name\":\"../a\",\"version\":\"1.0.0\"}")).isNull();
    assertThat(read("{\"x\":{\"name\":\"b\"},\"version\":\"1.0.0\",\"name\":\"a\"}")).isNotNull();
    assertThatThrownBy(() -> read("{\"name\":"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not valid JSON at line 1");
    assertThatThrownBy(() -> read("[]")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("[".repeat(100_000))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(100_000))).isInstanceOf(IOException.class);
  }

  private static void makePackage(Path root, String folder, String manifest) throws IOException {
    Path directory = Files.createDirectories(root.resolve("sources").resolve(folder));
    Files.writeString(directory.resolve("package.json"), manifest);
    Files.writeString(directory.resolve("index.js"), "module.exports = 1;\n");
    npm(directory, "pack", "--pack-destination", root.toString());
  }

  @Test
  void installedTreeAndItsLockAreWhatNpmSaysTheyAre(@TempDir Path root) throws IOException {
    makePackage(root, "leaf", "{\"name\":\"leaf\",\"version\":\"1.2.3\"}");
    makePackage(root, "scoped", "{\"name\":\"@scope/leaf\",\"version\":\"4.0.0-rc.1\"}");
    makePackage(root, "tool", "{\"name\":\"tool\",\"version\":\"9.9.9\"}");
    makePackage(
        root,
        "branch",
        "{\"name\":\"branch\",\"version\":\"2.0.0\",\"dependencies\":{\"leaf\":\"file:"
            + root.resolve("leaf-1.2.3.tgz")
            + "\"}}");
    Path app = Files.createDirectories(root.resolve("app"));
    Files.createDirectories(app.resolve("packages/member"));
    Files.writeString(
        app.resolve("packages/member/package.json"), "{\"name\":\"member\",\"version\":\"7.0.0\"}");
    Files.writeString(
        app.resolve("package.json"),
        "{\"name\":\"app\",\"version\":\"0.0.1\",\"workspaces\":[\"packages/member\"]}");
    npm(app, "install", "../branch-2.0.0.tgz", "../scope-leaf-4.0.0-rc.1.tgz");
    npm(app, "install", "--save-dev", "../tool-9.9.9.tgz");

    FileFixture files = new FileFixture();
    try (Stream<Path> walk = Files.walk(app.resolve("node_modules"))) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        if (!file.toString().contains("/member/")) {
          files.file("app/" + app.relativize(file), Files.readAllBytes(file));
        }
      }
    }
    Inventory inventory = files.inventory();
    SortedSet<String> installed = new TreeSet<>();
    inventory.packages().forEach(each -> installed.add(each.name() + "@" + each.version()));
    SortedSet<String> expected = npmTree(app);
    expected.remove("member@7.0.0");
    assertThat(installed)
        .isEqualTo(expected)
        .containsExactly("@scope/leaf@4.0.0-rc.1", "branch@2.0.0", "leaf@1.2.3", "tool@9.9.9");
    assertThat(inventory.problems()).isEmpty();

    SortedSet<String> withoutTools = npmTree(app, "--omit=dev", "--package-lock-only");
    withoutTools.remove("member@7.0.0");
    assertThat(lock(Files.readString(app.resolve("package-lock.json"))))
        .isEqualTo(withoutTools)
        .doesNotContain("tool@9.9.9", "app@0.0.1");
  }

  @Test
  void locksOfEveryVersionAreReadAsNpmReadsThem(@TempDir Path root) throws IOException {
    Map<String, String> locks =
        Map.of(
            "1",
            """
            {"name":"app","version":"1.0.0","lockfileVersion":1,"requires":true,"dependencies":{
              "a":{"version":"1.0.0","requires":{"b":"^2.0.0"},
                   "dependencies":{"b":{"version":"2.0.0"}}},
              "b":{"version":"1.0.0"},
              "@s/c":{"version":"3.0.0","optional":true},
              "t":{"version":"5.0.0","dev":true,"requires":{"t2":"^1.0.0"},
                   "dependencies":{"t2":{"version":"1.0.0","dev":true}}}}}
            """,
            "3",
            """
            {"name":"app","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{
              "":{"name":"app","version":"1.0.0",
                  "dependencies":{"a":"^1.0.0","b":"^1.0.0","@s/c":"^3.0.0"},
                  "devDependencies":{"t":"^5.0.0"}},
              "node_modules/a":{"version":"1.0.0","dependencies":{"b":"^2.0.0"}},
              "node_modules/a/node_modules/b":{"version":"2.0.0"},
              "node_modules/b":{"version":"1.0.0"},
              "node_modules/@s/c":{"version":"3.0.0"},
              "node_modules/t":{"version":"5.0.0","dev":true}}}
            """);
    for (Map.Entry<String, String> each : locks.entrySet()) {
      Path app = Files.createDirectories(root.resolve("v" + each.getKey()));
      Files.writeString(
          app.resolve("package.json"),
          """
          {"name":"app","version":"1.0.0",
           "dependencies":{"a":"^1.0.0","b":"^1.0.0","@s/c":"^3.0.0"},
           "devDependencies":{"t":"^5.0.0"}}
          """);
      Files.writeString(app.resolve("package-lock.json"), each.getValue());

      assertThat(lock(each.getValue()))
          .as("version " + each.getKey())
          .isEqualTo(npmTree(app, "--omit=dev", "--package-lock-only"))
          .containsExactly("@s/c@3.0.0", "a@1.0.0", "b@1.0.0", "b@2.0.0");
    }
  }

  @Test
  void linksAliasesAndAddressesAreWhatTheyStandFor() throws IOException {
    assertThat(
            lock(
                """
                {"lockfileVersion":2,
                 "dependencies":{"old":{"version":"0.0.1"}},
                 "packages":{
                  "":{"name":"app","version":"1.0.0"},
                  "packages/m":{"name":"m","version":"1.0.0"},
                  "node_modules/m":{"resolved":"packages/m","link":true},
                  "node_modules/other":{"name":"real","version":"1.1.0"},
                  "node_modules/both":{"version":"1.0.0","devOptional":true},
                  "node_modules/nothing":7,
                  "node_modules/unversioned":{}},
                 "more":[{"packages":{}}]}
                """))
        .containsExactly("both@1.0.0", "real@1.1.0");
    assertThat(
            lock(
                """
                {"lockfileVersion":1,"dependencies":{
                  "other":{"version":"npm:@s/real@1.1.0"},
                  "git":{"version":"git+ssh://git@example.org/a.git#1"},
                  "file":{"version":"file:../x"},
                  "url":{"version":"https://example.org/a.tgz"}}}
                """))
        .containsExactly("@s/real@1.1.0");
    assertThatThrownBy(() -> lock("{\"packages\":{\"node_modules/a\":{\"version\":\"1\"}"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> lock("{\"dependencies\":" + "{\"dependencies\":".repeat(100_000)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void lockFilesOfPackagesAndNpmsHiddenOneSayNothing() {
    NpmLockDetector detector = new NpmLockDetector();
    assertThat(detector.wants(FileFixture.entry("srv/package-lock.json", 1))).isTrue();
    assertThat(detector.wants(FileFixture.entry("npm-shrinkwrap.json", 1))).isTrue();
    assertThat(detector.wants(FileFixture.entry("srv/my-package-lock.json", 1))).isFalse();
    assertThat(detector.wants(FileFixture.entry("node_modules/a/package-lock.json", 1))).isFalse();
    assertThat(detector.wants(FileFixture.entry("a/node_modules/.package-lock.json", 1))).isFalse();
  }
}
