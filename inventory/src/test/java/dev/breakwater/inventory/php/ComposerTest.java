package dev.breakwater.inventory.php;

import static dev.breakwater.inventory.FileFixture.problems;
import static dev.breakwater.inventory.FileFixture.purls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposerTest {
  @Test
  void bothFormsOfInstalledJsonAreRead() {
    String entry = "{\"name\": \"Acme/Keel\", \"version\": \"v1.2.3\", \"type\": \"library\"}";
    assertThat(purls("srv/vendor/composer/installed.json", "[" + entry + "]"))
        .containsExactly("pkg:composer/acme/keel@v1.2.3");
    assertThat(
            purls(
                "srv/lib/composer/installed.json",
                "{\"packages\": [" + entry + "], \"dev\": true}"))
        .containsExactly("pkg:composer/acme/keel@v1.2.3");
    assertThat(purls("srv/installed.json", "[" + entry + "]")).isEmpty();
  }

  @Test
  void whatIsInstalledAndLockedIsOnePackageInTwoPlaces() {
    String entry = "{\"name\": \"acme/keel\", \"version\": \"1.2.3\"}";
    assertThat(
            new FileFixture()
                .file("srv/composer.lock", "{\"packages\": [" + entry + "], \"packages-dev\": []}")
                .file("srv/vendor/composer/installed.json", "{\"packages\": [" + entry + "]}")
                .inventory()
                .packages())
        .singleElement()
        .satisfies(keel -> {
          assertThat(keel.name()).isEqualTo("acme/keel");
          assertThat(keel.paths())
              .containsExactly("srv/composer.lock", "srv/vendor/composer/installed.json");
        });
  }

  @Test
  void locksOfInstalledPackagesSayNothing() {
    String lock = "{\"packages\": [{\"name\": \"acme/keel\", \"version\": \"1\"}]}";
    assertThat(purls("srv/vendor/acme/oar/composer.lock", lock)).isEmpty();
    assertThat(purls("srv/composer.lock", lock)).hasSize(1);
  }

  @Test
  void aBadFileIsAProblem() {
    assertThat(problems("composer.lock", "{\"content-hash\": 1}"))
        .containsExactly("not a file of Composer: it has no list of packages");
    assertThat(problems("composer.lock", "{\"packages\": ["))
        .singleElement()
        .asString()
        .startsWith("not valid JSON");
    assertThat(
            problems(
                "composer.lock",
                "{\"packages\": [{\"name\": \"keel\", \"version\": \"1\"}, {\"name\": \"a/b\"}, 7]}"))
        .containsExactly(
            "3 entries were left out: the name or version is missing or cannot be one");
  }

  @Test
  void composerAgrees(@TempDir Path directory) throws IOException {
    Path app = Files.createDirectories(directory.resolve("app"));
    Files.writeString(
        Files.createDirectories(directory.resolve("own")).resolve("composer.json"),
        "{\"name\": \"acme/own\", \"version\": \"9.9.9\"}");
    Files.writeString(
        Files.createDirectories(directory.resolve("part")).resolve("composer.json"), "{}");
    Program.output("tar", directory, "tar", "-cf", "part.tar", "-C", "part", "composer.json");
    String dist =
        "\"dist\": {\"type\": \"tar\", \"url\": \"" + directory.resolve("part.tar") + "\"}";
    Files.writeString(
        app.resolve("composer.json"),
        """
        {"name": "acme/app",
         "repositories": [
           {"packagist.org": false},
           {"type": "path", "url": "../own"},
           {"type": "package", "package": [
             {"name": "acme/keel", "version": "v1.2.3", %s},
             {"name": "acme/mast", "version": "2.0.0-beta1", %s},
             {"name": "acme/probe", "version": "3.0.0", %s}]}],
         "require": {"acme/keel": "^1.0", "acme/mast": "2.0.0-beta1", "acme/own": "*"},
         "require-dev": {"acme/probe": "*"}}
        """
            .formatted(dist, dist, dist));
    composer(app, "install", "--no-interaction", "--no-plugins");
    assertThat(purls("composer.lock", Files.readString(app.resolve("composer.lock"))))
        .containsExactlyElementsOf(shown(app, "locked", "--locked", "--no-dev"))
        .hasSize(2);
    assertThat(
            purls(
                "vendor/composer/installed.json",
                Files.readString(app.resolve("vendor/composer/installed.json"))))
        .containsExactlyElementsOf(shown(app, "installed"))
        .hasSize(3);
  }

  /** What Composer shows, but for what comes from a directory. */
  private static List<String> shown(Path app, String member, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("show", "--format=json"));
    command.addAll(Arrays.asList(options));
    List<String> shown = new ArrayList<>();
    for (Json each :
        Json.parse(composer(app, command.toArray(new String[0]))).get(member).items()) {
      if (!each.text("name", "").equals("acme/own")) {
        shown.add("pkg:composer/" + each.text("name") + "@" + each.text("version"));
      }
    }
    return shown;
  }

  private static String composer(Path app, String... command) {
    String[] whole = new String[command.length + 1];
    whole[0] = "composer";
    System.arraycopy(command, 0, whole, 1, command.length);
    return Program.output(
        "composer",
        app,
        Map.of(
            "COMPOSER_HOME", app.resolve("../home").toString(),
            "COMPOSER_ALLOW_SUPERUSER", "1",
            "COMPOSER_DISABLE_NETWORK", "1"),
        whole);
  }
}
