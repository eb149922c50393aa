package dev.breakwater.inventory.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.FileFixture;
import dev.breakwater.inventory.Program;
import dev.breakwater.inventory.RunningKernel;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real programs: what is found in them is what they print, or what their Debian package says. */
class InstalledProgramsTest {
  private static final List<String> DOWNLOADED =
      List.of("apache2-bin", "busybox-static", "haproxy", "memcached", "nginx", "redis-tools");

  @TempDir static Path unpacked;

  /** Unpacked without their package database, as a build that copies them would leave them. */
  @BeforeAll
  static void unpack() throws IOException {
    for (String name : DOWNLOADED) {
      Path directory = Files.createDirectory(unpacked.resolve(name));
      Program.output("apt (and: apt-get update)", directory, "apt-get", "download", name);
      Program.output("dpkg", directory, "dpkg-deb", "-x", packageIn(directory).toString(), "root");
    }
  }

  private static Path packageIn(Path directory) throws IOException {
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(directory, "*.deb")) {
      return packages.iterator().next();
    }
  }

  private static Set<String> found(Path... files) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    for (Path file : files) {
      FileEntry entry = FileFixture.entry(file.toString().substring(1), Files.size(file));
      ProgramDetector detector = new ProgramDetector();
      assertThat(detector.wants(entry)).as(file.toString()).isTrue();
      PackageFacts facts = detector.examine(entry, onDisk(file));
      if (facts != null) {
        facts.packages().forEach(each -> found.add(each.name() + " " + each.version()));
      }
    }
    return found;
  }

  private static FileContent onDisk(Path file) {
    return new FileContent() {
      @Override
      public long size() {
        return file.toFile().length();
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }

      @Override
      public Path file() {
        return file;
      }
    };
  }

  private static String printed(String debianPackage, String... command) {
    return Program.output(debianPackage, unpacked, command);
  }

  private static Path library(String pattern) throws IOException {
    TreeSet<Path> found = new TreeSet<>();
    try (DirectoryStream<Path> directories =
        Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
      for (Path directory : directories) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
          files.forEach(found::add);
        }
      }
    }
    assertThat(found).as(pattern + " in /usr/lib").isNotEmpty();
    return found.first().toRealPath();
  }

  @Test
  void node() throws IOException {
    String version = printed("nodejs", "node", "--version").strip().substring(1);
    Path program = Path.of(printed("nodejs", "node", "-p", "process.execPath").strip());
    // Debian's own is a small program and a library.
    Path holder = Files.size(program) > 1 << 20 ? program : library("libnode.so.*");
    assertThat(found(holder)).containsExactly("node " + version);
  }

  @Test
  void python() throws IOException {
    Path program = Path.of("/usr/bin/python3").toRealPath();
    String version = printed("python3", program.toString(), "--version").strip().substring(7);
    assertThat(found(program)).containsExactly("python " + version);
  }

  @Test
  void openssl() throws IOException {
    String[] words = printed("openssl", "openssl", "version").split(" ");
    assertThat(found(Path.of("/usr/bin/openssl"))).containsExactly("openssl " + words[1]);
    String used = printed("openssl", "openssl", "version", "-v");
    String library = used.substring(used.indexOf("Library: OpenSSL ") + 17).split(" ")[0];
    assertThat(found(library("libcrypto.so.3"))).containsExactly("openssl " + library);
  }

  @Test
  void php() throws IOException {
    Path program = Path.of("/usr/bin/php").toRealPath();
    assertThat(found(program))
        .containsExactly("php " + printed("php-cli", "/usr/bin/php", "-r", "echo PHP_VERSION;"));
  }

  @Test
  void perl() throws IOException {
    String version = printed("perl", "/usr/bin/perl", "-e", "printf '%vd', $^V").strip();
    assertThat(found(Path.of("/usr/bin/perl"))).containsExactly("perl " + version);
  }

  @Test
  void ruby() throws IOException {
    String version = printed("ruby", "/usr/bin/ruby", "--version").split(" ")[1];
    assertThat(found(library("libruby-*.so.*.*.*"))).containsExactly("ruby " + version);
  }

  @Test
  void bash() throws IOException {
    String version = printed("bash", "/bin/bash", "-c", "echo ${BASH_VERSION%%(*}").strip();
    assertThat(found(Path.of("/bin/bash").toRealPath())).containsExactly("bash " + version);
  }

  @Test
  void busybox() throws IOException {
    Path program = unpacked.resolve("busybox-static/root/bin/busybox");
    String version = printed("busybox", program.toString()).split(" ")[1].substring(1);
    assertThat(found(program)).containsExactly("busybox " + version);
  }

  /** These cannot run without their libraries, so their package's version is the judge. */
  @ParameterizedTest
  @CsvSource({
    "nginx, usr/sbin/nginx, nginx",
    "memcached, usr/bin/memcached, memcached",
    "redis-tools, usr/bin/redis-check-rdb, redis",
    "apache2-bin, usr/sbin/apache2, httpd",
  })
  void ofAnUnpackedPackage(String name, String path, String program) throws IOException {
    assertThat(found(unpacked.resolve(name).resolve("root").resolve(path)))
        .containsExactly(program + " " + upstream(packageVersion(name)));
  }

  /** HAProxy prints Debian's revision as well. */
  @Test
  void haproxy() throws IOException {
    assertThat(found(unpacked.resolve("haproxy/root/usr/sbin/haproxy")))
        .containsExactly("haproxy " + packageVersion("haproxy"));
  }

  private static String packageVersion(String name) throws IOException {
    Path file = packageIn(unpacked.resolve(name));
    return printed("dpkg", "dpkg-deb", "-f", file.toString(), "Version").strip();
  }

  private static String upstream(String version) {
    int end = version.lastIndexOf('-');
    return version.substring(version.indexOf(':') + 1, end);
  }

  @Test
  void theJavaThatRunsThis() throws IOException {
    Path release = Path.of(System.getProperty("java.home"), "release");
    PackageFacts facts =
        new JavaRuntimeDetector()
            .examine(
                FileFixture.entry(release.toString().substring(1), Files.size(release)),
                onDisk(release));
    assertThat(facts).isNotNull();
    assertThat(facts.packages())
        .singleElement()
        .satisfies(java -> {
          assertThat(java.version()).isEqualTo(System.getProperty("java.version"));
          assertThat(java.purl().qualifier("vendor")).contains(System.getProperty("java.vendor"));
        });
  }

  @Test
  void theKernelThatRunsThis() throws IOException {
    RunningKernel kernel = RunningKernel.read();
    assertThat(kernel).isNotNull();
    assertThat(kernel.release()).isEqualTo(printed("coreutils", "uname", "-r").strip());
    assertThat(kernel.build()).isEqualTo(printed("coreutils", "uname", "-v").strip());
  }
}
