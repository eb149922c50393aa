package dev.breakwater.advisory.updateinfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.breakwater.advisory.mirror.ArchiveCache;
import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.mirror.Gpg;
import dev.breakwater.advisory.mirror.LoopbackServer;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Severity;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.inventory.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way, against a repository that createrepo_c made, gpg signed and loopback serves. */
class RpmRepositoriesTest {
  private static final String KEY = "etc/pki/rpm-gpg/RPM-GPG-KEY-test";
  private static final Distribution ORACLE =
      new Distribution("ol", "fedora", "9.4", null, "Oracle Linux Server 9.4", null);
  private static final Distribution AMAZON =
      new Distribution("amzn", "fedora", "2023", null, "Amazon Linux 2023", null);

  private static Gpg gpg;
  private static String key;
  private static String stranger;

  @TempDir Path work;
  private RpmRepositoryMaker repository;
  private LoopbackServer server;
  private byte[] publicKey;

  @BeforeAll
  static void makeKeys() throws Exception {
    gpg = new Gpg();
    key = gpg.newKey("repository", "rsa3072", "never");
    stranger = gpg.newKey("stranger", "rsa3072", "never");
  }

  @AfterAll
  static void stopGpg() throws Exception {
    gpg.close();
  }

  @BeforeEach
  void start() throws Exception {
    Path served = Files.createDirectories(work.resolve("served"));
    repository = new RpmRepositoryMaker(served);
    repository.updates(
        RpmRepositoryMaker.advisory("ELSA-2026-0001", "Important", "CVE-2026-1111 CVE-2026-2222")
            + "<package name='openssl' epoch='1' version='3.0.7' release='27.el9' arch='x86_64'/>"
            + RpmRepositoryMaker.END
            + RpmRepositoryMaker.advisory("ELSA-2026-0009", "Moderate", "CVE-2026-2222")
            + "<package name='openssl' epoch='1' version='3.0.7' release='28.el9' arch='x86_64'/>"
            + RpmRepositoryMaker.END
            + RpmRepositoryMaker.advisory("ELSA-2026-0003", "None", "")
            + "<package name='bash' epoch='0' version='5.1.8' release='9.el9' arch='x86_64'/>"
            + RpmRepositoryMaker.END,
        "--compress-type=gz");
    server = LoopbackServer.plain(served, "/repo/");
    publicKey = gpg.exportArmored(key);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void sign(String by) throws Exception {
    repository.write(
        "repodata/repomd.xml.asc", gpg.detachedSign(by, repository.path("repodata/repomd.xml")));
  }

  private CapturedFiles settings(String lines) {
    return Rpms.captured(
        Map.of(
            "etc/yum.repos.d/test.repo",
            ("[test_latest]\nname=Test\ngpgkey=file:///" + KEY + "\n" + lines).getBytes(UTF_8),
            KEY,
            publicKey));
  }

  private CapturedFiles settings() {
    return settings("baseurl=" + server.uri() + "\n");
  }

  private ArchiveOptions options() {
    return options(Duration.ofSeconds(30), Duration.ofSeconds(45));
  }

  private ArchiveOptions options(Duration stall, Duration patience) {
    return new ArchiveOptions(
        work.resolve("cache"),
        Instant.now(),
        false,
        Duration.ofSeconds(5),
        stall,
        patience,
        null,
        Map.of());
  }

  private static Inventory oracle(String... rpms) {
    return Rpms.inventory(ORACLE, rpms);
  }

  private static Inventory old() {
    return oracle(
        "openssl-1:3.0.7-6.el9.x86_64", "bash-5.1.8-6.el9.x86_64", "sed-4.8-9.el9.x86_64");
  }

  private ArchiveResult assess(CapturedFiles settings) {
    return assess(old(), settings, options());
  }

  private static ArchiveResult assess(
      Inventory inventory, CapturedFiles settings, ArchiveOptions options) {
    return RpmRepositories.assess(inventory, settings, Optional.empty(), options, Progress.SILENT);
  }

  private static List<String> ids(ArchiveResult result) {
    return result.findings().stream().map(Vulnerability::id).toList();
  }

  private static void assertNotAssessed(ArchiveResult result, String reason) {
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed())
        .singleElement()
        .satisfies(assessment -> {
          assertThat(assessment.state()).isEqualTo(Assessment.State.NOT_ASSESSED);
          assertThat(assessment.reason()).contains(reason);
        });
  }

  @Test
  void findsOutstandingSecurityUpdates() throws Exception {
    sign(key);
    ArchiveResult result = assess(settings());

    assertThat(result.problems()).isEmpty();
    assertThat(ids(result)).containsExactly("CVE-2026-1111", "CVE-2026-2222", "ELSA-2026-0003");
    Vulnerability first = result.findings().getFirst();
    assertThat(first.severity()).isEqualTo(Severity.HIGH);
    assertThat(first.severitySource()).isEqualTo("ELSA-2026-0001");
    assertThat(first.status()).isEqualTo(Vulnerability.Status.FIXED);
    assertThat(first.installed()).isEqualTo("3.0.7-6.el9");
    assertThat(first.fixed()).isEqualTo("1:3.0.7-27.el9");
    assertThat(first.remedy().action())
        .isEqualTo("upgrade openssl to 1:3.0.7-27.el9 from test_latest");
    assertThat(first.sources().getFirst().feed()).isEqualTo("updateinfo:ol test_latest");
    assertThat(first.sources().getFirst().url())
        .isEqualTo("https://example.org/errata/ELSA-2026-0001.html");
    Vulnerability both = result.findings().get(1);
    assertThat(both.fixed()).isEqualTo("1:3.0.7-28.el9");
    assertThat(both.remedy().versions()).containsExactly("1:3.0.7-27.el9", "1:3.0.7-28.el9");
    assertThat(both.sources()).hasSize(2);
    assertThat(result.findings().getLast().severity()).isEqualTo(Severity.UNKNOWN);
    assertThat(result.findings().getLast().severitySource()).isNull();

    Assessment assessment = result.assessed().getFirst();
    assertThat(result.assessed()).hasSize(1);
    assertThat(assessment.feed()).isEqualTo("Oracle Linux:9.4 (test_latest)");
    assertThat(assessment.state()).isEqualTo(Assessment.State.PARTIAL);
    assertThat(assessment.packages()).isEqualTo(3);
    assertThat(assessment.asOf()).isEqualTo(repository.revision());
    assertThat(assessment.reason())
        .contains("vulnerabilities without a fix are not")
        .doesNotContain("not signed");
  }

  @Test
  void saysNothingOfWhatIsAtTheFix() throws Exception {
    sign(key);
    ArchiveResult result =
        assess(
            oracle("openssl-1:3.0.7-28.el9.x86_64", "bash-5.1.8-9.el9.x86_64"),
            settings(),
            options());
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed().getFirst().state()).isEqualTo(Assessment.State.PARTIAL);
  }

  @Test
  void readsEveryCompressionThatRepositoriesUse() throws Exception {
    for (String type : List.of("--no-compress", "--compress-type=xz", "--compress-type=gz")) {
      repository.updates(RpmRepositoryMaker.bash("5.1.8"), type);
      sign(key);
      assertThat(ids(assess(settings()))).as(type).containsExactly("CVE-2026-5555");
    }
    repository.updates(RpmRepositoryMaker.bash("5.1.8"), "--compress-type=bz2");
    sign(key);
    assertNotAssessed(assess(settings()), "packed in a way that cannot be read here");
  }

  @Test
  void usesTheCacheAndChecksItAgain() throws Exception {
    sign(key);
    ArchiveResult first = assess(settings());
    server.requests.clear();
    assertThat(assess(settings())).isEqualTo(first);
    assertThat(server.requests).containsExactly("repodata/repomd.xml", "repodata/repomd.xml.asc");

    server.requests.clear();
    ArchiveOptions offline = options().withOffline(true);
    assertThat(assess(old(), settings(), offline)).isEqualTo(first);
    assertThat(server.requests).isEmpty();

    server.answers.put("repodata/repomd.xml", LoopbackServer.status(503));
    ArchiveResult copy = assess(settings());
    assertThat(copy.findings()).isEqualTo(first.findings());
    assertThat(copy.assessed().getFirst().reason()).contains("so a copy was used");

    try (var files = Files.list(work.resolve("cache"))) {
      for (Path file : files.toList()) {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
      }
    }
    assertNotAssessed(assess(old(), settings(), offline), "may not be used");
  }

  @Test
  void saysThatNothingIsCachedWhenOffline() {
    assertNotAssessed(
        assess(old(), settings(), options().withOffline(true)),
        "the network may not be used and nothing of test_latest is in the cache");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void refusesASignatureThatDoesNotHold() throws Exception {
    sign(stranger);
    assertNotAssessed(assess(settings()), "by none of the keys");
    sign(key);
    String index = Files.readString(repository.path("repodata/repomd.xml"));
    repository.write(
        "repodata/repomd.xml", index.replace("<revision>", "<revision> ").getBytes(UTF_8));
    assertNotAssessed(assess(settings()), "the content was altered");
    repository.write("repodata/repomd.xml.asc", "nonsense".getBytes(UTF_8));
    assertNotAssessed(assess(settings()), "holds no block");
  }

  @Test
  void refusesWhatIsNeitherSignedNorCameOverTls() throws Exception {
    assertNotAssessed(assess(settings()), "came unsigned and not over TLS");
    server.answers.put("repodata/repomd.xml.asc", LoopbackServer.status(403));
    assertNotAssessed(assess(settings()), "came unsigned and not over TLS");
    publicKey = "no key".getBytes(UTF_8);
    assertNotAssessed(assess(settings()), "came unsigned and not over TLS");
  }

  @Test
  void trustsTlsForWhatIsUnsignedAndSaysSo() throws Exception {
    Path certificate = work.resolve("server.pem");
    try (LoopbackServer secure =
        LoopbackServer.secure(work.resolve("served"), "/repo/", certificate)) {
      ArchiveOptions trusting = options().withCaFile(certificate);
      CapturedFiles plain = settings("baseurl=" + secure.uri() + "\n");
      ArchiveResult result = assess(old(), plain, trusting);
      assertThat(result.findings()).hasSize(3);
      assertThat(result.assessed().getFirst().reason()).contains("its index is not signed");
      assertThat(assess(old(), plain, trusting.withOffline(true))).isEqualTo(result);

      CapturedFiles strict = settings("baseurl=" + secure.uri() + "\nrepo_gpgcheck=1\n");
      assertNotAssessed(assess(old(), strict, trusting), "asks for a signature (repo_gpgcheck)");

      // A list over plain HTTP could send the client to anybody's server with TLS.
      server.answers.put("mirrors", LoopbackServer.body(secure.uri().getBytes(UTF_8)));
      assertNotAssessed(
          assess(old(), settings("mirrorlist=" + server.uri() + "mirrors\n"), trusting),
          "came unsigned and not over TLS");
      secure.answers.put("mirrors", LoopbackServer.body(secure.uri().getBytes(UTF_8)));
      assertThat(
              assess(old(), settings("mirrorlist=" + secure.uri() + "mirrors\n"), trusting)
                  .findings())
          .hasSize(3);
    }
  }

  @Test
  void trustsAMetalinkOverTlsForItsChecksums() throws Exception {
    Path certificate = work.resolve("server.pem");
    try (LoopbackServer secure =
        LoopbackServer.secure(work.resolve("served"), "/repo/", certificate)) {
      ArchiveOptions trusting = options().withCaFile(certificate);
      CapturedFiles settings = settings("metalink=" + secure.uri() + "metalink?repo=x\n");
      byte[] index = Files.readAllBytes(repository.path("repodata/repomd.xml"));
      secure.answers.put("metalink", LoopbackServer.body(metalink(index)));
      assertThat(assess(old(), settings, trusting).findings()).hasSize(3);
      secure.answers.put("metalink", LoopbackServer.body(metalink(new byte[0])));
      assertNotAssessed(
          assess(old(), settings, trusting.at(Instant.now())), "not what the metalink says it is");
    }
  }

  private byte[] metalink(byte[] index) {
    String hash = Digest.sha256(ArchiveCache.newSha256().digest(index)).hex();
    return ("<metalink><files><file name='repomd.xml'><verification><hash type='sha256'>"
            + hash
            + "</hash></verification><resources><url>"
            + server.uri()
            + "repodata/repomd.xml</url></resources></file></files></metalink>")
        .getBytes(UTF_8);
  }

  @Test
  void goesOnToTheNextMirrorWhereOneIsDeadOrWrong() throws Exception {
    sign(key);
    server.answers.put(
        "broken/repodata/repomd.xml", LoopbackServer.body("<html/>".getBytes(UTF_8)));
    String list = "http://127.0.0.1:1/\n" + server.uri() + "broken\n" + server.uri() + "\n";
    server.answers.put("mirrors", LoopbackServer.body(list.getBytes(UTF_8)));
    ArchiveResult result = assess(settings("mirrorlist=" + server.uri() + "mirrors\n"));
    assertThat(result.findings()).hasSize(3);
    server.answers.put("mirrors", LoopbackServer.body("http://127.0.0.1:1/\n".getBytes(UTF_8)));
    ArchiveResult copy = assess(settings("mirrorlist=" + server.uri() + "mirrors\n"));
    assertThat(copy.findings()).isEqualTo(result.findings());
    assertThat(copy.assessed().getFirst().reason()).contains("so a copy was used");
    server.answers.put("mirrors", LoopbackServer.status(404));
    assertNotAssessed(
        assess(settings("mirrorlist=" + server.uri() + "mirrors?other\n")), "is not there");
  }

  @Test
  void refusesUpdatesThatAreNotWhatTheIndexSays() throws Exception {
    sign(key);
    Path file = repository.updatesFile();
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
    assertNotAssessed(assess(settings()), "not what its index says it is");
  }

  @Test
  void comesToAnEndWhereAnAnswerDoesNot() {
    server.answers.put(
        "repodata/repomd.xml",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 20];
          while (true) {
            exchange.getResponseBody().write(block);
          }
        });
    assertNotAssessed(assess(settings()), "is larger than the 4194304 bytes expected");
  }

  @Test
  void givesUpAServerThatStandsStill() {
    server.answers.put(
        "repodata/repomd.xml",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          try {
            Thread.sleep(20_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    ArchiveOptions quick = options(Duration.ofMillis(600), Duration.ofSeconds(45));
    assertNotAssessed(assess(old(), settings(), quick), "stood still");
  }

  /** However many repositories there are, and however each of them lets the scan wait. */
  @ParameterizedTest
  @ValueSource(strings = {"silent", "trickling", "busy"})
  void waitsForAllRepositoriesTogetherNoLongerThanItsPatience(String kind) {
    StringBuilder configuration = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      String base = kind + i + "/";
      server.answers.put(
          base + "repodata/repomd.xml",
          switch (kind) {
            case "silent" -> RpmRepositoriesTest::answersNothing;
            case "trickling" -> RpmRepositoriesTest::trickles;
            default -> LoopbackServer.status(503);
          });
      configuration.append("[r" + i + "]\nbaseurl=" + server.uri() + base + "\n");
    }
    Instant start = Instant.now();
    ArchiveResult result =
        assess(
            old(),
            settings(configuration.toString()),
            options(Duration.ofMillis(600), Duration.ofMillis(1_500)));
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
    assertThat(result.assessed())
        .hasSizeGreaterThanOrEqualTo(20)
        .allSatisfy(one -> assertThat(one.state()).isEqualTo(Assessment.State.NOT_ASSESSED))
        .anySatisfy(one -> assertThat(one.feed()).contains("(r19)"));
    assertThat(result.assessed().getLast().reason())
        .contains("archives have kept this scan waiting for 1500 ms in all");
    // What answers at once, if only that it is busy, may be asked; it is not waited for.
    assertThat(server.requests)
        .filteredOn(path -> path.startsWith(kind + "19/"))
        .hasSize(kind.equals("busy") ? 1 : 0);
  }

  private static void answersNothing(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1_000);
    pause(20_000);
  }

  /** Never stands still, and never gets anywhere. */
  private static void trickles(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1_000);
    for (int i = 0; i < 200; i++) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      pause(100);
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void followsRedirectsButNotWhereTheyMustNotLead() throws Exception {
    sign(key);
    repository.write("moved", Files.readAllBytes(repository.path("repodata/repomd.xml")));
    server.answers.put("repodata/repomd.xml", LoopbackServer.redirect("/repo/moved"));
    assertThat(assess(settings()).findings()).hasSize(3);
    server.answers.put("repodata/repomd.xml", LoopbackServer.redirect("file:///etc/passwd"));
    assertNotAssessed(assess(settings()), "redirects to where it must not");
    server.answers.put("repodata/repomd.xml", LoopbackServer.redirect("/repo/repodata/repomd.xml"));
    assertNotAssessed(assess(settings()), "redirects more than 5 times");
  }

  @Test
  void usesTheNewerIndexWhereAnOlderOneIsShown() throws Exception {
    sign(key);
    ArchiveResult newer = assess(settings());
    repository.revision(1_600_000_000);
    repository.updates("", "--compress-type=gz");
    sign(key);
    ArchiveResult result = assess(settings());
    assertThat(result.findings()).isEqualTo(newer.findings());
    assertThat(result.assessed().getFirst().reason()).contains("shows an older index than before");
  }

  @Test
  void saysThatAnOldRepositoryIsStale() throws Exception {
    repository.revision(1_600_000_000);
    repository.updates(RpmRepositoryMaker.bash("5.1.8"), "--compress-type=gz");
    sign(key);
    ArchiveResult result = assess(settings());
    assertThat(result.findings()).hasSize(1);
    assertThat(result.assessed().getFirst().state()).isEqualTo(Assessment.State.STALE);
    assertThat(result.assessed().getFirst().reason()).contains("last changed at 2020-09-13");
  }

  @Test
  void saysThatARepositoryAnnouncesNothing() throws Exception {
    repository.withoutUpdates();
    sign(key);
    assertNotAssessed(assess(settings()), "none announces security updates");
  }

  @Test
  void asksTheLatestReleaseWhereTheSubjectIsPinned() throws Exception {
    sign(key);
    Inventory amazon =
        Rpms.inventory(
            AMAZON, "system-release-2023.5.20240708-1.amzn2023.noarch", "bash-5.1.8-6.el9.x86_64");
    String lines = "baseurl=" + server.uri() + "$releasever/\n";
    Path served = work.resolve("served");
    Files.createSymbolicLink(served.resolve("latest"), served);
    ArchiveResult latest = assess(amazon, settings(lines), options());
    assertThat(ids(latest)).containsExactly("ELSA-2026-0003");
    assertThat(latest.assessed().getFirst().feed()).isEqualTo("Amazon Linux:2023 (test_latest)");
    assertThat(latest.assessed().getFirst().reason())
        .contains("pinned to release 2023.5.20240708, and was compared with the latest one");
    Files.move(served.resolve("latest"), served.resolve("2023.5.20240708"));
    assertThat(assess(amazon, settings(lines), options()).assessed().getFirst().reason())
        .contains("fixes that were released later are not known");
  }

  @Test
  void readsARepositoryInTheSubjectItselfAndNothingOutside() throws Exception {
    CapturedFiles inside = settings("baseurl=file:///served\n");
    assertNotAssessed(assess(inside), "only the machine itself can read");
    ArchiveResult result =
        RpmRepositories.assess(old(), inside, Optional.of(work), options(), Progress.SILENT);
    assertThat(result.findings()).hasSize(3);
    Path other = Files.createDirectories(work.resolve("root"));
    Files.createSymbolicLink(other.resolve("served"), work.resolve("served"));
    assertNotAssessed(
        RpmRepositories.assess(old(), inside, Optional.of(other), options(), Progress.SILENT),
        "is not there");
  }

  @Test
  void saysWhyItKnowsNothing() {
    assertNotAssessed(assess(CapturedFiles.NONE), "has no configuration of rpm repositories");
    assertNotAssessed(assess(settings("enabled=0\n")), "enables no rpm repository");
    assertNotAssessed(assess(settings("")), "has no address");
    assertNotAssessed(assess(settings("baseurl=ftp://example.org/x\n")), "ftp: cannot be read");
    assertNotAssessed(assess(settings("baseurl=https://$x.example.org/\n")), "what $x stands for");
    assertThat(assess(Rpms.inventory(ORACLE), settings(), options()).assessed()).isEmpty();
  }

  @Test
  void item10_saysWhereAStreamIsNotNamed() throws Exception {
    repository.updates(
        RpmRepositoryMaker.advisory("ELSA-2026-0004", "Low", "CVE-2026-4444")
            + "<module name='postgresql' stream='12' version='1' context='a' arch='x86_64'/>"
            + "<package name='postgresql' version='12.5' release='1.module+el8' arch='x86_64'/>"
            + RpmRepositoryMaker.END,
        "--compress-type=gz");
    sign(key);
    ArchiveResult unlabelled =
        assess(oracle("postgresql-9.6.20-1.module+el8.x86_64"), settings(), options());
    assertThat(unlabelled.findings()).isEmpty();
    assertThat(unlabelled.assessed().getFirst().reason())
        .contains("nothing says of which module stream these are", "postgresql");
    assertThat(
            ids(
                assess(
                    oracle("postgresql-12.1-1.module+el8.x86_64 postgresql:12:1:b"),
                    settings(),
                    options())))
        .containsExactly("CVE-2026-4444");
  }
}
