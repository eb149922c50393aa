package dev.breakwater.cli;

import static dev.breakwater.cli.Distribution.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.Daemon;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Debian root in Docker, Podman and containerd, as image and as container: whichever door it
 * comes through, the findings are those of the directory. An engine that does not start on this
 * machine aborts the tests that need it, with its log.
 */
class EngineDoorsIT {
  private static final String NAME = "example.org/team/debian:1";
  private static final String[] SLEEP = {"sleep", "1000"};

  @TempDir(cleanup = CleanupMode.NEVER)
  private static Path work;

  /**
   * Runs a command where this machine has little more than its system, its JDK and the directory of
   * these tests: others' files would make the survey of a machine as slow as their disk is full.
   */
  private static final String SMALL_MACHINE =
      """
      set -eu
      work=$1 jdk=$2
      shift 2
      mount --make-rprivate /
      mkdir /run/breakwater-test-$$
      mount --rbind "$work" /run/breakwater-test-$$
      for directory in /* /usr/include /usr/local /usr/share /usr/src /var/cache; do
        case $directory in
          /bin | /dev | /etc | /lib* | /proc | /run | /sbin | /sys | /usr | /var) continue ;;
        esac
        case $jdk in "$directory"/*) continue ;; esac
        if [ -d "$directory" ] && ! [ -L "$directory" ]; then
          mount -t tmpfs -o mode=1777 tmpfs "$directory"
        fi
      done
      mkdir -p "$work"
      mount --move /run/breakwater-test-$$ "$work"
      rmdir /run/breakwater-test-$$
      cd "$work"
      exec "$@"
      """;

  /** Engines that have the image already. */
  private static final Set<Daemon> LOADED = new HashSet<>();

  private static Daemon docker;
  private static Daemon podman;
  private static Daemon containerd;
  private static EngineRelay dockerRelay;
  private static EngineRelay podmanRelay;
  private static Distribution distribution;
  private static Path root;
  private static List<Json> expected;

  @BeforeAll
  static void makeImage() throws Exception {
    docker = Daemon.docker(work.resolve("d"));
    podman = Daemon.podman(work.resolve("p"));
    containerd = Daemon.containerd(work.resolve("c"));
    dockerRelay = new EngineRelay(work.resolve("docker.sock"), docker.socket());
    podmanRelay = new EngineRelay(work.resolve("podman.sock"), podman.socket());

    must(work, "umoci", "init", "--layout", "layout");
    must(work, "umoci", "new", "--image", "layout:latest");
    must(work, "umoci", "unpack", "--image", "layout:latest", "bundle");
    root = work.resolve("bundle/rootfs");
    AptMirror mirror = AptMirror.ofThisMachine();
    must(
        work,
        "debootstrap",
        "--variant=minbase",
        mirror.codename(),
        root.toString(),
        mirror.address());
    // Nothing here looks at these, and to pack and unpack them takes long.
    for (String bulk :
        List.of("var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/locale")) {
      must(root, "rm", "-rf", bulk);
    }
    must(work, "umoci", "repack", "--refresh-bundle", "--image", "layout:latest", "bundle");
    Path npm = Files.createDirectories(root.resolve("usr/lib/node_modules/upper"));
    Files.writeString(npm.resolve("package.json"), "{\"name\":\"upper\",\"version\":\"1.0.0\"}");
    must(work, "umoci", "repack", "--image", "layout:latest", "bundle");
    must(work, "skopeo", "copy", "oci:layout:latest", "docker-archive:image.tar:" + NAME);
    must(work, "skopeo", "copy", "oci:layout:latest", "oci-archive:oci.tar:" + NAME);

    distribution =
        Distribution.unpackInto(work.resolve("program"))
            .with("DOCKER_HOST", "unix://" + work.resolve("docker.sock"))
            .with("CONTAINER_HOST", "unix://" + work.resolve("podman.sock"))
            .with("CONTAINERD_ROOT", work.resolve("c/root").toString())
            .with("XDG_RUNTIME_DIR", Files.createDirectory(work.resolve("run")).toString());
    Distribution.Result update =
        distribution.breakwater("db", "update", "--feeds", feeds().toString());
    assertThat(update.exitCode()).as(update.err()).isZero();
    expected = JsonReports.findings(scan("dir:" + root));
    assertThat(expected)
        .extracting(finding -> finding.text("packageName"))
        .contains("libc6", "util-linux", "upper", "tzdata");
  }

  private static Path feeds() throws Exception {
    Path feeds = work.resolve("feeds");
    try (OsvFeed debian = OsvFeed.in(feeds, "Debian", AptMirror.osRelease("VERSION_ID"));
        OsvFeed npm = OsvFeed.in(feeds, "npm", "")) {
      debian.add("TEST-1", "glibc", "999", OsvFeed.CRITICAL, "CVE-2999-0001");
      debian.add("TEST-2", "util-linux", null, OsvFeed.LOW, "CVE-2999-0002");
      debian.add("TEST-3", "dpkg", "0.1", OsvFeed.CRITICAL, "CVE-2999-0003");
      debian.add("TEST-4", "newcomer", "2.0", OsvFeed.CRITICAL, "CVE-2999-0004");
      debian.add("TEST-5", "tzdata", null, OsvFeed.LOW, "CVE-2999-0005");
      npm.add("TEST-6", "upper", "1.0.1", OsvFeed.LOW, "CVE-2999-0006");
    }
    return feeds;
  }

  @AfterAll
  static void stop() throws Exception {
    try (Daemon first = docker;
        Daemon second = podman;
        Daemon third = containerd;
        EngineRelay fourth = dockerRelay;
        EngineRelay fifth = podmanRelay) {
      removeContainers();
    } finally {
      // Podman leaves its directory mounted upon itself.
      for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo")).reversed()) {
        String mountPoint = line.split(" ")[4];
        if (mountPoint.startsWith(work.toString())) {
          must(Path.of("/"), "umount", "--lazy", mountPoint);
        }
      }
      must(Path.of("/"), "rm", "-rf", "--one-file-system", work.toString());
    }
  }

  /** Where an engine did not start, there is nothing to remove. */
  private static void removeContainers() {
    Distribution.Result ids = docker("ps", "--all", "--quiet");
    for (String id : ids.exitCode() == 0 ? ids.out().lines().toList() : List.<String>of()) {
      docker("rm", "--force", id);
    }
    podman("rm", "--all", "--force", "--time=0");
    ctr("task", "rm", "--force", "in-containerd");
    ctr("container", "rm", "in-containerd");
    runc("delete", "--force", "plain");
  }

  private static Distribution.Result docker(String... words) {
    return run(List.of("docker", "--host=unix://" + docker.socket()), words);
  }

  private static Distribution.Result podman(String... words) {
    return run(List.of("podman", "--url=unix://" + podman.socket()), words);
  }

  private static Distribution.Result ctr(String... words) {
    return run(List.of("ctr", "--address=" + containerd.socket()), words);
  }

  private static Distribution.Result runc(String... words) {
    return run(List.of("runc", "--root", work.resolve("run/runc").toString()), words);
  }

  private static Distribution.Result run(List<String> program, String... words) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(words));
    return Distribution.run(work, Map.of(), "", command.toArray(String[]::new));
  }

  private static String done(Distribution.Result result) {
    assertThat(result.exitCode()).as("%s%s", result.out(), result.err()).isZero();
    return result.out().strip();
  }

  private static void loadIntoDocker() throws Exception {
    if (!LOADED.add(docker)) {
      return;
    }
    docker.await("docker", "--host=unix://" + docker.socket(), "version");
    done(docker("load", "--input", work.resolve("image.tar").toString()));
  }

  private static void loadIntoPodman() throws Exception {
    if (!LOADED.add(podman)) {
      return;
    }
    podman.await("podman", "--url=unix://" + podman.socket(), "version");
    done(podman("load", "--input", work.resolve("image.tar").toString()));
  }

  private static void loadIntoContainerd() throws Exception {
    if (!LOADED.add(containerd)) {
      return;
    }
    containerd.await("ctr", "--address=" + containerd.socket(), "version");
    done(ctr("image", "import", work.resolve("oci.tar").toString()));
  }

  private static void runInDocker(String name) {
    done(docker(with(SLEEP, "run", "--detach", "--network=none", "--name=" + name, NAME)));
  }

  private static void runInRunc() throws Exception {
    Path bundle = Files.createDirectories(work.resolve("plain"));
    must(bundle, "runc", "spec");
    Path config = bundle.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"terminal\": true", "\"terminal\": false")
            .replace("\"path\": \"rootfs\"", "\"path\": \"" + root + "\"")
            .replaceFirst("\"args\": \\[[^]]*\\]", "\"args\": [\"sleep\", \"1000\"]"));
    done(runc("run", "--detach", "--bundle", bundle.toString(), "plain"));
  }

  private static String[] with(String[] last, String... first) {
    return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
  }

  private static Distribution.Result breakwater(String... words) {
    return distribution.breakwater(with(words, "scan", "--offline", "--archive-feed=never"));
  }

  private static Distribution.Result survey(String... options) {
    return distribution.breakwaterBy(
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            SMALL_MACHINE,
            "sh",
            work.toString(),
            System.getProperty("java.home")),
        with(options, "scan", "--offline", "--archive-feed=never", "host:"));
  }

  private static Json scan(String subject, String... options) {
    Distribution.Result result = breakwater(with(options, subject, "--format=json"));
    assertThat(result.exitCode()).as("%s: %s", subject, result.err()).isZero();
    Json report = JsonReports.report(result.out());
    assertThat(report.get("problems").items())
        .as(subject)
        .noneMatch(problem -> !problem.text("what", "").startsWith("what has changed since"));
    return report;
  }

  private static void assertSameFindings(String subject, Json report) {
    assertThat(JsonReports.findings(report)).as(subject).isEqualTo(expected);
  }

  @Test
  void imageInDockerHasTheFindingsOfItsDirectoryAndIsReadOnce() throws Exception {
    loadIntoDocker();
    String id = done(docker("image", "inspect", "--format={{.Id}}", NAME));
    assertReadOnce(dockerRelay, "docker:" + NAME, "docker:" + id);
  }

  @Test
  void imageInPodmanHasTheFindingsOfItsDirectoryAndIsReadOnce() throws Exception {
    loadIntoPodman();
    assertReadOnce(podmanRelay, "podman:" + NAME, "podman:" + NAME);
  }

  private static void assertReadOnce(EngineRelay relay, String subject, String again) {
    forgetLayers();
    relay.imagesSent();
    assertSameFindings(subject, scan(subject));
    assertThat(relay.imagesSent()).as("whole images asked for by the first scan").isEqualTo(1);
    assertSameFindings(again, scan(again));
    assertThat(relay.imagesSent()).as("whole images asked for by the second scan").isZero();
  }

  @Test
  void imageInContainerdHasTheFindingsOfItsDirectoryAndIsReadOnce() throws Exception {
    loadIntoContainerd();
    forgetLayers();
    List<String> layers = new ArrayList<>();
    Json report = scan("containerd:" + NAME, "--no-cache");
    assertSameFindings("containerd:", report);
    for (Json layer : report.get("subject").get("layers").items()) {
      layers.add(layer.text("digest", "").replace("sha256:", ""));
    }
    assertThat(layers).hasSize(2);
    assertThat(opened(layers)).isEqualTo(layers.size());
    assertThat(opened(layers)).as("layers that the second scan opens").isZero();

    // What was altered since is not believed to be what it was.
    Path blob =
        work.resolve("c/root/io.containerd.content.v1.content/blobs/sha256")
            .resolve(layers.getFirst());
    Path away = Files.move(blob, work.resolve("blob"));
    try {
      try (RandomAccessFile zeros = new RandomAccessFile(blob.toFile(), "rw")) {
        zeros.setLength(Files.size(away));
      }
      Distribution.Result altered =
          breakwater("containerd:" + NAME, "--severity=negligible", "--fail-on=critical");
      assertThat(altered.exitCode()).isEqualTo(3);
      assertThat(altered.out()).contains("could not be read").contains("its digest is");
    } finally {
      Files.move(away, blob, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** How many of the layers a scan opens that has the findings expected. */
  private static long opened(List<String> layers) throws Exception {
    Path trace = work.resolve("trace");
    Distribution.Result result =
        distribution.breakwaterBy(
            List.of("strace", "-f", "--seccomp-bpf", "-e", "trace=openat", "-o", trace.toString()),
            "scan",
            "containerd:" + NAME,
            "--offline",
            "--archive-feed=never",
            "--format=json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertSameFindings("containerd:", JsonReports.report(result.out()));
    String calls = Files.readString(trace, StandardCharsets.ISO_8859_1);
    assertThat(calls).contains("meta.db");
    return layers.stream().filter(calls::contains).count();
  }

  /** As if nobody had ever scanned anything. */
  private static void forgetLayers() {
    must(work, "rm", "-rf", distribution.cache().resolve("breakwater/layers").toString());
  }

  @Test
  void unchangedContainersOfEveryEngineHaveTheFindingsOfTheirImage() throws Exception {
    loadIntoDocker();
    runInDocker("in-docker");
    assertUnchanged("in-docker", "docker");
    String id = done(docker("inspect", "--format={{.Id}}", "in-docker"));
    assertUnchanged(id.substring(0, 12), "docker");
    loadIntoPodman();
    done(
        podman(
            with(
                SLEEP,
                "run",
                "--detach",
                "--network=none",
                "--ulimit=nofile=100:100",
                "--ulimit=nproc=100:100",
                "--name=in-podman",
                NAME)));
    assertUnchanged("in-podman", "podman");
    loadIntoContainerd();
    done(ctr(with(SLEEP, "run", "--detach", NAME, "in-containerd")));
    assertUnchanged("in-containerd", "containerd");
  }

  private static void assertUnchanged(String name, String runtime) {
    Json report = scan("container:" + name);
    assertSameFindings("container:" + name, report);
    Json container = report.get("subject").get("container");
    assertThat(container.text("runtime")).isEqualTo(runtime);
    assertThat(container.text("image")).isEqualTo(NAME);
    assertThat(container.get("changes").texts("added")).as(name).isEmpty();
    assertThat(container.get("changes").texts("removed")).as(name).isEmpty();
  }

  @Test
  void containerShowsWhatWasInstalledAndRemovedInIt() throws Exception {
    loadIntoDocker();
    runInDocker("changed");
    Path control = Files.createDirectories(work.resolve("newcomer/DEBIAN")).resolve("control");
    Files.writeString(
        control,
        """
        Package: newcomer
        Version: 1.5
        Architecture: all
        Maintainer: a@example.org
        Description: test
        """);
    must(work, "dpkg-deb", "--build", "newcomer", "newcomer.deb");
    done(docker("cp", work.resolve("newcomer.deb").toString(), "changed:/newcomer.deb"));
    done(docker("exec", "changed", "dpkg", "--install", "/newcomer.deb"));
    done(docker("exec", "changed", "dpkg", "--purge", "--force-depends", "tzdata"));

    Json report = scan("container:changed");
    Json changes = report.get("subject").get("container").get("changes");
    assertThat(changes.texts("added"))
        .singleElement()
        .asString()
        .startsWith("pkg:deb/debian/newcomer@1.5?");
    assertThat(changes.texts("removed"))
        .singleElement()
        .asString()
        .startsWith("pkg:deb/debian/tzdata@");
    List<String> wanted = new ArrayList<>(ids(expected));
    assertThat(wanted.remove("CVE-2999-0005")).isTrue();
    wanted.add("CVE-2999-0004");
    assertThat(ids(JsonReports.findings(report))).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(breakwater("container:changed").out()).contains("newcomer").contains("tzdata");
    assertSameFindings("the image is as it was", scan("docker:" + NAME));
  }

  private static List<String> ids(List<Json> findings) {
    return findings.stream().map(finding -> finding.text("id", "")).toList();
  }

  /** What else runs on this machine is in its survey, too, and none of this test's business. */
  @Test
  void hostHasAReportForEachContainerAndOneSummary() throws Exception {
    loadIntoDocker();
    List<String> names = List.of("host-1", "host-2", "host-3");
    names.forEach(EngineDoorsIT::runInDocker);
    runInRunc();
    List<String> all = new ArrayList<>(names);
    all.add("plain");

    Distribution.Result json = survey("--format=json");
    Json survey = JsonReports.survey(json.out());
    Map<String, Json> reports = new HashMap<>();
    for (Json report : survey.get("reports").items()) {
      Json subject = report.get("subject");
      assertThat(reports.put(subject.text("kind") + ":" + subject.text("name"), report)).isNull();
    }
    assertThat(survey.get("reports").items().getFirst().get("subject").text("kind"))
        .as("this machine comes first")
        .isEqualTo("host");
    for (String name : all) {
      assertThat(reports).containsKey("container:" + name);
      assertSameFindings(name, reports.get("container:" + name));
    }
    assertThat(reports.get("container:plain").get("subject").get("container").text("runtime"))
        .isEqualTo("runc");
    List<Json> lines = survey.get("subjects").items();
    long scanned = lines.stream().filter(line -> line.text("failure") == null).count();
    assertThat(scanned).isEqualTo(reports.size());
    for (String name : all) {
      assertThat(lines)
          .filteredOn(line -> name.equals(line.text("name")))
          .singleElement()
          .satisfies(line ->
              assertThat(line.get("counts").members().values())
                  .extracting(count -> count.number(0))
                  .satisfies(counts ->
                      assertThat(counts.stream().mapToLong(n -> n).sum())
                          .isEqualTo(
                              reports.get("container:" + name).get("findings").items().size())));
    }

    String table = survey().out();
    assertThat(table)
        .contains("container:host-2: the same packages and findings as container:host-1")
        .contains("container:host-3: the same packages and findings as container:host-");
    Distribution.Result gate = survey("--report=summary", "--fail-on=critical");
    assertThat(gate.exitCode()).isEqualTo(1);
    String summary = gate.out();
    assertThat(summary).startsWith("host:\nSUBJECT").doesNotContain("CVE-2999-0001");
    for (String name : all) {
      assertThat(summary.lines().filter(line -> line.startsWith("container:" + name + " ")))
          .hasSize(1);
    }
  }
}
