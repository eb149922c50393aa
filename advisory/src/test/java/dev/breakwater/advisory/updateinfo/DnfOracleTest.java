package dev.breakwater.advisory.updateinfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.mirror.ArchiveOptions;
import dev.breakwater.advisory.mirror.ArchiveResult;
import dev.breakwater.advisory.mirror.Programs;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Vulnerability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dnf lists as outstanding security updates of a real rpm database, this finds, too. */
class DnfOracleTest {
  private static final int PACKAGES = 40;
  private static final int ADVISORIES = 120;
  private static final String[] VERSIONS = {"1.0", "1.1", "1.0~rc1", "1.0^git1", "2.0", "10.0"};
  private static final String[] RELEASES = {
    "1.el9", "1.el9_4.2", "2.el9", "10.el9", "2.amzn2023.0.4"
  };
  private static final String[] TYPES = {"security", "security", "bugfix", "enhancement"};

  @TempDir Path work;
  private final Random random = new Random(20260105);

  @Test
  void findsWhatDnfLists() throws Exception {
    Path root = install();
    Path repository = Files.createDirectories(root.resolve("repository"));
    RpmRepositoryMaker maker = new RpmRepositoryMaker(repository);
    maker.updates(advisories(), "--compress-type=gz");

    Set<String> listed = listedByDnf(root, repository);
    assertThat(listed.size()).isBetween(20, ADVISORIES * 3);
    assertThat(found(root)).isEqualTo(listed);
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String architecture(int number) {
    return number % 4 == 0 ? "noarch" : "x86_64";
  }

  /** One build makes all packages, each with a version of its own. */
  private Path install() throws Exception {
    StringBuilder spec = new StringBuilder("Name: all\nVersion: 1\nRelease: 1\nSummary: x\n");
    spec.append("License: none\n%description\n");
    for (int i = 0; i < PACKAGES; i++) {
      spec.append("%package -n p").append(i).append("\nSummary: x\nVersion: ");
      spec.append(pick(VERSIONS)).append("\nRelease: ").append(pick(RELEASES)).append('\n');
      spec.append(random.nextInt(3) == 0 ? "Epoch: 1\n" : "");
      spec.append(architecture(i).equals("noarch") ? "BuildArch: noarch\n" : "");
      spec.append("%description -n p").append(i).append("\n%files -n p").append(i).append('\n');
    }
    Path file = Files.writeString(work.resolve("all.spec"), spec);
    run(
        "rpm",
        "rpmbuild",
        "-bb",
        "--quiet",
        "--target",
        "x86_64",
        "--define",
        "_topdir " + work.resolve("top"),
        "--define",
        "_rpmdir " + work.resolve("rpms"),
        file.toString());
    Path root = Files.createDirectories(work.resolve("root"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "rpm",
                "--dbpath",
                database(root),
                "--justdb",
                "--nodeps",
                "--ignorearch",
                "--nosignature",
                "-i"));
    try (var rpms = Files.walk(work.resolve("rpms"))) {
      rpms.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(command::add);
    }
    run("rpm", command.toArray(String[]::new));
    return root;
  }

  /** Debian keeps the database of rpm in the home directory of whoever calls it. */
  private static String database(Path root) {
    return root.resolve("home/.rpmdb").toString();
  }

  private byte[] run(String debianPackage, String... command) throws Exception {
    return Programs.run(debianPackage, work, Map.of("HOME", "/home"), command);
  }

  private String advisories() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < ADVISORIES; i++) {
      all.append(
          RpmRepositoryMaker.advisory("TEST-" + i, "Moderate", "")
              .replace("type='security'", "type='" + pick(TYPES) + "'"));
      int first = random.nextInt(PACKAGES - 3);
      for (int number = first; number < first + 3; number++) {
        appendPackage(all, number, architecture(number));
        if (random.nextInt(4) == 0) {
          appendPackage(all, number, "aarch64");
        }
      }
      all.append(RpmRepositoryMaker.END);
    }
    return all.toString();
  }

  private void appendPackage(StringBuilder out, int number, String architecture) {
    out.append("<package name='p").append(number).append("' epoch='").append(random.nextInt(2));
    out.append("' version='").append(pick(VERSIONS)).append("' release='").append(pick(RELEASES));
    out.append("' arch='").append(architecture).append("'><filename>x.rpm</filename></package>");
  }

  /** Lines of id, rating and package, as {@code TEST-1 Moderate/Sec. p1-1:1.0-2.el9.x86_64}. */
  private Set<String> listedByDnf(Path root, Path repository) throws Exception {
    for (String directory : List.of("cache", "log")) {
      Files.createDirectories(work.resolve(directory));
    }
    byte[] output =
        run(
            "dnf",
            "dnf",
            "--quiet",
            "--installroot",
            root.toString(),
            "--releasever",
            "9",
            "--forcearch",
            "x86_64",
            "--setopt=reposdir=/nonexistent",
            "--setopt=cachedir=" + work.resolve("cache"),
            "--setopt=logdir=" + work.resolve("log"),
            "--repofrompath=test,file://" + repository,
            "--repo",
            "test",
            "updateinfo",
            "list",
            "--security",
            "--available");
    Set<String> listed = new TreeSet<>();
    for (String line : new String(output, UTF_8).split("\n")) {
      String[] words = line.strip().split("\\s+");
      assertThat(words).as(line).hasSize(3);
      listed.add(words[0] + " " + words[2]);
    }
    return listed;
  }

  private Set<String> found(Path root) throws Exception {
    byte[] output =
        run(
            "rpm",
            "rpm",
            "--dbpath",
            database(root),
            "-qa",
            "--qf",
            "%{NAME}-%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}.%{ARCH}\\n");
    Distribution distribution = new Distribution("ol", null, "9", null, "Test", null);
    ArchiveResult result =
        RpmRepositories.assess(
            Rpms.inventory(distribution, new String(output, UTF_8).strip().split("\n")),
            Rpms.files(Map.of("etc/yum.repos.d/t.repo", "[test]\nbaseurl=file:///repository\n")),
            Optional.of(root),
            ArchiveOptions.defaults(work.resolve("own-cache")),
            Progress.SILENT);
    assertThat(result.problems()).isEmpty();
    Set<String> found = new TreeSet<>();
    for (Vulnerability finding : result.findings()) {
      found.add(
          finding.id()
              + " "
              + finding.packageName()
              + "-"
              + finding.fixed()
              + "."
              + finding.purl().qualifiers().get("arch"));
    }
    return found;
  }
}
