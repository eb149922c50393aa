package dev.breakwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.FakeEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of bad input: what, where, why, and never a stack trace. */
class BadInputIT {
  @TempDir private Path work;
  private Distribution distribution;

  @BeforeEach
  void unpack() throws IOException {
    distribution = Distribution.unpackInto(work.resolve("program"));
  }

  private Distribution.Result scan(String... words) {
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--offline";
    all[words.length + 1] = "--archive-feed=never";
    Distribution.Result result = distribution.breakwater(all);
    assertThat(result.err()).doesNotContain("Exception").doesNotContain("\tat ");
    return result;
  }

  @Test
  void whatDoesNotExist() {
    Distribution.Result result = scan("scan", "docker-archive:gone.tar");
    assertThat(result.err()).isEqualTo("breakwater: There is no file gone.tar\n");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void anArchiveCutShort() throws IOException {
    Path whole = work.resolve("whole.tar");
    makeLayout();
    Distribution.must(work, "skopeo", "copy", "oci:layout:test", "docker-archive:whole.tar:test:1");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(work.resolve("cut.tar"), Arrays.copyOf(bytes, bytes.length / 3));
    Distribution.Result result = scan("scan", "docker-archive:" + cut);
    assertThat(result.err()).contains("cut.tar");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void aLayerOfTheWrongContentLeavesTheOthersReadAndTheGateShut() throws IOException {
    Path layout = makeLayout();
    Path blob;
    try (Stream<Path> files = Files.list(layout.resolve("blobs/sha256"))) {
      blob = files.max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(blob);
    bytes[bytes.length - 1] ^= 1;
    Files.write(blob, bytes);
    Distribution.Result result = scan("scan", "oci:" + layout, "--format", "json");
    assertThat(result.out()).contains("could not be read").contains("pkg:npm/first@1.0.0");
    assertThat(scan("scan", "oci:" + layout, "--fail-on", "critical").exitCode()).isEqualTo(3);
  }

  @Test
  void anSbomThatBreaksOff() throws IOException {
    Path bom =
        Files.writeString(
            work.resolve("bom.json"), "{\"bomFormat\":\"CycloneDX\",\"components\":[{");
    Distribution.Result result = scan("scan", bom.toString());
    assertThat(result.err()).contains("bom.json");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void badLinesInAListOfPackageUrlsAreNamedAndTheRestGoesOn() throws IOException {
    Path list = Files.writeString(work.resolve("list"), "pkg:npm/good@1.0.0\nnonsense\n");
    Distribution.Result result = scan("scan", "purls:" + list, "--format", "json");
    assertThat(result.out()).contains("pkg:npm/good@1.0.0").contains("nonsense").contains("2");
  }

  @Test
  void aFullDiskUnderTheReport() throws IOException {
    Path list = Files.writeString(work.resolve("list"), "pkg:npm/good@1.0.0\n");
    Distribution.Result result =
        Distribution.run(
            work,
            Map.of("XDG_CACHE_HOME", distribution.cache().toString()),
            "",
            "sh",
            "-c",
            "exec \"$0\" scan purls:" + list + " --offline --format json > /dev/full",
            distribution.home().resolve("breakwater").toString());
    assertThat(result.err()).contains("No space left on device");
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  void wrongUsageHasItsOwnExitCode() {
    assertThat(scan("scan").exitCode()).isEqualTo(2);
    assertThat(scan("scan", "dir:/", "--format", "poem").exitCode()).isEqualTo(2);
    assertThat(scan("scam", "dir:/").exitCode()).isEqualTo(2);
    assertThat(scan("scan", "dir:/", "--platform", "amd64").exitCode()).isEqualTo(2);
    assertThat(distribution.breakwater("versions", "--ecosystem", "Klingon").exitCode())
        .isEqualTo(2);
    assertThat(distribution.breakwater("db", "lookup", "not-a-purl").exitCode()).isEqualTo(2);
  }

  @Test
  void versionsThatCannotBeReadAreMarked() {
    Distribution.Result result =
        distribution.breakwaterWithInput(
            "1.0~rc1\t1.0\n1.0\t1.0\n2:1\t1:9\nno tab\n1 0\t1.0\n",
            "versions",
            "--ecosystem",
            "Debian:12");
    assertThat(result.out().lines().map(line -> line.substring(0, 1)))
        .containsExactly("<", "=", ">", "!", "!");
    assertThat(result.exitCode()).isZero();
  }

  /** Noise of three kinds: as it is, and behind the first bytes of what it is said to be. */
  @Test
  @Timeout(120)
  void rpmDatabasesThatAreGarbageAreNamedAndTheRestGoesOn() throws IOException {
    Path root = withNpmPackage("rpms");
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/os-release"), "ID=rocky\nVERSION_ID=9.4\n");
    byte[] noise = new byte[100_000];
    new Random(2).nextBytes(noise);
    Map<String, byte[]> beginnings = new TreeMap<>();
    beginnings.put("rpmdb.sqlite", "SQLite format 3\0".getBytes(StandardCharsets.ISO_8859_1));
    beginnings.put("Packages.db", "RpmP".getBytes(StandardCharsets.ISO_8859_1));
    // Page 0 of a hash of Berkeley DB has its magic number behind the page's own head.
    beginnings.put("Packages", new byte[] {0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x61, 0x15, 6, 0});
    Path databases = Files.createDirectories(root.resolve("var/lib/rpm"));
    for (Map.Entry<String, byte[]> database : beginnings.entrySet()) {
      for (boolean believable : new boolean[] {false, true}) {
        byte[] content = noise.clone();
        byte[] beginning = database.getValue();
        System.arraycopy(beginning, 0, content, 0, believable ? beginning.length : 0);
        Path file = Files.write(databases.resolve(database.getKey()), content);
        String name = "var/lib/rpm/" + database.getKey();
        assertOthersAreRead(root, List.of(name));
        Files.delete(file);
      }
    }
  }

  @Test
  @Timeout(120)
  void lockFilesThatAreGarbageDeepOrHugeAreNamedAndTheRestGoesOn() throws IOException {
    Path root = withNpmPackage("locks");
    byte[] noise = new byte[10_000];
    new Random(3).nextBytes(noise);
    String deep = "[".repeat(1_000_000);
    Map<String, byte[]> files = new TreeMap<>();
    for (String name :
        List.of(
            "package-lock.json", "Cargo.lock", "poetry.lock", "composer.lock", "Pipfile.lock")) {
      files.put("garbage/" + name, noise);
    }
    for (String name : List.of("package-lock.json", "composer.lock", "Pipfile.lock")) {
      files.put("deep/" + name, ("{\"packages\":" + deep).getBytes(StandardCharsets.UTF_8));
    }
    files.put("deep/pnpm-lock.yaml", ("packages: " + deep).getBytes(StandardCharsets.UTF_8));
    files.put("deep/poetry.lock", ("package = " + deep).getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    Path huge = Files.createDirectories(root.resolve("huge")).resolve("package-lock.json");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    List<String> names = new ArrayList<>(files.keySet());
    names.add("huge/package-lock.json");
    assertOthersAreRead(root, names);
  }

  private Path withNpmPackage(String name) throws IOException {
    Path root = work.resolve(name);
    Path npm = Files.createDirectories(root.resolve("usr/lib/node_modules/good"));
    Files.writeString(npm.resolve("package.json"), "{\"name\":\"good\",\"version\":\"1.0.0\"}");
    return root;
  }

  /** Files that cannot be read are named, close the gate, and hide nothing else. */
  private void assertOthersAreRead(Path root, List<String> unreadable) {
    Distribution.Result result =
        scan("scan", "dir:" + root, "--format", "json", "--fail-on", "critical");
    assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
    Json report = JsonReports.report(result.out());
    assertThat(report.get("verdict").texts("reasons"))
        .contains(
            unreadable.size()
                + (unreadable.size() == 1 ? " file" : " files")
                + " could not be read");
    assertThat(JsonReports.purls(report)).containsExactly("pkg:npm/good@1.0.0");
    assertThat(report.get("problems").items())
        .extracting(problem -> problem.text("where"))
        .containsExactlyInAnyOrderElementsOf(unreadable);
    assertThat(report.get("problems").items())
        .allSatisfy(
            problem -> assertThat(problem.text("what")).isNotBlank().doesNotContain("Exception"));
  }

  @Test
  @Timeout(120)
  void anEngineThatAnswersWronglyIsSaidSo() throws IOException {
    Path socket = work.resolve("docker.sock");
    distribution.with("DOCKER_HOST", "unix://" + socket);
    try (FakeEngine nonsense =
        new FakeEngine(socket, (target, out) -> FakeEngine.raw(out, "SSH-2.0-OpenSSH\r\n\r\n"))) {
      assertRefused("docker:app:1", "tried to ask Docker for the image app:1: ", "not HTTP");
    }
    Files.delete(socket);
    try (FakeEngine closing = new FakeEngine(socket, (target, out) -> {})) {
      assertRefused("docker:app:1", "tried to ask Docker for the image app:1: ", "broke off");
      // Its containers may be anywhere else, so it is no more than named.
      assertRefused(
          "container:nobody", "there is no container nobody in Docker", "tried to ask Docker");
    }
    Files.delete(socket);
    assertRefused("docker:app:1", "there is no socket of Docker at " + socket, "daemon running?");
    assertRefused("container:nobody", "there is no container nobody in Docker, Podman");
    distribution.with("CONTAINER_HOST", "unix://" + work.resolve("none.sock"));
    assertRefused(
        "podman:app:1", "there is no socket of Podman at " + work, "podman system service");
    distribution.with("CONTAINERD_ROOT", work.resolve("none").toString());
    assertRefused("containerd:app:1", work.resolve("none").toString());
    distribution.with("DOCKER_HOST", "tcp://127.0.0.1:2375");
    assertRefused("docker:app:1", "DOCKER_HOST is tcp://127.0.0.1:2375", "docker-archive:FILE");
  }

  @Test
  @Timeout(120)
  void anEngineThatNeverAnswersIsGivenUp() throws IOException {
    Path socket = work.resolve("docker.sock");
    distribution.with("DOCKER_HOST", "unix://" + socket);
    try (FakeEngine silent = new FakeEngine(socket, (target, out) -> Thread.sleep(600_000))) {
      assertRefused("docker:app:1", "tried to ask Docker for the image app:1: ", "30 s");
    }
  }

  @Test
  void aSurveyGoesOnWithoutAnEngineThatBreaksOff() throws IOException {
    Path socket = work.resolve("docker.sock");
    distribution.with("DOCKER_HOST", "unix://" + socket);
    try (FakeEngine closing = new FakeEngine(socket, (target, out) -> {})) {
      Distribution.Result result =
          scan(
              "scan",
              "host:",
              "--scanners=vuln",
              "--report=summary",
              "--fail-on=critical",
              "--format=json");
      assertThat(result.exitCode()).isEqualTo(3);
      Json survey = JsonReports.survey(result.out());
      assertThat(survey.texts("notes"))
          .anyMatch(note -> note.startsWith("docker: tried to ask Docker for"));
      assertThat(survey.get("subjects").items().getFirst().text("kind")).isEqualTo("host");
      assertThat(survey.get("subjects").items().getFirst().text("failure")).isNull();
    }
  }

  private void assertRefused(String subject, String... parts) {
    Distribution.Result result = scan("scan", subject);
    assertThat(result.err()).startsWith("breakwater: ").contains(parts);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(3);
  }

  @Test
  @Timeout(120)
  void aRegistryThatListsEndlesslyOrWronglyIsSaidSo() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String host = "127.0.0.1:" + server.getAddress().getPort();
    server.createContext(
        "/v2/endless/tags/list",
        exchange -> {
          String query = String.valueOf(exchange.getRequestURI().getQuery());
          int last = query.indexOf("last=t");
          int page = last < 0 ? 0 : Integer.parseInt(query.substring(last + "last=t".length()));
          StringBuilder tags = new StringBuilder();
          for (int i = 0; i < 1000; i++) {
            tags.append(i == 0 ? "" : ",").append("\"t").append(page * 1000 + i).append('"');
          }
          String next = "</v2/endless/tags/list?last=t" + (page + 1) + ">; rel=\"next\"";
          exchange.getResponseHeaders().add("Link", next);
          answer(exchange, 200, "{\"tags\":[" + tags + "]}");
        });
    server.createContext(
        "/v2/circle/tags/list",
        exchange -> {
          exchange.getResponseHeaders().add("Link", "</v2/circle/tags/list>; rel=\"next\"");
          answer(exchange, 200, "{\"tags\":[\"a\"]}");
        });
    server.createContext(
        "/v2/page/tags/list", exchange -> answer(exchange, 200, "<html>Welcome</html>"));
    server.createContext(
        "/v2/_catalog",
        exchange ->
            answer(exchange, 403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no list\"}]}"));
    server.start();
    try {
      assertNotListed(host + "/endless", "--all-tags", "longer than", "one by one");
      assertNotListed(host + "/circle", "--all-tags", "brings nothing new");
      assertNotListed(host + "/page", "--all-tags", "no list of names");
      assertNotListed(host, "--catalog", "no list");
      assertNotListed(host + "/app:1", "--all-tags", "leave its tag");
    } finally {
      server.stop(0);
    }
    assertNotListed(host + "/app", "--all-tags", host);
    assertThat(scan("scan", "registry:" + host, "--all-tags", "--catalog").exitCode()).isEqualTo(2);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private void assertNotListed(String what, String option, String... parts) {
    String host = what.replaceFirst("/.*", "");
    Distribution.Result result = scan("scan", "registry:" + what, option, "--plain-http=" + host);
    assertThat(result.err()).startsWith("breakwater: ").contains(parts);
    assertThat(result.out()).isEmpty();
    assertThat(result.exitCode()).isEqualTo(3);
  }

  /** Two layers: one with a package, and a larger one. */
  private Path makeLayout() throws IOException {
    Path first = work.resolve("first/usr/lib/node_modules/first");
    Files.createDirectories(first);
    Files.writeString(first.resolve("package.json"), "{\"name\":\"first\",\"version\":\"1.0.0\"}");
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    Files.write(Files.createDirectories(work.resolve("second")).resolve("noise"), noise);
    Distribution.must(work, "umoci", "init", "--layout", "layout");
    Distribution.must(work, "umoci", "new", "--image", "layout:test");
    for (String layer : List.of("first", "second")) {
      Distribution.must(work, "tar", "-C", layer, "-cf", layer + ".tar", ".");
      Distribution.must(
          work, "umoci", "raw", "add-layer", "--image", "layout:test", layer + ".tar");
    }
    return work.resolve("layout");
  }
}
