package dev.breakwater.advisory.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.mirror.ArchiveException;
import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.advisory.mirror.Gpg;
import dev.breakwater.advisory.mirror.OpenPgpKeyring;
import dev.breakwater.advisory.mirror.Programs;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Progress;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.core.Vulnerability;
import dev.breakwater.image.Found;
import dev.breakwater.inventory.Inventory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real apt, with a root of its own, against the same archive. */
class AptOracleTest {
  private static Gpg gpg;
  private static String key;

  @TempDir Path work;
  private SignedArchive archive;
  private Path root;

  @BeforeAll
  static void makeKey() throws Exception {
    gpg = new Gpg();
    key = gpg.newKey("archive", "rsa2048", "never");
  }

  @AfterAll
  static void stopGpg() throws Exception {
    gpg.close();
  }

  @BeforeEach
  void start() throws Exception {
    archive = new SignedArchive(work, gpg);
    root = Files.createDirectories(work.resolve("root"));
    for (String directory :
        List.of(
            "etc/apt/sources.list.d",
            "etc/apt/trusted.gpg.d",
            "etc/apt/apt.conf.d",
            "etc/apt/preferences.d",
            "var/lib/apt/lists/partial",
            "var/cache/apt/archives/partial",
            "var/lib/dpkg")) {
      Files.createDirectories(root.resolve(directory));
    }
    Files.write(root.resolve("etc/apt/trusted.gpg.d/test.gpg"), gpg.export(key));
    Files.writeString(root.resolve("var/lib/dpkg/status"), "");
  }

  @AfterEach
  void stop() {
    archive.close();
  }

  private String apt(String... arguments) throws Exception {
    Path configuration = work.resolve("apt.conf");
    Files.writeString(
        configuration,
        "Dir \"%1$s/\";\nDir::State::status \"%1$s/var/lib/dpkg/status\";\n".formatted(root)
            + "APT::Architecture \"amd64\";\nAPT::Architectures { \"amd64\"; };\n"
            + "APT::Sandbox::User \"root\";\nAcquire::http::Proxy \"DIRECT\";\n"
            + "Acquire::Languages \"none\";\nAcquire::GzipIndexes \"true\";\n"
            + "Acquire::Retries \"0\";\nAPT::Update::Error-Mode \"any\";\n"
            + "#clear APT::Update;\n#clear DPkg;\n");
    List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
    command.addAll(List.of(arguments));
    return new String(
        Programs.run(
            "apt",
            work,
            Map.of("APT_CONFIG", configuration.toString()),
            command.toArray(String[]::new)),
        UTF_8);
  }

  private CapturedFiles settings() throws Exception {
    List<Found<CapturedFile>> found = new ArrayList<>();
    try (var files = Files.walk(root.resolve("etc/apt"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String path = root.relativize(file).toString();
        if (AptFileDetector.isConfiguration(path)) {
          found.add(new Found<>(path, -1, new CapturedFile(Files.readAllBytes(file))));
        }
      }
    }
    return CapturedFiles.of(found, AptFileDetector.WHOSE);
  }

  private void sources(String name, String text) throws Exception {
    Files.writeString(root.resolve("etc/apt").resolve(name), text);
  }

  @Test
  void readsTheSameSourcesAsApt() throws Exception {
    sources(
        "sources.list",
        """
        # a comment
        deb http://example.org/debian bookworm main contrib # another
        deb-src http://example.org/debian bookworm main
        \tdeb\t[ arch=amd64 signed-by=/usr/share/keyrings/a.gpg,/b.gpg ]   http://example.org/x/\tbookworm-security   main
        deb [trusted=yes]  http://example.org/$(ARCH)/   "stable/updates" main
        deb http://example.org/flat ./
        deb http://example.org/with%20blank_and~x sid main
        deb http://user:secret@example.org:81/p sid main
        deb [check-valid-until=no lang=de] file:/srv/mirror bookworm/updates main non-free
        """);
    sources(
        "sources.list.d/b.sources",
        """
        # a comment
        Types: deb deb-src
        URIs: http://example.org/one http://example.org/two
        Suites: bookworm-security
         bookworm-updates
        # inside
        Components: main
          contrib
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         mDMEYCQjIxYJKwYBBAHaRw8BAQdAD/P5Nvvnvk66SxBBHDbhRml9ORg1WV5CvzKY
         -----END PGP PUBLIC KEY BLOCK-----

        Enabled: no
        Types: deb
        URIs: http://example.org/off
        Suites: off
        Components: main

        Types: deb-src
        URIs: http://example.org/src
        Suites: src
        Components: main
        """);
    sources("sources.list.d/a.list", "deb http://example.org/a a-security main\n");
    sources("sources.list.d/ignored.list.save", "deb http://example.org/b b main\n");
    sources("sources.list.d/no,comma.list", "deb http://example.org/c c main\n");

    TreeSet<String> ours = new TreeSet<>();
    AptSources parsed = AptSources.parse(settings(), "amd64");
    assertThat(parsed.problems()).isEmpty();
    for (AptSource source : parsed.sources()) {
      boolean flat = source.suite().endsWith("/");
      String base = source.uri() + (flat ? source.suite() : "dists/" + source.suite() + "/");
      ours.add(AptLists.fileName(base + "InRelease"));
      if (flat) {
        ours.add(AptLists.fileName(base + "Packages"));
      }
      for (String component : source.components()) {
        ours.add(AptLists.fileName(base + component + "/binary-amd64/Packages"));
      }
    }
    TreeSet<String> apts = new TreeSet<>();
    for (String line : apt("update", "--print-uris").split("\n")) {
      // 'http://example.org/debian/dists/…' NAME 0
      String name = line.replaceFirst("^'[^']*' ", "").replaceFirst(" .*", "");
      boolean forSources = name.endsWith("source_Sources") || name.contains("_src_dists");
      if (!forSources && !name.endsWith("binary-all_Packages") && !name.contains("i18n")) {
        apts.add(name);
      }
    }
    assertThat(String.join("\n", ours)).isEqualTo(String.join("\n", apts));
    assertThat(ours).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deb",
        "deb http://example.org/debian",
        "deb http://example.org/debian bookworm",
        "deb http://example.org/debian ./ main",
        "deb [arch=amd64 http://example.org/debian bookworm main",
        "rpm http://example.org/debian bookworm main",
        "deb example bookworm main",
        "deb \"http://example.org/debian bookworm main"
      })
  void refusesWhatAptRefuses(String line) throws Exception {
    sources("sources.list", line + "\n");
    boolean aptRefuses = false;
    try {
      apt("indextargets");
    } catch (AssertionError e) {
      aptRefuses = true;
    }
    assertThat(aptRefuses).isTrue();
    AptSources parsed = AptSources.parse(settings(), "amd64");
    assertThat(parsed.sources()).isEmpty();
    assertThat(parsed.problems()).hasSize(1);
  }

  @Test
  void findsOutdatedWhatAptWouldUpgradeAndReadsItsCompressedLists() throws Exception {
    sources("sources.list", "deb " + archive.uri() + " bookworm-security main\n");
    Map<String, String[]> versions = new TreeMap<>();
    versions.put("alpha", new String[] {"1.0-1", "1.0-1+deb12u1"});
    versions.put("beta", new String[] {"2:1.0-1", "9.0-1"});
    versions.put("gamma", new String[] {"1.0~rc1-1", "1.0-1"});
    versions.put("delta", new String[] {"1.0-1", "1.0-1"});
    StringBuilder status = new StringBuilder();
    List<SoftwarePackage> installed = new ArrayList<>();
    versions.forEach((name, pair) -> {
      String about = "Architecture: amd64\nMaintainer: S <s@example.org>\nDescription: t\n";
      status.append("Package: ").append(name).append("\nStatus: install ok installed\nVersion: ");
      status.append(pair[0]).append('\n').append(about).append('\n');
      archive.packages.add(
          "Package: "
              + name
              + "\nVersion: "
              + pair[1]
              + "\n"
              + about
              + "Filename: pool/"
              + name
              + ".deb\nSize: 10\nSHA256: "
              + "0".repeat(64)
              + "\n");
      installed.add(
          new SoftwarePackage(
              PackageUrl.of("deb", "debian", name, pair[0]).with("arch", "amd64"),
              name,
              pair[0],
              null,
              List.of(),
              null,
              null));
    });
    for (int i = 0; i < 3000; i++) {
      archive.packages.add(
          "Package: filler-"
              + i
              + "\nVersion: "
              + i
              + "\nArchitecture: amd64\nFilename: pool/f"
              + i
              + ".deb\nSize: "
              + i
              + "\nSHA256: "
              + SignedArchive.sha256(new byte[i])
              + "\n");
    }
    Files.writeString(root.resolve("var/lib/dpkg/status"), status);
    archive.publish(key);
    apt("update");

    TreeSet<String> apts = new TreeSet<>();
    for (String line : apt("-s", "upgrade").split("\n")) {
      if (line.startsWith("Inst ")) {
        String[] words = line.split(" ");
        apts.add(words[1] + " " + words[2] + " " + words[3]);
      }
    }
    Path list =
        root.resolve("var/lib/apt/lists")
            .resolve(
                AptLists.fileName(archive.uri() + "dists/bookworm-security/")
                    + "main_binary-amd64_Packages.lz4");
    assertThat(list).exists();

    Distribution debian = new Distribution("debian", null, "12", "bookworm", "Debian 12", null);
    ArchiveOptions offline = ArchiveOptions.defaults(work.resolve("cache")).withOffline(true);
    ArchiveResult result =
        DebianArchive.assess(
            new Inventory(debian, installed, List.of()),
            settings(),
            Optional.of(root),
            offline,
            Progress.SILENT);
    TreeSet<String> ours = new TreeSet<>();
    for (Vulnerability finding : result.findings()) {
      ours.add(finding.packageName() + " [" + finding.installed() + "] (" + finding.fixed());
    }
    assertThat(ours).isEqualTo(apts).hasSize(2);
    assertThat(result.assessed().getFirst().reason()).contains("lists that apt has fetched");
  }

  /** apt and this program agree on which signatures make an archive trusted. */
  @ParameterizedTest
  @ValueSource(strings = {"good", "stranger", "expired", "sha1", "wrong suite", "altered"})
  void trustsWhatAptTrusts(String which) throws Exception {
    sources("sources.list", "deb " + archive.uri() + " bookworm-security main\n");
    archive.addSource("alpha", "1.0-2", "alpha (1.0-2) x; urgency=low\n\n  * CVE-2026-1234\n");
    archive.packages.add("Package: alpha\nVersion: 1.0-2\nArchitecture: amd64\n");
    archive.publish(key);
    Path release = archive.directory.resolve("dists/bookworm-security/Release");
    String signed = "dists/bookworm-security/InRelease";
    byte[] good = archive.read(signed);
    switch (which) {
      case "stranger" -> archive.publish(gpg.newKey("stranger", "ed25519", "never"));
      case "expired" -> {
        String old = gpg.newKey("old", "ed25519", "10d", "--faked-system-time", "20200101T000000");
        Files.write(root.resolve("etc/apt/trusted.gpg.d/old.gpg"), gpg.export(old));
        archive.write(
            signed, gpg.clearSign(old, release, "--faked-system-time", "20200103T000000"));
      }
      case "sha1" ->
          archive.write(
              signed,
              gpg.clearSign(key, release, "--digest-algo", "SHA1", "--allow-weak-digest-algos"));
      case "altered" ->
          archive.write(
              signed,
              new String(good, UTF_8).replace("Origin: Test", "Origin: Tost").getBytes(UTF_8));
      default -> {}
    }
    // What apt would fall back to must not hide what it makes of the file in question.
    Files.delete(release);
    Files.delete(archive.directory.resolve("dists/bookworm-security/Release.gpg"));
    boolean apt = true;
    try {
      apt("update");
    } catch (AssertionError e) {
      apt = false;
    }
    OpenPgpKeyring keyring =
        Keyrings.of(
            AptSources.parse(settings(), "amd64").sources().getFirst(),
            settings(),
            new ArrayList<>());
    boolean ours = true;
    try {
      SignedRelease.inline(
          archive.read(signed), keyring, signed, archive.date.plus(Duration.ofHours(3)));
    } catch (ArchiveException e) {
      ours = false;
    }
    assertThat(ours).isEqualTo(apt).isEqualTo(which.equals("good") || which.equals("wrong suite"));
  }

  @Test
  void readsWhatAptFtparchiveAndDpkgSourceMake() throws Exception {
    Path tree = Files.createDirectories(work.resolve("build/alpha-1.0/debian/source"));
    Path debian = tree.getParent();
    Files.writeString(tree.resolve("format"), "3.0 (quilt)\n");
    Files.writeString(
        debian.resolve("changelog"),
        """
        alpha (1:1.0-2) bookworm-security; urgency=medium

          * Fix CVE-2026-1234.

         -- Somebody <somebody@example.org>  Wed, 18 Nov 2026 10:00:00 +0000

        alpha (1:1.0-1) bookworm; urgency=medium

          * First.

         -- Somebody <somebody@example.org>  Tue, 17 Nov 2026 10:00:00 +0000
        """);
    Files.writeString(
        debian.resolve("control"),
        """
        Source: alpha
        Maintainer: Somebody <somebody@example.org>
        Standards-Version: 4.6.2

        Package: alpha
        Architecture: any
        Description: test
        """);
    Files.writeString(debian.resolve("rules"), "#!/usr/bin/make -f\n%:\n");
    Path build = work.resolve("build");
    Programs.run(
        "tar",
        build,
        Map.of(),
        "tar",
        "-czf",
        "alpha_1.0.orig.tar.gz",
        "--exclude=debian",
        "alpha-1.0");
    Programs.run("dpkg-dev", build, Map.of(), "dpkg-source", "-b", "alpha-1.0");
    Path pool = Files.createDirectories(archive.directory.resolve("pool/main"));
    try (var files = Files.list(build)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.move(file, pool.resolve(file.getFileName()));
      }
    }
    byte[] index =
        Programs.run("apt-utils", archive.directory, Map.of(), "apt-ftparchive", "sources", "pool");
    archive.write("dists/bookworm-security/main/source/Sources.gz", SignedArchive.gzip(index));
    byte[] release =
        Programs.run(
            "apt-utils",
            archive.directory,
            Map.of(),
            "apt-ftparchive",
            "-o",
            "APT::FTPArchive::Release::Suite=bookworm-security",
            "-o",
            "APT::FTPArchive::Release::Codename=bookworm",
            "release",
            "dists/bookworm-security");
    archive.sign(key, new String(release, UTF_8));
    sources("sources.list", "deb " + archive.uri() + " bookworm-security main\n");

    Distribution debian12 = new Distribution("debian", null, "12", "bookworm", "Debian 12", null);
    SoftwarePackage installed =
        new SoftwarePackage(
            PackageUrl.of("deb", "debian", "alpha", "1:1.0-1").with("arch", "amd64"),
            "alpha",
            "1:1.0-1",
            null,
            List.of(),
            null,
            null);
    ArchiveResult result =
        DebianArchive.assess(
            new Inventory(debian12, List.of(installed), List.of()),
            settings(),
            Optional.empty(),
            ArchiveOptions.defaults(work.resolve("cache")),
            Progress.SILENT);
    assertThat(result.problems()).isEmpty();
    assertThat(result.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.id()).isEqualTo("CVE-2026-1234");
          assertThat(finding.fixed()).isEqualTo("1:1.0-2");
        });
  }
}
