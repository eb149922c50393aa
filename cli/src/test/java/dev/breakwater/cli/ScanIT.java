package dev.breakwater.cli;

import static dev.breakwater.cli.Distribution.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main road on a real Debian root made by debootstrap, through every door: as a directory, as
 * the archives and layouts that umoci and skopeo make of it, and from Debian's registry with TLS
 * and a password.
 */
class ScanIT {
  private static final String PASSWORD = "correct horse";

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private static Path work;

  private static Distribution distribution;
  private static Path root;
  private static String release;
  private static int port;
  private static Process registry;

  @BeforeAll
  static void makeImages() throws Exception {
    AptMirror mirror = AptMirror.ofThisMachine();
    release = AptMirror.osRelease("VERSION_ID");
    root = work.resolve("root");
    must(
        work,
        "debootstrap",
        "--variant=minbase",
        mirror.codename(),
        root.toString(),
        mirror.address());

    must(work, "umoci", "init", "--layout", "layout");
    must(work, "umoci", "new", "--image", "layout:latest");
    must(work, "umoci", "unpack", "--image", "layout:latest", "bundle");
    must(work, "cp", "-a", root + "/.", "bundle/rootfs/");
    must(work, "umoci", "repack", "--image", "layout:latest", "bundle");
    secondLayer();

    distribution = Distribution.unpackInto(work.resolve("program"));
    Path feeds = feeds();
    Distribution.Result update =
        distribution.breakwater("db", "update", "--feeds", feeds.toString());
    assertThat(update.exitCode()).as(update.err()).isZero();

    must(work, "skopeo", "copy", "oci:layout:latest", "docker-archive:image.tar:example/debian:1");
    must(work, "gzip", "-k", "image.tar");
    must(work, "skopeo", "copy", "oci:layout:latest", "oci-archive:oci.tar");
    must(work, "skopeo", "copy", "--dest-compress-format", "zstd", "oci:layout:latest", "dir:zstd");
    startRegistry();
    must(
        work,
        "skopeo",
        "copy",
        "--dest-cert-dir",
        "certificates",
        "--dest-creds",
        "someone:" + PASSWORD,
        "oci:layout:latest",
        "docker://localhost:" + port + "/team/debian:1");
    must(
        work,
        "skopeo",
        "copy",
        "--dest-compress-format",
        "zstd",
        "--dest-compress",
        "--dest-cert-dir",
        "certificates",
        "--dest-creds",
        "someone:" + PASSWORD,
        "oci:layout:latest",
        "docker://localhost:" + port + "/team/debian:zstd");
  }

  @AfterAll
  static void stopRegistry() throws InterruptedException {
    if (registry != null) {
      registry.destroy();
      registry.waitFor();
    }
  }

  @Test
  void inventoryOfADebianRootIsWhatDpkgQuerySays() throws IOException {
    TreeSet<String> expected = new TreeSet<>();
    String list =
        must(
            work,
            "dpkg-query",
            "--admindir=" + root.resolve("var/lib/dpkg"),
            "-W",
            "-f=${Package} ${Version} ${Architecture} ${source:Package} ${source:Version}\\n");
    list.lines().forEach(expected::add);
    assertThat(expected).hasSizeGreaterThan(50);

    TreeSet<String> actual = new TreeSet<>();
    for (Json found : scan("dir:" + root).get("packages").items()) {
      if (found.text("type", "").equals("deb")) {
        String purl = found.text("purl", "");
        String architecture = purl.replaceFirst(".*[?&]arch=([^&]*).*", "$1");
        actual.add(
            found.text("name")
                + " "
                + found.text("version")
                + " "
                + architecture
                + " "
                + found.get("source").text("name")
                + " "
                + found.get("source").text("version"));
        assertThat(purl).startsWith("pkg:deb/debian/").contains("distro=debian-" + release);
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void everyDoorGivesTheSameFindings() throws IOException {
    List<Json> expected = JsonReports.findings(scan("dir:" + root));
    assertThat(expected).hasSizeGreaterThan(3);
    Map<String, String> doors = new TreeMap<>();
    doors.put("layout", "oci:" + work.resolve("layout") + ":latest");
    doors.put("docker archive", "docker-archive:" + work.resolve("image.tar"));
    doors.put("gzipped docker archive", work.resolve("image.tar.gz").toString());
    doors.put("oci archive", "oci-archive:" + work.resolve("oci.tar"));
    doors.put("oci archive, guessed", work.resolve("oci.tar").toString());
    doors.put("registry", "registry:localhost:" + port + "/team/debian:1");
    doors.put("registry, guessed, zstd", "localhost:" + port + "/team/debian:zstd");
    doors.forEach((door, subject) ->
        assertThat(JsonReports.findings(scan(subject))).as(door).isEqualTo(expected));
  }

  @Test
  void findingsSurviveEachSbomFormat() throws IOException {
    List<Json> expected = JsonReports.findings(scan("dir:" + root));
    for (String format : List.of("cyclonedx", "spdx")) {
      Path bom = work.resolve("bom." + format + ".json");
      Distribution.Result result =
          run("scan", "dir:" + root, "--format", format, "-o", bom.toString());
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(JsonReports.findings(scan("sbom:" + bom))).as(format).isEqualTo(expected);
    }
  }

  @Test
  void aPackageRemovedInALaterLayerIsGone() {
    assertThat(scan("oci:" + work.resolve("layout") + ":latest").get("packages").items())
        .noneMatch(found -> found.text("name", "").equals("left-behind"));
    assertThat(scan("oci:" + work.resolve("layout") + ":first").get("packages").items())
        .anyMatch(found -> found.text("name", "").equals("left-behind"));
  }

  @Test
  void raisingAPackageToItsFixedVersionMakesExactlyItsFindingsGo() throws IOException {
    Map<String, String> fixes = fixedVersions();
    Set<String> before = named(scan("dir:" + databaseAlone(Map.of())));
    assertThat(before).isEqualTo(named(scan("dir:" + root)));
    List<String> sources = new ArrayList<>(fixes.keySet());
    Collections.shuffle(sources, new Random(20260101));
    for (String source : sources.subList(0, 12)) {
      Map<String, String> raised = Map.of(source, fixes.get(source));
      Set<String> expected = new TreeSet<>(before);
      assertThat(expected.removeIf(finding -> finding.startsWith("MEND-" + source + " "))).isTrue();
      assertThat(named(scan("dir:" + databaseAlone(raised)))).as(source).isEqualTo(expected);
    }
    assertThat(named(scan("dir:" + databaseAlone(fixes))))
        .as("all raised")
        .isNotEmpty()
        .noneMatch(finding -> finding.startsWith("MEND-"));
  }

  /** Each finding's vulnerability and package. */
  private static Set<String> named(Json report) {
    Set<String> named = new TreeSet<>();
    for (Json finding : JsonReports.findings(report)) {
      named.add(finding.text("id") + " " + finding.text("packageName"));
    }
    return named;
  }

  /** The version that mends the package of each source, by the feed of this test. */
  private static Map<String, String> fixedVersions() {
    Map<String, String> fixes = new TreeMap<>();
    must(
            work,
            "dpkg-query",
            "--admindir=" + root.resolve("var/lib/dpkg"),
            "-W",
            "-f=${source:Package} ${source:Version}\\n")
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> fixes.put(words[0], words[1] + "+mend1"));
    return fixes;
  }

  /**
   * The root's own package database, with the binary packages of some sources at other versions.
   */
  private static Path databaseAlone(Map<String, String> versions) throws IOException {
    Path directory = Files.createTempDirectory(work, "database");
    Files.createDirectories(directory.resolve("etc"));
    Files.copy(root.resolve("usr/lib/os-release"), directory.resolve("etc/os-release"));
    StringBuilder status = new StringBuilder();
    for (String stanza : Files.readString(root.resolve("var/lib/dpkg/status")).split("\n\n")) {
      Matcher name = Pattern.compile("(?m)^Package: (.*)$").matcher(stanza);
      Matcher source = Pattern.compile("(?m)^Source: ([^ \n]*).*$").matcher(stanza);
      assertThat(name.find()).isTrue();
      String fixed = versions.get(source.find() ? source.group(1) : name.group(1));
      status.append(
          fixed == null
              ? stanza
              : stanza
                  .replaceFirst("(?m)^Version: .*$", "Version: " + fixed)
                  .replaceFirst("(?m)^(Source: [^ \n]*).*$", "$1"));
      status.append("\n\n");
    }
    Path database = Files.createDirectories(directory.resolve("var/lib/dpkg"));
    Files.writeString(database.resolve("status"), status);
    return directory;
  }

  @Test
  void aRepositoryIsSurveyedWithEachLayerReadOnce() throws IOException {
    String repository = "localhost:" + port + "/team/many";
    List<String> tags = List.of("v1", "v2", "v9", "v10");
    for (String tag : tags) {
      must(
          work,
          "skopeo",
          "copy",
          "--dest-cert-dir",
          "certificates",
          "--dest-creds",
          "someone:" + PASSWORD,
          "oci:layout:" + (tag.equals("v1") ? "first" : "latest"),
          "docker://" + repository + ":" + tag);
    }
    Distribution.Result result =
        run("scan", "registry:" + repository, "--all-tags", "--no-cache", "--format", "json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    Json survey = Json.parse(result.out());
    assertThat(survey.get("subjects").items())
        .extracting(line -> line.text("name"))
        .containsExactly(tags.stream().map(tag -> repository + ":" + tag).toArray(String[]::new));
    List<String> blobs =
        Files.readAllLines(work.resolve("registry.log")).stream()
            .filter(line -> line.contains("\"GET /v2/team/many/blobs/"))
            .filter(line -> line.contains("\" 200 ") || line.contains("\" 206 "))
            .map(line -> line.replaceFirst(".*(sha256:[0-9a-f]{64}).*", "$1"))
            .toList();
    Set<String> layers = new TreeSet<>();
    for (Json report : survey.get("reports").items()) {
      report.get("subject").get("layers").items().forEach(l -> layers.add(l.text("digest")));
      String alone = "registry:" + report.get("subject").text("name");
      assertThat(JsonReports.findings(report))
          .as(alone)
          .isEqualTo(JsonReports.findings(scan(alone)));
    }
    assertThat(layers).hasSizeGreaterThan(1);
    assertThat(blobs.stream().filter(layers::contains))
        .as("each layer once")
        .containsExactlyInAnyOrderElementsOf(layers);
    assertThat(blobs).as("and the configuration of each tag").hasSize(layers.size() + tags.size());

    Distribution.Result all =
        run("scan", "registry:localhost:" + port, "--catalog", "--format", "json");
    assertThat(all.exitCode()).as(all.err()).isZero();
    assertThat(Json.parse(all.out()).get("subjects").items())
        .extracting(line -> line.text("name").replaceFirst(".*/team/", ""))
        .containsExactly("debian:1", "debian:zstd", "many:v1", "many:v2", "many:v9", "many:v10");
  }

  @Test
  void theSecondScanFetchesNoLayerAgain() throws IOException {
    // What other tests have scanned shares these layers, so this one has a cache of its own.
    Path cache = Files.createDirectories(work.resolve("unused cache"));
    long atStart = blobsFetched();
    Json first = scanWithCache(cache);
    long before = blobsFetched();
    assertThat(before - atStart).isGreaterThanOrEqualTo(2);
    Json second = scanWithCache(cache);
    assertThat(second.get("findings")).isEqualTo(first.get("findings"));
    assertThat(blobsFetched() - before).as("the configuration alone").isEqualTo(1);
  }

  private static Json scanWithCache(Path cache) throws IOException {
    Distribution.Result result =
        distribution
            .with("DOCKER_CONFIG", work.resolve("docker").toString())
            .breakwaterBy(
                List.of("env", "XDG_CACHE_HOME=" + cache),
                "scan",
                "registry:localhost:" + port + "/team/debian:1",
                "--store",
                distribution.cache().resolve("breakwater/advisories").toString(),
                "--offline",
                "--archive-feed",
                "never",
                "--ca-file",
                work.resolve("ca.pem").toString(),
                "--format",
                "json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    return Json.parse(result.out());
  }

  private static long blobsFetched() throws IOException {
    return Files.readAllLines(work.resolve("registry.log")).stream()
        .filter(line -> line.contains("\"GET /v2/team/debian/blobs/"))
        .filter(line -> line.contains("\" 200 ") || line.contains("\" 206 "))
        .count();
  }

  @Test
  void theSameInputGivesTheSameReport() {
    assertThat(withoutTime(json("dir:" + root))).isEqualTo(withoutTime(json("dir:" + root)));
  }

  @Test
  void wrongPasswordAndUnknownAuthorityAreSaidPlainly() throws IOException {
    String subject = "registry:localhost:" + port + "/team/debian:1";
    Distribution.Result stranger = distribution.breakwater("scan", subject, "--offline");
    assertThat(stranger.exitCode()).isEqualTo(3);
    assertThat(stranger.err())
        .contains("certificate")
        .contains("--ca-file")
        .doesNotContain("Exception");

    Path config = Files.createDirectories(work.resolve("wrong"));
    Files.writeString(config.resolve("config.json"), dockerConfig("wrong"));
    Distribution.Result denied =
        Distribution.run(
            work,
            Map.of(
                "XDG_CACHE_HOME",
                distribution.cache().toString(),
                "DOCKER_CONFIG",
                config.toString()),
            "",
            distribution.home().resolve("breakwater").toString(),
            "scan",
            subject,
            "--ca-file",
            "ca.pem");
    assertThat(denied.exitCode()).isEqualTo(3);
    assertThat(denied.err())
        .contains("localhost:" + port)
        .contains("refused user 'someone'")
        .doesNotContain("Exception");
  }

  @Test
  void gatesDenyWithTheirExitCode() {
    assertThat(run("scan", "dir:" + root, "--fail-on", "critical").exitCode()).isEqualTo(1);
    assertThat(run("scan", "dir:" + root, "--severity", "low", "--fail-on", "high").exitCode())
        .isEqualTo(0);
    assertThat(run("scan", "dir:" + root, "--fail-on", "terrible").exitCode()).isEqualTo(2);
  }

  private static void secondLayer() throws IOException {
    // The package stands in the first image's own database, and a second layer takes it out again.
    Path rootfs = work.resolve("bundle/rootfs");
    Path extra = rootfs.resolve("usr/lib/node_modules/left-behind");
    Files.createDirectories(extra);
    Files.writeString(
        extra.resolve("package.json"), "{\"name\":\"left-behind\",\"version\":\"1.0.0\"}");
    must(work, "umoci", "repack", "--image", "layout:first", "bundle");
    must(work, "umoci", "unpack", "--image", "layout:first", "second");
    must(work, "rm", "-r", "second/rootfs/usr/lib/node_modules");
    must(work, "umoci", "repack", "--image", "layout:latest", "second");
  }

  /** A feed of the test's own about packages that every Debian root has. */
  private static Path feeds() throws IOException {
    Path feeds = work.resolve("feeds");
    try (OsvFeed debian = OsvFeed.in(feeds, "Debian", release)) {
      debian.add("TEST-1", "glibc", "999", OsvFeed.CRITICAL, "CVE-2999-0001");
      debian.add("TEST-2", "zlib", "1:999", OsvFeed.LOW, "CVE-2999-0002");
      debian.add("TEST-3", "dpkg", "0.1", OsvFeed.CRITICAL, "CVE-2999-0003");
      debian.add(
          "TEST-4",
          "base-files",
          null,
          "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
          "CVE-2999-0004");
      for (Map.Entry<String, String> source : fixedVersions().entrySet()) {
        debian.add(
            "MEND-" + source.getKey(), source.getKey(), source.getValue(), OsvFeed.LOW, null);
      }
    }
    return feeds;
  }

  private static void startRegistry() throws Exception {
    must(
        work,
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "ca.pem",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost,IP:127.0.0.1");
    Files.createDirectories(work.resolve("certificates"));
    Files.copy(work.resolve("ca.pem"), work.resolve("certificates/ca.crt"));
    Files.writeString(
        work.resolve("htpasswd"),
        must(work, "htpasswd", "-nbB", "someone", PASSWORD).strip() + "\n");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.writeString(
        work.resolve("registry.yml"),
        """
        version: 0.1
        log: {level: warn}
        storage: {filesystem: {rootdirectory: %1$s/registry}}
        http: {addr: "127.0.0.1:%2$d", tls: {certificate: %1$s/ca.pem, key: %1$s/key.pem}}
        auth: {htpasswd: {realm: test, path: %1$s/htpasswd}}
        """
            .formatted(work, port));
    registry =
        new ProcessBuilder("docker-registry", "serve", "registry.yml")
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("registry.log").toFile())
            .start();
    for (int i = 0; i < 100; i++) {
      try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        break;
      } catch (IOException notYet) {
        Thread.sleep(100);
      }
    }
    Path config = Files.createDirectories(work.resolve("docker"));
    Files.writeString(config.resolve("config.json"), dockerConfig(PASSWORD));
  }

  private static String dockerConfig(String password) {
    String auth =
        Base64.getEncoder()
            .encodeToString(("someone:" + password).getBytes(StandardCharsets.UTF_8));
    return "{\"auths\":{\"localhost:" + port + "\":{\"auth\":\"" + auth + "\"}}}";
  }

  private static Distribution.Result run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(
        List.of(
            "--offline",
            "--archive-feed",
            "never",
            "--ca-file",
            work.resolve("ca.pem").toString()));
    return distribution
        .with("DOCKER_CONFIG", work.resolve("docker").toString())
        .breakwater(all.toArray(String[]::new));
  }

  private static String json(String subject) {
    Distribution.Result result = run("scan", subject, "--format", "json");
    assertThat(result.exitCode()).as("%s: %s", subject, result.err()).isZero();
    JsonReports.report(result.out());
    return result.out();
  }

  private static Json scan(String subject) {
    try {
      return Json.parse(json(subject));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String withoutTime(String report) {
    return report.replaceFirst("\"created\"[^\\n]*", "");
  }
}
