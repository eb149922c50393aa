package dev.breakwater.inventory.rust;

import static dev.breakwater.inventory.FileFixture.problems;
import static dev.breakwater.inventory.FileFixture.purls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CargoLockTest {
  private static final String CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index";

  @Test
  void aVersion4LockHasItsRegistryCratesOnly() {
    assertThat(
            purls(
                "srv/Cargo.lock",
                """
                version = 4

                [[package]]
                name = "harbour"
                version = "0.1.0"
                dependencies = ["keel", "mast 0.9.1"]

                [[package]]
                name = "keel"
                version = "1.0.0+build.5"
                source = "%s"
                checksum = "00"

                [[package]]
                name = "mast"
                version = "0.9.1"
                source = "%s"
                """
                    .formatted(CRATES_IO, CRATES_IO)))
        .containsExactly("pkg:cargo/keel@1.0.0%2Bbuild.5", "pkg:cargo/mast@0.9.1");
  }

  @Test
  void aVersion1LockHasARootAndChecksumsOfItsOwn() {
    assertThat(
            purls(
                "Cargo.lock",
                """
                [root]
                name = "harbour"
                version = "0.1.0"
                dependencies = ["keel 1.0.0 (%s)"]

                [[package]]
                name = "keel"
                version = "1.0.0"
                source = "%s"

                [metadata]
                "checksum keel 1.0.0 (%s)" = "00"
                """
                    .formatted(CRATES_IO, CRATES_IO, CRATES_IO)))
        .containsExactly("pkg:cargo/keel@1.0.0");
  }

  @Test
  void cratesFromElsewhereSayWhere() {
    assertThat(
            purls(
                "Cargo.lock",
                """
                version = 3

                [[package]]
                name = "keel"
                version = "1.0.0"
                source = "git+https://example.org/keel.git?branch=main#0123abc"

                [[package]]
                name = "mast"
                version = "1.0.0"
                source = "sparse+https://example.org/index/"

                [[package]]
                name = "oar"
                version = "1.0.0"
                source = "registry+https://example.org/index"
                """))
        .containsExactly(
            "pkg:cargo/keel@1.0.0?vcs_url=git%2Bhttps://example.org/keel.git%400123abc",
            "pkg:cargo/mast@1.0.0?repository_url=https://example.org/index/",
            "pkg:cargo/oar@1.0.0?repository_url=https://example.org/index");
  }

  @Test
  void locksOfUnpackedCratesSayNothing() {
    String lock = "[[package]]\nname = \"a\"\nversion = \"1\"\nsource = \"" + CRATES_IO + "\"\n";
    assertThat(purls("root/.cargo/registry/src/x/a-1/Cargo.lock", lock)).isEmpty();
    assertThat(purls("srv/vendor/a/Cargo.lock", lock)).isEmpty();
    assertThat(purls("srv/NotCargo.lock", lock)).isEmpty();
    assertThat(purls("srv/Cargo.lock", lock)).hasSize(1);
  }

  @Test
  void aBadFileIsAProblem() {
    assertThat(problems("Cargo.lock", "[[package]]\nname = \"a\nversion = 1"))
        .singleElement()
        .asString()
        .startsWith("not valid TOML at line 2");
    assertThat(
            problems("Cargo.lock", "[[package]]\nname = \"a b\"\nversion = \"1\"\nsource = \"x\""))
        .containsExactly("1 entry was left out: the name or version is missing or cannot be one");
  }

  @Test
  void cargoAgrees(@TempDir Path directory) throws IOException {
    write(
        directory, "Cargo.toml", "[workspace]\nmembers = [\"app\", \"part\"]\nresolver = \"2\"\n");
    write(
        directory,
        "app/Cargo.toml",
        crate("app", "0.1.0")
            + "[dependencies]\npart = { path = \"../part\" }\nleaf = \"1\"\n"
            + "[dev-dependencies]\nprobe = \"2.0.0-rc.1\"\n");
    write(directory, "app/src/main.rs", "fn main() {}");
    write(directory, "part/Cargo.toml", crate("part", "0.2.0"));
    write(directory, "part/src/lib.rs", "");
    for (String each : new String[] {"leaf 1.4.2", "probe 2.0.0-rc.1"}) {
      String name = each.substring(0, each.indexOf(' '));
      String vendored = "vendor/" + name + "/";
      write(directory, vendored + "Cargo.toml", crate(name, each.substring(name.length() + 1)));
      write(directory, vendored + "src/lib.rs", "");
      write(
          directory,
          vendored + ".cargo-checksum.json",
          "{\"files\":{},\"package\":\"" + "0".repeat(64) + "\"}");
    }
    write(
        directory,
        ".cargo/config.toml",
        "[source.crates-io]\nreplace-with = \"v\"\n[source.v]\ndirectory = \"vendor\"\n");
    Map<String, String> environment = Map.of("CARGO_HOME", directory.resolve("home").toString());
    Program.output("cargo", directory, environment, "cargo", "generate-lockfile", "--offline");
    Json metadata =
        Json.parse(
            Program.output(
                "cargo",
                directory,
                environment,
                "cargo",
                "metadata",
                "--offline",
                "--format-version",
                "1"));
    TreeSet<String> published = new TreeSet<>();
    for (Json each : metadata.get("packages").items()) {
      if (each.text("source") != null) {
        published.add("pkg:cargo/" + each.text("name") + "@" + each.text("version"));
      }
    }
    assertThat(published).hasSize(2);
    assertThat(purls("Cargo.lock", Files.readString(directory.resolve("Cargo.lock"))))
        .containsExactlyElementsOf(published);
  }

  private static String crate(String name, String version) {
    return "[package]\nname = \""
        + name
        + "\"\nversion = \""
        + version
        + "\"\nedition = \"2021\"\n";
  }

  private static void write(Path directory, String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
