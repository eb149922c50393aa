package dev.breakwater.content.leftover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.content.ContentScanner;
import dev.breakwater.content.ImageFixture;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Image;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.Images;
import dev.breakwater.image.Programs;
import dev.breakwater.image.registry.RegistryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeftoversTest {
  @TempDir Path directory;

  private static List<String> lines(String path, String text) {
    return new ImageFixture().file(path, text).lines(Leftovers.inspection());
  }

  @Test
  void git() throws Exception {
    Programs.run(directory, "git", "init", "-q", "app");
    String head = Files.readString(directory.resolve("app/.git/HEAD"));
    assertThat(lines("app/.git/HEAD", head)).containsExactly("medium git-directory app/.git/HEAD");
    assertThat(lines(".git/HEAD", "a".repeat(40) + "\n")).hasSize(1);
    assertThat(lines("app/.git/HEAD", "hello")).isEmpty();
    assertThat(lines("app/dotgit/HEAD", head)).isEmpty();
  }

  @Test
  void theHistoryOfACheckoutIsNotLeftBehind() throws Exception {
    Path checkout = Files.createDirectories(directory.resolve("checkout"));
    Programs.run(checkout, "git", "init", "-q", ".");
    Programs.run(checkout, "git", "init", "-q", "vendor/part");
    ContentScanner scanner = new ContentScanner(List.of(Leftovers.inspection()));
    try (Image image =
        Images.open(
            new ImageSource.Directory(checkout),
            new ImageOptions(null, (RegistryOptions) null, null),
            Progress.SILENT)) {
      ImageFacts facts = image.examine(scanner.detectors(), Progress.SILENT);

      assertThat(scanner.findings(image.subject(), image.settings(), facts))
          .extracting(found -> found.location().path())
          .containsExactly("vendor/part/.git/HEAD");
    }
  }

  @Test
  void otherHistories() {
    assertThat(lines("app/.svn/wc.db", "SQLite format 3\0"))
        .containsExactly("low source-history app/.svn/wc.db");
    assertThat(lines("app/.hg/store/00changelog.i", "\0\1")).hasSize(1);
    assertThat(lines("root/.bash_history", "ls\n"))
        .containsExactly("low shell-history root/.bash_history");
    assertThat(lines("root/.bash_history", "")).isEmpty();
    assertThat(lines("usr/share/purchase_history", "x")).isEmpty();
  }

  @Test
  void environmentFiles() {
    List<Weakness> found =
        new ImageFixture()
            .file("app/.env", "# settings\nDEBUG=1\nexport DB_PASSWORD='zebra crossing'\n")
            .findings(Leftovers.inspection());
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().id()).isEqualTo("environment-file");
    assertThat(found.getFirst().location().line()).isEqualTo(3);
    assertThat(found.getFirst().evidence()).isEqualTo("it gives DB_PASSWORD a value");
    assertThat(found.toString()).doesNotContain("zebra");
    assertThat(lines("app/.env.production", "DEBUG=1\nDB_PASSWORD=\nTOKEN=${TOKEN}\n"))
        .containsExactly("negligible environment-file-without-secrets app/.env.production");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app/.env.example",
        "app/.env.sample",
        "app/node_modules/x/.env",
        "app/.environment",
        "app/x.env"
      })
  void noEnvironmentFiles(String path) {
    assertThat(lines(path, "DB_PASSWORD=zebra\n")).isEmpty();
  }

  @Test
  void coreDumps() throws Exception {
    byte[] core = new byte[200];
    byte[] elf = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0};
    System.arraycopy(elf, 0, core, 0, elf.length);
    assertThat(new ImageFixture().file("core.4711", core, 0600).lines(Leftovers.inspection()))
        .containsExactly("medium core-dump core.4711");
    assertThat(
            new ImageFixture()
                .file("srv/core", Files.readAllBytes(Path.of("/bin/true")), 0755)
                .lines(Leftovers.inspection()))
        .as("a program")
        .isEmpty();
    assertThat(lines("usr/lib/node/core.js", "x")).isEmpty();
    assertThat(lines("app/java_pid1.hprof", "JAVA PROFILE 1.0.2\0"))
        .containsExactly("medium heap-dump app/java_pid1.hprof");
    assertThat(lines("app/x.hprof", "text")).isEmpty();
  }

  @Test
  void statesAndDumps() {
    assertThat(
            lines(
                "infra/terraform.tfstate",
                "{\n  \"version\": 4,\n  \"terraform_version\": \"1.9\"}"))
        .containsExactly("medium terraform-state infra/terraform.tfstate");
    assertThat(lines("infra/terraform.tfstate", "{}")).isEmpty();
    String dump = "-- MySQL dump 10.13\n" + "INSERT INTO a VALUES (1);\n".repeat(500);
    assertThat(lines("backup/all.sql", dump))
        .containsExactly("medium database-dump backup/all.sql");
    assertThat(lines("backup/schema.sql", "-- MySQL dump 10.13\nCREATE TABLE a;\n")).isEmpty();
    assertThat(lines("app/query.sql", "SELECT 1;\n".repeat(2000))).isEmpty();
  }

  @Test
  void logins() {
    assertThat(
            lines(
                "root/.aws/credentials",
                "[default]\naws_access_key_id=a\naws_secret_access_key=b\n"))
        .containsExactly("high cloud-login root/.aws/credentials");
    assertThat(lines("root/.aws/credentials", "[default]\nregion=x\n")).isEmpty();
    assertThat(lines("root/.kube/config", "users:\n- user:\n    client-key-data: eA==\n"))
        .hasSize(1);
    assertThat(lines("root/.kube/config", "users:\n- user:\n    exec:\n      command: aws\n"))
        .isEmpty();
    assertThat(
            lines(
                "root/.config/gcloud/application_default_credentials.json",
                "{\"refresh_token\": \"x\"}"))
        .hasSize(1);
    assertThat(lines("root/.azure/msal_token_cache.json", "{\"RefreshToken\": {}}")).hasSize(1);
    assertThat(lines("root/.config/gh/hosts.yml", "github.com:\n  oauth_token: x\n")).hasSize(1);
  }

  @Test
  void whatALaterLayerHidesIsStillThere() {
    assertThat(
            new ImageFixture()
                .file("app/.env", "DB_PASSWORD=zebra\n")
                .nextLayer()
                .file("app/.wh..env", "")
                .lines(Leftovers.inspection()))
        .containsExactly("medium environment-file app/.env:1 hidden");
  }
}
