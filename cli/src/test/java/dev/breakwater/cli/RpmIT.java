package dev.breakwater.cli;

import static dev.breakwater.cli.Distribution.must;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Roots that the real rpm installs packages of the real rpmbuild in, judged by repositories that
 * the real createrepo_c makes, gpg signs and a server on loopback hands out.
 */
class RpmIT {
  @TempDir private static Path work;

  private static Distribution distribution;
  private static HttpServer server;
  private static Path feeds;

  /** A package to build and install. */
  private record Rpm(
      String name, int epoch, String version, String release, String vendor, String module) {
    Rpm(String name, String version, String release, String vendor) {
      this(name, 0, version, release, vendor, "");
    }

    String spec() {
      return "Name: "
          + name
          + (epoch == 0 ? "" : "\nEpoch: " + epoch)
          + "\nVersion: "
          + version
          + "\nRelease: "
          + release
          + "\nVendor: "
          + vendor
          + (module.isEmpty() ? "" : "\nModularityLabel: " + module)
          + "\nSummary: test\nLicense: MIT\n%description\ntest\n%install\n"
          + "mkdir -p %{buildroot}/usr/share/"
          + name
          + "\necho x > %{buildroot}/usr/share/"
          + name
          + "/file\n%files\n/usr/share/"
          + name
          + "\n";
    }
  }

  @BeforeAll
  static void start() throws Exception {
    distribution = Distribution.unpackInto(work.resolve("program"));
    Path served = Files.createDirectories(work.resolve("served"));
    server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            served.toRealPath(),
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    feeds = Files.createDirectories(work.resolve("feeds"));
    try (OsvFeed alma = OsvFeed.in(feeds, "AlmaLinux", "8")) {
      alma.add(
          "ALSA-2999:0012",
          "Important: postgresql:12 security update",
          "postgresql",
          "12.5-1.module_el8.3.0+2041+42c1b5d2",
          OsvFeed.CRITICAL,
          "CVE-2999-0012");
      alma.add(
          "ALSA-2999:0013",
          "Important: postgresql:13 security update",
          "postgresql",
          "13.9-1.module_el8.3.0+2050+42c1b5d2",
          OsvFeed.CRITICAL,
          "CVE-2999-0013");
      alma.add(
          "ALSA-2999:0014",
          "Low: zlib security update",
          "zlib",
          "1.2.11-9.el8",
          OsvFeed.LOW,
          "CVE-2999-0014");
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  /** Builds packages and installs them into a root of their own. */
  private static Path install(String name, String osRelease, Rpm... packages) throws IOException {
    Path root = Files.createDirectories(work.resolve(name));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/os-release"), osRelease);
    List<String> command =
        new ArrayList<>(
            List.of(
                "rpm",
                "--root=" + root,
                "--dbpath=/var/lib/rpm",
                "--define=_db_backend sqlite",
                "--install",
                "--nodeps",
                "--noscripts",
                "--nosignature",
                "--ignorearch"));
    build(work.resolve(name + "-build"), packages).forEach(built -> command.add(built.toString()));
    must(work, command.toArray(String[]::new));
    assertThat(root.resolve("var/lib/rpm/rpmdb.sqlite")).isRegularFile();
    return root;
  }

  private static List<Path> build(Path top, Rpm... packages) throws IOException {
    Files.createDirectories(top);
    for (Rpm each : packages) {
      Path spec = Files.writeString(top.resolve(each.name() + ".spec"), each.spec());
      must(
          top,
          "rpmbuild",
          "--quiet",
          "--define=_topdir " + top,
          "--target=x86_64",
          "-bb",
          spec.toString());
    }
    try (Stream<Path> built = Files.list(top.resolve("RPMS/x86_64"))) {
      return built.sorted().toList();
    }
  }

  /**
   * Serves a signed repository, and lets a root use it.
   *
   * @param updates elements of {@code updateinfo.xml}
   */
  private static void serve(Path root, String path, String updates, Rpm... packages)
      throws Exception {
    Path repository = Files.createDirectories(work.resolve("served").resolve(path));
    for (Path built : build(work.resolve(root.getFileName() + "-updates"), packages)) {
      Files.copy(built, repository.resolve(built.getFileName()));
    }
    // A repository that has not changed for a month counts as stale.
    long revision = Instant.now().getEpochSecond() - 7_200;
    must(repository, "createrepo_c", "--quiet", "--revision=" + revision, ".");
    Path document = work.resolve("updateinfo.xml");
    Files.writeString(
        document, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<updates>" + updates + "</updates>");
    must(repository, "modifyrepo_c", "--mdtype=updateinfo", document.toString(), "repodata");
    Path keys = Files.createDirectories(root.resolve("etc/pki/rpm-gpg"));
    sign(repository.resolve("repodata/repomd.xml"), keys.resolve("RPM-GPG-KEY-test"));
    Path settings = Files.createDirectories(root.resolve("etc/yum.repos.d"));
    Files.writeString(
        settings.resolve("test.repo"),
        """
        [base]
        name=Test
        baseurl=http://127.0.0.1:%d/%s
        enabled=1
        gpgcheck=1
        repo_gpgcheck=1
        gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-test
        """
            .formatted(server.getAddress().getPort(), path.replace("/x86_64/", "/$basearch/")));
  }

  private static void sign(Path document, Path key) throws IOException {
    // Sockets have short names only.
    Path home = Files.createTempDirectory(Path.of("/tmp"), "gpg");
    try {
      gpg(home, "--quick-generate-key", "test@example.org", "rsa2048", "sign", "1d");
      gpg(home, "--armor", "--output", document + ".asc", "--detach-sign", document.toString());
      gpg(home, "--armor", "--output", key.toString(), "--export", "test@example.org");
    } finally {
      must(home, "gpgconf", "--homedir", home.toString(), "--kill", "all");
      must(Path.of("/"), "rm", "-rf", home.toString());
    }
  }

  private static void gpg(Path home, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of("gpg", "--batch", "--quiet", "--no-tty", "--pinentry-mode=loopback"));
    command.addAll(List.of("--homedir", home.toString(), "--passphrase", ""));
    command.addAll(List.of(words));
    must(home, command.toArray(String[]::new));
  }

  private static String update(
      String id, String title, String severity, String cve, String packages) {
    return """
    <update from="security@example.org" status="final" type="security" version="1">
    <id>%1$s</id><title>%1$s: %5$s</title><severity>%2$s</severity>
    <issued date="2026-01-05 00:00:00"/>
    <references>
    <reference href="https://example.org/%3$s" id="%3$s" type="cve"/>
    </references>
    <pkglist><collection short="t"><name>t</name>%4$s</collection></pkglist></update>
    """
        .formatted(id, severity, cve, packages, title);
  }

  private static String affected(String name, int epoch, String version, String release) {
    return "<package name=\"%s\" epoch=\"%d\" version=\"%s\" release=\"%s\" arch=\"x86_64\"/>"
        .formatted(name, epoch, version, release);
  }

  /** Begins the packages of a module's stream. */
  private static String module(String name, String stream) {
    return "<module name=\"%s\" stream=\"%s\" version=\"1\" context=\"a\" arch=\"x86_64\"/>"
        .formatted(name, stream);
  }

  private static Json scan(String subject) {
    return scan(subject, 0);
  }

  private static Json scan(String subject, int exitCode) {
    Distribution.Result result =
        distribution.breakwater("scan", subject, "--format=json", "--feeds=" + feeds);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    return JsonReports.report(result.out());
  }

  /** The root in an OCI image, as umoci packs it. */
  private static String asImage(Path root) {
    String layout = root.getFileName() + "-layout";
    must(work, "umoci", "init", "--layout", layout);
    must(work, "umoci", "new", "--image", layout + ":1");
    must(work, "umoci", "insert", "--image", layout + ":1", root.toString(), "/");
    return "oci:" + work.resolve(layout) + ":1";
  }

  private static void assertInventoryIsWhatRpmSays(Path root, Json report) {
    String list =
        must(
            work,
            "rpm",
            "--root=" + root,
            "--dbpath=/var/lib/rpm",
            "-qa",
            "--qf=%{NAME} %|EPOCH?{%{EPOCH}}:{-}| %{VERSION}-%{RELEASE} %{ARCH}"
                + " %|MODULARITYLABEL?{%{MODULARITYLABEL}}:{-}| %{SOURCERPM}\\n");
    TreeSet<String> found = new TreeSet<>();
    JsonReports.purls(report)
        .map(PackageUrl::parse)
        .forEach(purl ->
            found.add(
                "%s %s %s %s %s %s"
                    .formatted(
                        purl.name(),
                        purl.qualifier("epoch").orElse("-"),
                        purl.version(),
                        purl.qualifier("arch").orElse("-"),
                        purl.qualifier("rpmmod").orElse("-"),
                        purl.qualifier("upstream").orElse("-"))));
    assertThat(found).isEqualTo(new TreeSet<>(list.lines().toList()));
  }

  private static List<String> findings(Json report) {
    return JsonReports.findings(report).stream()
        .map(finding ->
            finding.text("packageName")
                + " "
                + finding.text("id")
                + " "
                + finding.texts("aliases")
                + " "
                + finding.text("severity")
                + " "
                + finding.text("fixed"))
        .toList();
  }

  /** The state of each feed. */
  private static Map<String, String> states(Json report) {
    Map<String, String> states = new TreeMap<>();
    for (Json assessment : report.get("assessed").items()) {
      states.put(assessment.text("feed"), assessment.text("state"));
    }
    return states;
  }

  private static String reasons(Json report) {
    return report.get("assessed").items().stream()
        .map(assessment -> assessment.text("reason", ""))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void leavesNothingInTheDirectoryOfTemporaryFiles() throws Exception {
    Path root =
        install(
            "tidy", "ID=almalinux\nVERSION_ID=\"8.9\"\n", new Rpm("tidy", "1", "1", "AlmaLinux"));
    Path temporary = Files.createDirectories(work.resolve("temporary"));
    Distribution.Result result =
        distribution.breakwaterBy(
            List.of("env", "BREAKWATER_JAVA_OPTIONS=-Djava.io.tmpdir=" + temporary),
            "scan",
            "dir:" + root,
            "--offline",
            "--archive-feed",
            "never",
            "--no-cache");
    assertThat(result.out()).as(result.err()).contains("1 package");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void outstandingUpdatesOfAmazonLinuxAreFoundInItsRepository() throws Exception {
    String vendor = "Amazon Linux";
    Path root =
        install(
            "amazon",
            "ID=\"amzn\"\nVERSION_ID=\"2023\"\nPRETTY_NAME=\"Amazon Linux 2023\"\n",
            new Rpm("openssl", 1, "3.0.8", "1.amzn2023.0.1", vendor, ""),
            new Rpm("zlib", "1.2.11", "33.amzn2023", vendor),
            new Rpm("curl", "8.5.0", "1.amzn2023.0.4", vendor),
            new Rpm("agent", "1.0", "1", "Acme Observability Ltd."));
    serve(
        root,
        "amazon/x86_64/core",
        update(
                "ALAS2023-2026-001",
                "openssl security update",
                "Important",
                "CVE-2999-0101",
                affected("openssl", 1, "3.0.8", "1.amzn2023.0.9"))
            + update(
                "ALAS2023-2026-002",
                "curl security update",
                "Medium",
                "CVE-2999-0102",
                affected("curl", 0, "8.5.0", "1.amzn2023.0.4")),
        new Rpm("openssl", 1, "3.0.8", "1.amzn2023.0.9", vendor, ""));

    Json report = scan("dir:" + root);
    assertInventoryIsWhatRpmSays(root, report);
    assertThat(findings(report))
        .containsExactly("openssl CVE-2999-0101 [] high 1:3.0.8-1.amzn2023.0.9");
    assertThat(states(report))
        .containsEntry("Amazon Linux:2023 (base)", "partial")
        .containsEntry("amzn:2023 (other vendors)", "not-assessed");
    assertThat(reasons(report)).contains("agent (Acme Observability Ltd.)");
    Json image = scan(asImage(root));
    assertThat(JsonReports.findings(image)).isEqualTo(JsonReports.findings(report));
    assertThat(states(image)).isEqualTo(states(report));
    assertInventoryIsWhatRpmSays(root, image);
  }

  @Test
  void outstandingUpdatesOfOracleLinuxAreThoseOfTheInstalledStream() throws Exception {
    String vendor = "Oracle America";
    Path root =
        install(
            "oracle",
            "ID=\"ol\"\nVERSION_ID=\"8.9\"\nPRETTY_NAME=\"Oracle Linux Server 8.9\"\n",
            new Rpm(
                "postgresql",
                0,
                "12.5",
                "1.module+el8.3.0+7875+1",
                vendor,
                "postgresql:12:8030020200911:abcdef"),
            new Rpm("zlib", "1.2.11", "16.el8", vendor));
    serve(
        root,
        "oracle/x86_64/appstream",
        update(
                "ELSA-2026-0012",
                "postgresql:12 security update (IMPORTANT)",
                "Important",
                "CVE-2999-0112",
                module("postgresql", "12")
                    + affected("postgresql", 0, "12.7", "1.module+el8.4.0+7900+1"))
            + update(
                "ELSA-2026-0013",
                "postgresql:13 security update (IMPORTANT)",
                "Important",
                "CVE-2999-0113",
                module("postgresql", "13")
                    + affected("postgresql", 0, "13.3", "1.module+el8.4.0+7901+1"))
            + update(
                "ELSA-2026-0014",
                "zlib security update (LOW)",
                "Low",
                "CVE-2999-0114",
                affected("zlib", 0, "1.2.11", "17.el8")),
        new Rpm("zlib", "1.2.11", "17.el8", vendor));

    Json report = scan("dir:" + root);
    assertInventoryIsWhatRpmSays(root, report);
    assertThat(findings(report))
        .containsExactlyInAnyOrder(
            "postgresql CVE-2999-0112 [] high 12.7-1.module+el8.4.0+7900+1",
            "zlib CVE-2999-0114 [] low 1.2.11-17.el8");
    assertThat(states(report)).containsEntry("Oracle Linux:8.9 (base)", "partial");
    assertThat(findings(scan(asImage(root)))).isEqualTo(findings(report));
  }

  @Test
  void anIndexThatWasAlteredAfterItWasSignedAnswersForNothing() throws Exception {
    Path root =
        install(
            "altered",
            "ID=\"ol\"\nVERSION_ID=\"9.4\"\n",
            new Rpm("zlib", "1.2.11", "16.el9", "Oracle America"));
    serve(
        root,
        "altered/x86_64/base",
        update(
            "ELSA-2026-0021",
            "zlib security update (LOW)",
            "Low",
            "CVE-2999-0121",
            affected("zlib", 0, "1.2.11", "17.el9")),
        new Rpm("zlib", "1.2.11", "17.el9", "Oracle America"));
    Path index = work.resolve("served/altered/x86_64/base/repodata/repomd.xml");
    Files.writeString(index, Files.readString(index).replace("</repomd>", "<!-- --></repomd>"));

    Json report = scan("dir:" + root, 3);
    assertThat(findings(report)).isEmpty();
    assertThat(states(report)).containsEntry("Oracle Linux:9.4 (base)", "not-assessed");
    assertThat(reasons(report)).contains("sign");
  }

  @Test
  void aDatabaseCutShortIsNamedAndTheRestGoesOn() throws Exception {
    Path root =
        install(
            "short",
            "ID=\"almalinux\"\nVERSION_ID=\"8.9\"\n",
            new Rpm("zlib", "1.2.11", "8.el8", "AlmaLinux"));
    Path npm = Files.createDirectories(root.resolve("usr/lib/node_modules/good"));
    Files.writeString(npm.resolve("package.json"), "{\"name\":\"good\",\"version\":\"1.0.0\"}");
    Path database = root.resolve("var/lib/rpm/rpmdb.sqlite");
    try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(database) / 3);
    }
    Distribution.Result result =
        distribution.breakwater(
            "scan", "dir:" + root, "--format=json", "--feeds=" + feeds, "--fail-on=critical");
    assertThat(result.exitCode()).isEqualTo(3);
    Json report = JsonReports.report(result.out());
    assertThat(report.get("problems").items())
        .extracting(problem -> problem.text("where"))
        .containsExactly("var/lib/rpm/rpmdb.sqlite");
    assertThat(report.get("verdict").texts("reasons")).contains("1 file could not be read");
    assertThat(JsonReports.purls(report)).contains("pkg:npm/good@1.0.0");
  }

  @Test
  void anotherModuleStreamOfAlmaLinuxIsNoFinding() throws Exception {
    String vendor = "AlmaLinux";
    Path root =
        install(
            "alma",
            "ID=\"almalinux\"\nVERSION_ID=\"8.9\"\nPRETTY_NAME=\"AlmaLinux 8.9\"\n",
            new Rpm(
                "postgresql",
                0,
                "12.1",
                "1.module_el8.3.0+2000+1",
                vendor,
                "postgresql:12:8030020200911:abcdef"),
            new Rpm("zlib", "1.2.11", "9.el8", vendor),
            new Rpm("agent", "1.0", "1", "Acme Observability Ltd."));
    Json report = scan("dir:" + root);
    assertInventoryIsWhatRpmSays(root, report);
    assertThat(findings(report))
        .containsExactly(
            "postgresql CVE-2999-0012 [ALSA-2999:0012] high 12.5-1.module_el8.3.0+2041+42c1b5d2");
    assertThat(states(report))
        .containsEntry("almalinux:8.9 (other vendors)", "not-assessed")
        .as("nothing makes it ask repositories")
        .containsOnlyKeys("AlmaLinux:8", "almalinux:8.9 (other vendors)", "kev", "epss");
    assertThat(reasons(report)).contains("agent (Acme Observability Ltd.)");
    assertThat(findings(scan(asImage(root)))).isEqualTo(findings(report));
  }
}
