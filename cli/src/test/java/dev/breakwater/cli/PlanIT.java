package dev.breakwater.cli;

import static dev.breakwater.cli.Distribution.must;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plan, carried out: its commands run by the real apt inside a debootstrapped Debian, whose
 * archive has newer builds of some packages.
 */
class PlanIT {
  /** One with many binary packages, of which one has a version of its own, and three with one. */
  private static final List<String> MENDED = List.of("util-linux", "gzip", "sed", "zlib");

  private static final String SUFFIX = "+mend1";

  @TempDir(cleanup = CleanupMode.ALWAYS)
  private static Path work;

  private static Distribution distribution;
  private static Path root;

  @BeforeAll
  static void makeRoot() throws Exception {
    AptMirror mirror = AptMirror.ofThisMachine();
    root = work.resolve("root");
    must(
        work,
        "debootstrap",
        "--variant=minbase",
        mirror.codename(),
        root.toString(),
        mirror.address());
    Map<String, String> sources = new TreeMap<>();
    Map<String, String> newer = new TreeMap<>();
    for (String line : installed()) {
      String[] words = line.split(" ");
      sources.put(words[1], words[2]);
      if (MENDED.contains(words[1])) {
        newer.put(words[0], words[2]);
      }
    }
    assertThat(newer).hasSizeGreaterThan(MENDED.size());
    archive(newer);
    distribution = Distribution.unpackInto(work.resolve("program"));
    Path feeds = work.resolve("feeds");
    try (OsvFeed debian = OsvFeed.in(feeds, "Debian", AptMirror.osRelease("VERSION_ID"))) {
      for (String source : MENDED) {
        String version = sources.get(source);
        debian.add("MEND-1-" + source, source, version + SUFFIX, OsvFeed.CRITICAL, null);
        debian.add("MEND-2-" + source, source, version + "+mend0", OsvFeed.LOW, null);
        debian.add("STAY-" + source, source, null, OsvFeed.CRITICAL, null);
      }
      debian.add("STAY-dpkg", "dpkg", null, OsvFeed.LOW, null);
    }
    Distribution.Result update =
        distribution.breakwater("db", "update", "--feeds", feeds.toString());
    assertThat(update.exitCode()).as(update.err()).isZero();
  }

  /** Name, source and version of the source of each package. */
  private static List<String> installed() {
    return must(
            work,
            "dpkg-query",
            "--admindir=" + root.resolve("var/lib/dpkg"),
            "-W",
            "-f=${Package} ${source:Package} ${source:Version}\\n")
        .lines()
        .toList();
  }

  /** An archive inside the root, with a newer build of each package. */
  private static void archive(Map<String, String> newer) throws IOException {
    Path archive = Files.createDirectories(root.resolve("srv/archive"));
    for (Map.Entry<String, String> each : newer.entrySet()) {
      Path unpacked = work.resolve("build-" + each.getKey());
      must(work, "dpkg-deb", "-R", downloaded(each.getKey()).toString(), unpacked.toString());
      Path control = unpacked.resolve("DEBIAN/control");
      String before = each.getValue();
      Files.writeString(control, Files.readString(control).replace(before, before + SUFFIX));
      must(work, "dpkg-deb", "-b", unpacked.toString(), archive.toString());
    }
    Files.writeString(
        archive.resolve("Packages"), must(archive, "apt-ftparchive", "packages", "."));
    Files.writeString(
        root.resolve("etc/apt/sources.list"), "deb [trusted=yes] file:/srv/archive ./\n");
    Files.writeString(root.resolve("etc/apt/apt.conf.d/90yes"), "APT::Get::Assume-Yes \"true\";\n");
  }

  /** What debootstrap fetched of a package. */
  private static Path downloaded(String name) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("var/cache/apt/archives"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name + "_"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void eachStepRemovesWhatItPromisesAndNothingElse() {
    Json report = scan();
    List<Json> steps = new ArrayList<>();
    for (Json step : report.get("plan").items()) {
      if (step.text("kind", "").equals("upgrade")) {
        steps.add(step);
      }
    }
    assertThat(steps).hasSameSizeAs(MENDED);
    Set<String> left = fingerprints(report);
    for (Json step : steps) {
      for (String command : step.texts("commands")) {
        must(work, "chroot", root.toString(), "sh", "-ec", command);
      }
      Set<String> promised = new TreeSet<>(step.texts("removes"));
      assertThat(promised).isNotEmpty();
      assertThat(left).containsAll(promised);
      left.removeAll(promised);
      assertThat(fingerprints(scan())).as(step.text("title", "")).isEqualTo(left);
    }
    Json after = scan();
    assertThat(after.get("findings").items())
        .noneMatch(finding -> finding.text("id", "").startsWith("MEND-"))
        .anyMatch(finding -> finding.text("id", "").startsWith("STAY-"));
    assertThat(after.get("plan").items())
        .noneMatch(step -> step.text("kind", "").equals("upgrade"));
  }

  private static Set<String> fingerprints(Json report) {
    Set<String> names = new TreeSet<>();
    for (Json finding : report.get("findings").items()) {
      names.add(finding.text("fingerprint", ""));
    }
    return names;
  }

  private static Json scan() {
    Distribution.Result result =
        distribution.breakwater(
            "scan", "dir:" + root, "--offline", "--archive-feed", "never", "--format", "json");
    assertThat(result.exitCode()).as(result.err()).isZero();
    return JsonReports.report(result.out());
  }
}
