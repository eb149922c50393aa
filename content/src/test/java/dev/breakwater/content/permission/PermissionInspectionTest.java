package dev.breakwater.content.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.content.ImageFixture;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.FileEntry;
import dev.breakwater.image.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionInspectionTest {
  @TempDir Path directory;

  private static List<String> lines(String path, int mode) {
    return new ImageFixture().file(path, "x", mode).lines(new PermissionInspection());
  }

  @ParameterizedTest
  @CsvSource({
    "usr/bin/su, negligible setuid-standard",
    "bin/mount, negligible setuid-standard",
    "usr/libexec/openssh/ssh-keysign, negligible setuid-standard",
    "usr/bin/bash, critical setuid-escape",
    "usr/local/bin/python3.11, critical setuid-escape",
    "usr/bin/find, critical setuid-escape",
    "usr/bin/vim.basic, medium setuid-unknown",
    "opt/app/bin/helper, medium setuid-unknown",
    "tmp/su, medium setuid-unknown"
  })
  void setuid(String path, String expected) {
    assertThat(lines(path, 04755)).containsExactly(expected + " " + path);
  }

  @Test
  void setgid() {
    assertThat(lines("usr/bin/chage", 02755))
        .containsExactly("negligible setuid-standard usr/bin/chage");
    assertThat(lines("usr/bin/game", 02755)).containsExactly("low setgid-unknown usr/bin/game");
    assertThat(lines("usr/bin/game", 02644)).as("mandatory locking").isEmpty();
    assertThat(lines("usr/bin/game", 04644)).as("nobody can run it").isEmpty();
    assertThat(lines("usr/bin/game", 0755)).isEmpty();
  }

  @Test
  void worldWritableFiles() {
    assertThat(lines("etc/passwd", 0666))
        .containsExactly("high world-writable-accounts etc/passwd");
    assertThat(lines("etc/app.conf", 0666))
        .containsExactly("medium world-writable-system etc/app.conf");
    assertThat(lines("opt/app/log", 0666)).containsExactly("low world-writable-data opt/app/log");
    assertThat(lines("srv/data", 0666)).isEmpty();
    assertThat(lines("etc/app.conf", 0664)).isEmpty();
  }

  /** A tree whose members belong to somebody else than root, made by tar. */
  private byte[] tar(String... arguments) throws Exception {
    Path tar = directory.resolve("layer.tar");
    String[] command = new String[arguments.length + 5];
    command[0] = "tar";
    command[1] = "-C";
    command[2] = directory.resolve("root").toString();
    command[3] = "-cf";
    command[4] = tar.toString();
    System.arraycopy(arguments, 0, command, 5, arguments.length);
    Programs.run(directory, command);
    return Files.readAllBytes(tar);
  }

  private Path made(String path) throws IOException {
    Path file = directory.resolve("root").resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "x");
  }

  @Test
  void worldWritableDirectoriesAreToldAtTheirTop() throws Exception {
    made("opt/app/lib/a");
    made("opt/app/lib/b");
    made("opt/app-data/c");
    made("etc/open/d");
    made("var/sticky/e");
    Programs.run(
        directory, "chmod", "-R", "a+rwX", "root/opt/app", "root/opt/app-data", "root/etc/open");
    Programs.run(directory, "chmod", "1777", "root/var/sticky");
    assertThat(
            new ImageFixture()
                .layer(tar("--owner=0", "--group=0", "opt", "etc", "var"))
                .lines(new PermissionInspection()))
        .containsExactly(
            "medium world-writable-system etc/open",
            "low world-writable-data opt/app",
            "low world-writable-data opt/app-data");
  }

  @Test
  void systemFilesOfAPersonAreToldOnce() throws Exception {
    made("usr/lib/x/a");
    made("usr/lib/x/b");
    made("usr/lib/x/sub/c");
    made("opt/app/d");
    List<Weakness> found =
        new ImageFixture()
            .layer(tar("--owner=1000", "--group=1000", "usr/lib/x", "opt/app"))
            .findings(new PermissionInspection());
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().id()).isEqualTo("system-files-of-user");
    assertThat(found.getFirst().location().path()).isEqualTo("usr/lib/x");
    assertThat(found.getFirst().evidence())
        .isEqualTo("5 files and directories belong to user 1000, such as usr/lib/x");
    assertThat(
            new ImageFixture()
                .layer(tar("--owner=101", "--group=101", "usr/lib/x"))
                .findings(new PermissionInspection()))
        .isEmpty();
  }

  @Test
  void aHundredThousandBadFilesAreToldInPart() {
    ImageFixture image = new ImageFixture();
    for (int i = 0; i < 3000; i++) {
      image.file("opt/tools/t" + i, "x", 04755);
    }
    List<Weakness> found = image.findings(new PermissionInspection());
    assertThat(found).hasSize(101);
    assertThat(found).extracting(Weakness::evidence).contains("and 2900 more like these");
  }

  @Test
  void capabilitiesHaveTheNamesOfTheKernel() throws IOException {
    Path header = Path.of("/usr/include/linux/capability.h");
    assertThat(header).as("install it with: apt-get install linux-libc-dev").exists();
    int checked = 0;
    for (String line : Files.readAllLines(header)) {
      String[] words = line.strip().split("\\s+");
      if (words.length == 3
          && words[0].equals("#define")
          && words[1].startsWith("CAP_")
          && words[2].chars().allMatch(Character::isDigit)) {
        assertThat(Capabilities.names(1L << Integer.parseInt(words[2])))
            .isEqualTo(words[1].toLowerCase(java.util.Locale.ROOT));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(35);
    assertThat(Capabilities.names(1L << 63)).isEqualTo("capability 63");
  }

  @ParameterizedTest
  @CsvSource({
    "usr/bin/ping, 0x2000, negligible file-capability-standard",
    "usr/bin/newuidmap, 0x80, negligible file-capability-standard",
    "usr/local/bin/server, 0x400, negligible file-capability-standard",
    "usr/bin/python3, 0x80, high file-capability-escape",
    "opt/tool, 0x200000, high file-capability-escape",
    "opt/tool, 0x1000, low file-capability"
  })
  void capabilities(String path, String set, String expected) throws IOException {
    java.nio.ByteBuffer attribute =
        java.nio.ByteBuffer.allocate(20).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    // struct vfs_cap_data of revision 2: magic, then permitted and inheritable, twice.
    attribute.putInt(0x02000001).putInt(Integer.decode(set)).putInt(0).putInt(0).putInt(0);
    dev.breakwater.image.ImageBuilder.Layer layer =
        new dev.breakwater.image.ImageBuilder.Layer()
            .pax("SCHILY.xattr.security.capability", attribute.array())
            .file(path, new byte[] {1}, 0755);
    assertThat(new ImageFixture().layer(layer.bytes()).lines(new PermissionInspection()))
        .containsExactly(expected + " " + path);
  }

  @Test
  void wantsOnlyWhatIsOdd() {
    PermissionDetector detector = new PermissionDetector();
    assertThat(detector.wants(entry("usr/bin/ls", 0755, 0))).isFalse();
    assertThat(detector.wants(entry("home/me/notes", 0666, 1000))).isFalse();
    assertThat(detector.wants(entry("usr/bin/ls", 0755, 65534))).isFalse();
    assertThat(detector.wants(entry("usr/bin/ls", 0755, 1000))).isTrue();
  }

  private static FileEntry entry(String path, int mode, long uid) {
    return new FileEntry(path, FileEntry.Kind.FILE, 1, mode, uid, uid, null);
  }
}
