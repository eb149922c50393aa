package dev.breakwater.cli;

import static dev.breakwater.cli.Distribution.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** An application on a base image, both made by umoci: whose fault is what? */
class BaseIT {
  @TempDir(cleanup = CleanupMode.ALWAYS)
  private static Path work;

  private static Distribution distribution;

  @BeforeAll
  static void makeImages() throws Exception {
    Path root = Files.createDirectory(work.resolve("root"));
    write(
        root.resolve("etc/os-release"),
        "ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\nPRETTY_NAME=\"Debian 12\"\n");
    write(
        root.resolve("var/lib/dpkg/status"),
        """
        Package: openssl
        Status: install ok installed
        Architecture: amd64
        Version: 3.0.11-1

        Package: python3.11-minimal
        Status: install ok installed
        Source: python3.11
        Architecture: amd64
        Version: 3.11.2-6

        """);
    Path app = Files.createDirectory(work.resolve("app"));
    write(
        app.resolve("node_modules/lodash/package.json"),
        "{\"name\": \"lodash\", \"version\": \"4.17.20\"}");

    must(work, "umoci", "init", "--layout", "layout");
    must(work, "umoci", "new", "--image", "layout:base");
    must(work, "umoci", "insert", "--image", "layout:base", root.toString(), "/");
    must(work, "umoci", "insert", "--image", "layout:base", "--tag", "app", app.toString(), "/srv");

    distribution =
        Distribution.unpackInto(work.resolve("program"))
            .with("XDG_DATA_HOME", work.resolve("data").toString());
    Path feeds = work.resolve("feeds");
    try (OsvFeed debian = OsvFeed.in(feeds, "Debian", "12");
        OsvFeed npm = OsvFeed.in(feeds, "npm", "")) {
      debian.add("TEST-1", "openssl", "3.0.15-1", OsvFeed.CRITICAL, "CVE-2999-0001");
      debian.add("TEST-2", "python3.11", "3.11.9-1", OsvFeed.CRITICAL, "CVE-2999-0002");
      npm.add("TEST-3", "lodash", "4.17.21", OsvFeed.CRITICAL, "CVE-2999-0003");
    }
    Distribution.Result update =
        distribution.breakwater("db", "update", "--feeds", feeds.toString());
    assertThat(update.exitCode()).as(update.err()).isZero();
  }

  private static void write(Path file, String content) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static Json scan(String tag) {
    Distribution.Result scan =
        distribution.breakwater(
            "scan", "oci:" + work.resolve("layout") + ":" + tag, "--offline", "--format", "json");
    assertThat(scan.exitCode()).as(scan.err()).isZero();
    return JsonReports.report(scan.out());
  }

  private static Map<String, String> places(Json report) {
    Map<String, String> places = new TreeMap<>();
    for (Json finding : report.get("findings").items()) {
      if ("vulnerability".equals(finding.text("kind"))) {
        places.put(finding.text("id", ""), finding.text("place", ""));
      }
    }
    return places;
  }

  @Test
  void whatTheBaseBroughtIsTheBases() {
    Map<String, String> expected =
        Map.of(
            "CVE-2999-0001", "base-image",
            "CVE-2999-0002", "runtime",
            "CVE-2999-0003", "application");
    Json before = scan("app");
    assertThat(places(before)).isEqualTo(expected);

    Distribution.Result learned =
        distribution.breakwater(
            "base", "add", "oci:" + work.resolve("layout") + ":base", "--name", "debian:12.5");
    assertThat(learned.err()).isEmpty();
    assertThat(learned.out()).isEqualTo("learned debian:12.5: 1 layer, 2 packages\n");

    Json after = scan("app");
    Json base = after.get("subject").get("base");
    assertThat(base.text("reference")).isEqualTo("debian:12.5");
    assertThat(base.text("knownBy")).isEqualTo("layers");
    assertThat(base.get("layers").number(0)).isEqualTo(1);
    assertThat(places(after)).isEqualTo(expected);

    // The base itself has no base.
    assertThat(scan("base").get("subject").get("base")).isEqualTo(new Json.Nothing());
    assertThat(distribution.breakwater("base", "remove", "debian:12.5").exitCode()).isZero();
    assertThat(List.of(distribution.breakwater("base", "list").out()))
        .containsExactly("No base image is known; learn one with: breakwater base add REF\n");
  }
}
