package dev.breakwater.advisory.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.mirror.Gpg;
import dev.breakwater.advisory.mirror.LoopbackServer;
import dev.breakwater.core.Assessment;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Progress;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.image.Found;
import dev.breakwater.inventory.Inventory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, against an archive that gpg signed and a server on loopback. */
class DebianArchiveTest {
  private static final String KEYRING = "usr/share/keyrings/test-archive-keyring.gpg";
  private static final String OPENSSL =
      """
      openssl (3.0.17-1~deb12u2) bookworm-security; urgency=high

        * CVE-2026-1111 (Use after free in the
          renegotiation)
        * Also fixes cve-2026-2222 and CVE-2026-3333, see DSA-7777-1.

       -- Somebody <somebody@example.org>  Wed, 18 Nov 2026 10:00:00 +0000

      openssl (3.0.17-1~deb12u1) bookworm-security; urgency=medium

        * New upstream release
          - CVE-2026-1111 (first part)
          - CVE-2026-4444

       -- Somebody <somebody@example.org>  Tue, 17 Nov 2026 10:00:00 +0000

      openssl (3.0.16-1~deb12u1) bookworm; urgency=medium

        * CVE-2020-0001

       -- Somebody <somebody@example.org>  Mon, 16 Nov 2026 10:00:00 +0000
      """;

  private static Gpg gpg;
  private static String key;
  private static String stranger;

  @TempDir Path work;
  private SignedArchive archive;
  private final Instant now = Instant.now();
  private byte[] keyring;

  @BeforeAll
  static void makeKeys() throws Exception {
    gpg = new Gpg();
    key = gpg.newKey("archive", "ed25519", "never");
    stranger = gpg.newKey("stranger", "ed25519", "never");
  }

  @AfterAll
  static void stopGpg() throws Exception {
    gpg.close();
  }

  @BeforeEach
  void startArchive() throws Exception {
    archive = new SignedArchive(work, gpg);
    keyring = gpg.export(key);
  }

  @AfterEach
  void stopArchive() {
    archive.close();
  }

  private String source() {
    return "deb [signed-by=/" + KEYRING + "] " + archive.uri() + " bookworm-security main\n";
  }

  private CapturedFiles settings(String sources) {
    return files(Map.of("etc/apt/sources.list", sources.getBytes(UTF_8), KEYRING, keyring));
  }

  private static CapturedFiles files(Map<String, byte[]> content) {
    List<Found<CapturedFile>> found = new ArrayList<>();
    new TreeMap<>(content)
        .forEach((path, bytes) -> found.add(new Found<>(path, -1, new CapturedFile(bytes))));
    return CapturedFiles.of(found, AptFileDetector.WHOSE);
  }

  private static SoftwarePackage installed(
      String name, String version, String source, String sourceVersion) {
    PackageUrl purl =
        PackageUrl.of("deb", "debian", name, version)
            .with("arch", "amd64")
            .with("distro", "debian-12");
    return new SoftwarePackage(
        purl,
        name,
        version,
        new SoftwarePackage.Source(source, sourceVersion),
        List.of("var/lib/dpkg/status"),
        null,
        null);
  }

  private static Inventory inventory(SoftwarePackage... packages) {
    Distribution debian = new Distribution("debian", null, "12", "bookworm", "Debian 12", null);
    List<SoftwarePackage> sorted =
        Arrays.stream(packages).sorted(Comparator.comparing(SoftwarePackage::purl)).toList();
    return new Inventory(debian, sorted, List.of());
  }

  private static Inventory openssl(String version) {
    return inventory(
        installed("libssl3", version, "openssl", version),
        installed("openssl", version, "openssl", version));
  }

  private ArchiveOptions options() {
    return options(Duration.ofSeconds(30));
  }

  private ArchiveOptions options(Duration stall) {
    return new ArchiveOptions(
        work.resolve("cache"),
        now,
        false,
        Duration.ofSeconds(5),
        stall,
        Duration.ofSeconds(45),
        null,
        Map.of());
  }

  private ArchiveResult assess(Inventory inventory) {
    return assess(inventory, settings(source()), options());
  }

  private static ArchiveResult assess(
      Inventory inventory, CapturedFiles settings, ArchiveOptions options) {
    return DebianArchive.assess(inventory, settings, Optional.empty(), options, Progress.SILENT);
  }

  private static List<String> ids(ArchiveResult result) {
    return result.findings().stream().map(Vulnerability::id).distinct().toList();
  }

  private void publishOpenssl() throws Exception {
    archive.addSource("openssl", "3.0.17-1~deb12u2", OPENSSL);
    archive.publish(key);
  }

  private void assertNotAssessed(ArchiveResult result, String reason) {
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed())
        .singleElement()
        .satisfies(assessment -> {
          assertThat(assessment.state()).isEqualTo(Assessment.State.NOT_ASSESSED);
          assertThat(assessment.reason()).contains(reason);
        });
  }

  @Test
  void namesWhatTheChangelogNamesBetweenTheTwoVersions() throws Exception {
    publishOpenssl();
    ArchiveResult result = assess(openssl("3.0.16-1~deb12u1"));

    assertThat(result.problems()).isEmpty();
    assertThat(ids(result))
        .containsExactly("CVE-2026-1111", "CVE-2026-2222", "CVE-2026-3333", "CVE-2026-4444");
    assertThat(result.findings()).hasSize(8);
    Vulnerability first = result.findings().getFirst();
    assertThat(first.packageName()).isEqualTo("libssl3");
    assertThat(first.title()).isEqualTo("CVE-2026-1111 (first part)");
    assertThat(first.installed()).isEqualTo("3.0.16-1~deb12u1");
    assertThat(first.fixed()).isEqualTo("3.0.17-1~deb12u2");
    assertThat(first.remedy().versions()).containsExactly("3.0.17-1~deb12u1", "3.0.17-1~deb12u2");
    assertThat(first.status()).isEqualTo(Vulnerability.Status.FIXED);
    assertThat(result.findings().get(2).sources().getFirst().id()).isEqualTo("DSA-7777-1");
    assertThat(result.findings().get(2).sources().getFirst().feed())
        .isEqualTo("archive:debian bookworm-security");
    Assessment assessment = result.assessed().getFirst();
    assertThat(assessment.feed()).isEqualTo("Debian:12 (bookworm-security)");
    assertThat(assessment.state()).isEqualTo(Assessment.State.PARTIAL);
    assertThat(assessment.packages()).isEqualTo(2);
    assertThat(assessment.asOf()).isCloseTo(archive.date, within(Duration.ofSeconds(1)));
    assertThat(assessment.reason()).contains("vulnerabilities without a fix");
  }

  private static org.assertj.core.data.TemporalUnitOffset within(Duration duration) {
    return org.assertj.core.api.Assertions.within(
        duration.toMillis(), java.time.temporal.ChronoUnit.MILLIS);
  }

  @Test
  void saysNothingOfWhatIsCurrentOrNotFromThere() throws Exception {
    publishOpenssl();
    ArchiveResult result =
        assess(
            inventory(
                installed("libssl3", "3.0.17-1~deb12u2", "openssl", "3.0.17-1~deb12u2"),
                installed("libssl4", "4.0-1", "openssl", "4.0-1"),
                installed("bash", "5.2-1", "bash", "5.2-1")));
    assertThat(result.findings()).isEmpty();
    assertThat(result.assessed().getFirst().state()).isEqualTo(Assessment.State.PARTIAL);
    assertThat(archive.requests)
        .containsExactly(
            "dists/bookworm-security/InRelease", "dists/bookworm-security/main/source/Sources.xz");
  }

  @Test
  void comparesSourceVersionsNotThoseOfBinaries() throws Exception {
    publishOpenssl();
    ArchiveResult result =
        assess(inventory(installed("libssl3", "9:1.0+b1", "openssl", "3.0.17-1~deb12u1")));
    assertThat(ids(result)).containsExactly("CVE-2026-1111", "CVE-2026-2222", "CVE-2026-3333");
    assertThat(result.findings().getFirst().installed()).isEqualTo("9:1.0+b1");
  }

  @Test
  void saysThatAPackageIsOutdatedWhereItsChangelogNamesNothing() throws Exception {
    archive.addSource(
        "tzdata",
        "2026b-0+deb12u1",
        """
        tzdata (2026b-0+deb12u1) bookworm-security; urgency=medium

          * New upstream version

         -- Somebody <somebody@example.org>  Wed, 18 Nov 2026 10:00:00 +0000
        """);
    archive.publish(key);
    ArchiveResult result = assess(inventory(installed("tzdata", "2026a-1", "tzdata", "2026a-1")));
    assertThat(ids(result)).containsExactly("OUTDATED-tzdata");
    assertThat(result.findings().getFirst().title())
        .isEqualTo(
            "superseded by 2026b-0+deb12u1 in bookworm-security; its changelog names no CVE");
  }

  @Test
  void usesTheCacheAndChecksItAgain() throws Exception {
    publishOpenssl();
    ArchiveResult first = assess(openssl("3.0.16-1~deb12u1"));
    archive.requests.clear();
    assertThat(assess(openssl("3.0.16-1~deb12u1"))).isEqualTo(first);
    assertThat(archive.requests).containsExactly("dists/bookworm-security/InRelease");

    ArchiveOptions offline = options().withOffline(true);
    archive.requests.clear();
    assertThat(assess(openssl("3.0.16-1~deb12u1"), settings(source()), offline)).isEqualTo(first);
    assertThat(archive.requests).isEmpty();

    try (var files = Files.list(work.resolve("cache"))) {
      for (Path file : files.toList()) {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
      }
    }
    assertNotAssessed(
        assess(openssl("3.0.16-1~deb12u1"), settings(source()), offline), "may not be used");
    assertThat(assess(openssl("3.0.16-1~deb12u1"))).isEqualTo(first);
  }

  @Test
  void refusesAnIndexThatAStrangerSigned() throws Exception {
    archive.addSource("openssl", "3.0.17-1~deb12u2", OPENSSL);
    archive.publish(stranger);
    assertNotAssessed(
        assess(openssl("3.0.16-1~deb12u1")), "by none of the keys that this source trusts");
  }

  @Test
  void refusesAnAlteredInRelease() throws Exception {
    publishOpenssl();
    String path = "dists/bookworm-security/InRelease";
    String text = new String(archive.read(path), UTF_8);
    archive.write(path, text.replace("Origin: Test", "Origin: Tast").getBytes(UTF_8));
    assertNotAssessed(assess(openssl("3.0.16-1~deb12u1")), "the content was altered");
  }

  @Test
  void refusesAnAlteredSourcesIndex() throws Exception {
    publishOpenssl();
    String path = "dists/bookworm-security/main/source/Sources.xz";
    byte[] content = archive.read(path);
    content[content.length / 2] ^= 1;
    archive.write(path, content);
    assertNotAssessed(assess(openssl("3.0.16-1~deb12u1")), "not what its index says");
  }

  @Test
  void reportsWhatIsOutdatedThoughItsTarballWasAltered() throws Exception {
    publishOpenssl();
    String path = "pool/main/o/openssl/openssl_3.0.17-1~deb12u2.debian.tar.xz";
    byte[] content = archive.read(path);
    content[content.length / 2] ^= 1;
    archive.write(path, content);
    ArchiveResult result = assess(openssl("3.0.16-1~deb12u1"));
    assertThat(ids(result)).containsExactly("OUTDATED-openssl");
    assertThat(result.findings().getFirst().title()).contains("could not be read");
    assertThat(result.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("not what its index"));
    assertThat(result.assessed().getFirst().reason()).contains("1 source package could not");
  }

  @Test
  void refusesAnotherSuiteInPlaceOfTheOneAskedFor() throws Exception {
    archive.suite = "oldstable";
    archive.codename = "bookworm";
    publishOpenssl();
    assertNotAssessed(assess(openssl("3.0.16-1~deb12u1")), "not for bookworm-security");
  }

  @Test
  void saysThatAnExpiredIndexIsStale() throws Exception {
    archive.validUntil = now.minus(Duration.ofHours(1));
    publishOpenssl();
    ArchiveResult result = assess(openssl("3.0.16-1~deb12u1"));
    assertThat(result.assessed().getFirst().state()).isEqualTo(Assessment.State.STALE);
    assertThat(result.assessed().getFirst().reason()).contains("expired");
    assertThat(ids(result)).hasSize(4);
  }

  @Test
  void keepsTheNewerIndexWhereAMirrorGoesBack() throws Exception {
    publishOpenssl();
    assess(openssl("3.0.16-1~deb12u1"));
    archive.sources.clear();
    archive.date = archive.date.minus(Duration.ofDays(3));
    archive.publish(key);
    ArchiveResult result = assess(openssl("3.0.16-1~deb12u1"));
    assertThat(ids(result)).hasSize(4);
    assertThat(result.assessed().getFirst().reason()).contains("older index than it did before");
  }

  @Test
  void fallsBackToReleaseWithADetachedSignature() throws Exception {
    publishOpenssl();
    Files.delete(archive.directory.resolve("dists/bookworm-security/InRelease"));
    ArchiveResult result = assess(openssl("3.0.16-1~deb12u1"));
    assertThat(result.problems()).isEmpty();
    assertThat(ids(result)).hasSize(4);

    archive.write("dists/bookworm-security/Release", "Suite: bookworm-security\n".getBytes(UTF_8));
    emptyCache();
    assertNotAssessed(assess(openssl("3.0.16-1~deb12u1")), "the content was altered");
  }

  private void emptyCache() throws Exception {
    try (var files = Files.list(work.resolve("cache"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void takesTheIndexByItsDigestWhereTheArchiveOffersThat() throws Exception {
    archive.addSource("openssl", "3.0.17-1~deb12u2", OPENSSL);
    archive.publish(key);
    String release = new String(archive.read("dists/bookworm-security/Release"), UTF_8);
    archive.sign(key, release.replace("Origin:", "Acquire-By-Hash: yes\nOrigin:"));
    byte[] index = archive.read("dists/bookworm-security/main/source/Sources.xz");
    String byHash =
        "dists/bookworm-security/main/source/by-hash/SHA256/" + SignedArchive.sha256(index);
    archive.write(byHash, index);
    Files.delete(archive.directory.resolve("dists/bookworm-security/main/source/Sources.xz"));
    assertThat(ids(assess(openssl("3.0.16-1~deb12u1")))).hasSize(4);
    assertThat(archive.requests).contains(byHash);
  }

  @Test
  void takesAnotherFormOfTheIndexWhereOneIsMissing() throws Exception {
    publishOpenssl();
    Files.delete(archive.directory.resolve("dists/bookworm-security/main/source/Sources.xz"));
    assertThat(ids(assess(openssl("3.0.16-1~deb12u1")))).hasSize(4);
  }

  @Test
  void followsRedirectsToTheSameKindOfPlaceOnly() throws Exception {
    publishOpenssl();
    byte[] tarball = archive.read("pool/main/o/openssl/openssl_3.0.17-1~deb12u2.debian.tar.xz");
    archive.write("elsewhere", tarball);
    String path = "pool/main/o/openssl/openssl_3.0.17-1~deb12u2.debian.tar.xz";
    archive.answers.put(path, LoopbackServer.redirect("/debian/elsewhere"));
    assertThat(ids(assess(openssl("3.0.16-1~deb12u1")))).hasSize(4);

    emptyCache();
    archive.answers.put(path, LoopbackServer.redirect("file:///etc/passwd"));
    assertThat(assess(openssl("3.0.16-1~deb12u1")).problems().toString())
        .contains("redirects to where it must not");
    archive.answers.put(path, LoopbackServer.redirect("/debian/" + path));
    assertThat(assess(openssl("3.0.16-1~deb12u1")).problems().toString())
        .contains("redirects more than 5 times");
  }

  @Test
  void givesUpOnAServerThatStandsStill() throws Exception {
    publishOpenssl();
    archive.answers.put(
        "dists/bookworm-security/InRelease",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write(new byte[10]);
          exchange.getResponseBody().flush();
          try {
            Thread.sleep(20_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Instant start = Instant.now();
    ArchiveOptions quick = options(Duration.ofMillis(600));
    assertNotAssessed(
        assess(openssl("3.0.16-1~deb12u1"), settings(source()), quick), "stood still");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void triesAgainWhereTheServerIsBusyAndSaysSoInTheEnd() throws Exception {
    publishOpenssl();
    archive.answers.put("dists/bookworm-security/InRelease", LoopbackServer.status(503));
    assertNotAssessed(assess(openssl("3.0.16-1~deb12u1")), "HTTP 503");
    assertThat(archive.requests).hasSize(3);
  }

  @Test
  void refusesMoreBytesThanTheIndexSays() throws Exception {
    publishOpenssl();
    archive.answers.put(
        "pool/main/o/openssl/openssl_3.0.17-1~deb12u2.debian.tar.xz",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[1 << 16];
          try {
            for (int i = 0; i < 10_000; i++) {
              exchange.getResponseBody().write(block);
            }
          } catch (java.io.IOException expected) {
            archive.requests.add("cut off");
          }
        });
    assertThat(assess(openssl("3.0.16-1~deb12u1")).problems().toString())
        .contains("larger than the");
  }

  @Test
  void usesTheCopyWhereTheArchiveIsGone() throws Exception {
    publishOpenssl();
    CapturedFiles settings = settings(source());
    ArchiveResult first = assess(openssl("3.0.16-1~deb12u1"), settings, options());
    archive.close();
    ArchiveResult second = assess(openssl("3.0.16-1~deb12u1"), settings, options());
    assertThat(second.findings()).isEqualTo(first.findings());
    assertThat(second.assessed().getFirst().reason()).contains("so a copy was used");
  }

  @Test
  void readsAChangelogFromABinaryPackageWhereTheMirrorHasNoSources() throws Exception {
    String changelog = OPENSSL;
    byte[] deb = DebPackageTest.build(work, "libssl3", changelog, "xz");
    archive.write("pool/main/o/openssl/libssl3_amd64.deb", deb);
    archive.packages.add(
        "Package: libssl3\nSource: openssl (3.0.17-1~deb12u2)\nVersion: 3.0.17-1~deb12u2+b1\n"
            + "Architecture: amd64\nFilename: pool/main/o/openssl/libssl3_amd64.deb\nSize: "
            + deb.length
            + "\nSHA256: "
            + SignedArchive.sha256(deb)
            + "\n");
    publishOpenssl();
    Files.delete(
        archive.directory.resolve("pool/main/o/openssl/openssl_3.0.17-1~deb12u2.debian.tar.xz"));
    ArchiveResult result = assess(openssl("3.0.16-1~deb12u1"));
    assertThat(result.problems()).isEmpty();
    assertThat(ids(result)).hasSize(4);

    for (String suffix : List.of("", ".xz", ".gz")) {
      Files.delete(
          archive.directory.resolve("dists/bookworm-security/main/source/Sources" + suffix));
    }
    emptyCache();
    assertThat(assess(openssl("3.0.16-1~deb12u1")).findings()).isEqualTo(result.findings());
  }

  @Test
  void saysWhereAChangelogWasCutShort() throws Exception {
    String shortened = OPENSSL.substring(0, OPENSSL.indexOf("openssl (3.0.17-1~deb12u1)"));
    byte[] deb = DebPackageTest.build(work, "libssl3", shortened, "zstd");
    archive.write("pool/libssl3.deb", deb);
    archive.packages.add(
        "Package: libssl3\nSource: openssl\nVersion: 3.0.17-1~deb12u2\n"
            + "Filename: ./pool/libssl3.deb\nSize: "
            + deb.length
            + "\nSHA256: "
            + SignedArchive.sha256(deb)
            + "\n");
    publishOpenssl();
    Files.delete(
        archive.directory.resolve("pool/main/o/openssl/openssl_3.0.17-1~deb12u2.debian.tar.xz"));
    ArchiveResult result = assess(openssl("3.0.16-1~deb12u1"));
    assertThat(ids(result)).containsExactly("CVE-2026-1111", "CVE-2026-2222", "CVE-2026-3333");
    assertThat(result.problems().toString()).contains("cut short by the distribution");
    assertThat(result.assessed().getFirst().reason()).contains("not all their vulnerabilities");
  }

  @Test
  void takesALongPageThatSaysNoForTheNoThatItIs() throws Exception {
    publishOpenssl();
    archive.answers.put(
        "dists/bookworm-security/InRelease",
        exchange -> {
          exchange.sendResponseHeaders(404, 0);
          try {
            exchange.getResponseBody().write(new byte[1 << 20]);
          } catch (java.io.IOException expected) {
            archive.requests.add("cut off");
          }
        });
    assertThat(ids(assess(openssl("3.0.16-1~deb12u1")))).hasSize(4);
  }

  @Test
  void readsFreshListsThatAptFetchedWithoutAskingTheArchive() throws Exception {
    archive.packages.add(
        "Package: libssl3\nSource: openssl\nVersion: 3.0.17-1~deb12u2\nArchitecture: amd64\n");
    publishOpenssl();
    Path root = Files.createDirectories(work.resolve("root"));
    Path lists = Files.createDirectories(root.resolve("var/lib/apt/lists"));
    String prefix = AptLists.fileName(archive.uri() + "dists/bookworm-security/");
    Files.write(
        lists.resolve(prefix + "InRelease"), archive.read("dists/bookworm-security/InRelease"));
    Path packages = lists.resolve(prefix + "main_binary-amd64_Packages");
    byte[] content = archive.read("dists/bookworm-security/main/binary-amd64/Packages");
    Files.write(packages, content);

    Optional<Path> at = Optional.of(root);
    Inventory current = inventory(installed("libssl3", "3.0.17-1~deb12u2", "openssl", null));
    ArchiveResult result =
        DebianArchive.assess(current, settings(source()), at, options(), Progress.SILENT);
    assertThat(result.assessed().getFirst().state()).isEqualTo(Assessment.State.PARTIAL);
    assertThat(archive.requests).isEmpty();

    // What is outdated by them needs the archive, or is said to be without its reasons.
    ArchiveOptions offline = options().withOffline(true);
    ArchiveResult unnamed =
        DebianArchive.assess(
            openssl("3.0.16-1~deb12u1"), settings(source()), at, offline, Progress.SILENT);
    assertThat(ids(unnamed)).containsExactly("OUTDATED-openssl");
    assertThat(unnamed.assessed().getFirst().reason()).contains("lists that apt has fetched");
    ArchiveResult named =
        DebianArchive.assess(
            openssl("3.0.16-1~deb12u1"), settings(source()), at, options(), Progress.SILENT);
    assertThat(ids(named)).hasSize(4);

    archive.requests.clear();
    Files.write(packages, new String(content, UTF_8).replace("libssl3", "libssl4").getBytes(UTF_8));
    ArchiveResult altered =
        DebianArchive.assess(current, settings(source()), at, options(), Progress.SILENT);
    assertThat(altered.problems().toString()).contains("not what its signed InRelease says");
    assertThat(archive.requests).isNotEmpty();

    Files.write(packages, content);
    archive.requests.clear();
    ArchiveOptions later = options().at(now.plus(Duration.ofDays(2)));
    Files.setLastModifiedTime(
        lists.resolve(prefix + "InRelease"), FileTime.from(now.minus(Duration.ofDays(2))));
    DebianArchive.assess(current, settings(source()), at, later, Progress.SILENT);
    assertThat(archive.requests).isNotEmpty();
  }

  @Test
  void readsADirectoryOfTheSubjectItselfAndNothingOutsideIt() throws Exception {
    publishOpenssl();
    Path root = Files.createDirectories(work.resolve("root/srv"));
    Files.move(archive.directory, root.resolve("mirror"));
    String source = "deb [signed-by=/" + KEYRING + "] file:/srv/mirror bookworm-security main\n";
    Optional<Path> at = Optional.of(work.resolve("root"));
    Inventory old = openssl("3.0.16-1~deb12u1");
    assertThat(ids(DebianArchive.assess(old, settings(source), at, options(), Progress.SILENT)))
        .hasSize(4);

    assertNotAssessed(assess(old, settings(source), options()), "only the machine itself can read");
    Files.move(root.resolve("mirror"), work.resolve("outside"));
    Files.createSymbolicLink(root.resolve("mirror"), work.resolve("outside"));
    emptyCache();
    assertNotAssessed(
        DebianArchive.assess(old, settings(source), at, options(), Progress.SILENT),
        "is not there");
  }

  @Test
  void saysWhatItNeedsWhereItCannotAssess() throws Exception {
    publishOpenssl();
    Inventory old = openssl("3.0.16-1~deb12u1");
    assertNotAssessed(assess(old, CapturedFiles.NONE, options()), "no apt sources");
    assertNotAssessed(
        assess(old, settings("deb http://example.org/debian bookworm main\n"), options()),
        "name no security suite");
    assertNotAssessed(
        assess(old, settings("deb http://example.org/debian trixie-security main\n"), options()),
        "name no security suite");
    assertNotAssessed(
        assess(old, settings("deb cdrom:[Disc]/ bookworm-security main\n"), options()),
        "there is no key");
    assertNotAssessed(
        assess(old, settings(source().replace("http:", "mirror+http:")), options()),
        "mirror+http: cannot be read");
    assertNotAssessed(
        assess(old, settings(source().replace("test-archive", "other")), options()),
        "was not found");
    Inventory none = inventory();
    assertThat(assess(none, settings(source()), options()).assessed()).isEmpty();
  }

  @Test
  void readsABombAndATruncatedIndexNoFurtherThanTheirBounds() throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("main/source/Sources", "Package: a\nVersion: 1\n".getBytes(UTF_8));
    files.put("main/source/Sources.xz", SignedArchive.xz(new byte[200 << 20]));
    archive.publish(key, files);
    assertNotAssessed(assess(openssl("3.0.16-1~deb12u1")), "unpacks to more than 22 bytes");

    byte[] whole = SignedArchive.xz("Package: a\nVersion: 1\n".getBytes(UTF_8));
    files.clear();
    files.put("main/source/Sources.xz", Arrays.copyOf(whole, whole.length - 8));
    archive.publish(key, files);
    assertNotAssessed(assess(openssl("3.0.16-1~deb12u1")), "cannot be read");

    files.clear();
    files.put(
        "main/source/Sources", ("Package: a\nBinary: " + "x".repeat(2 << 20)).getBytes(UTF_8));
    archive.publish(key, files);
    assertNotAssessed(assess(openssl("3.0.16-1~deb12u1")), "has a line of more than");
  }
}
