package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryImageTest {
  @TempDir private Path directory;

  private ImageFacts examine(Detector<?>... detectors) throws Exception {
    try (Image image =
        Images.open(new ImageSource.Directory(directory), OverlayTest.OPTIONS, Progress.SILENT)) {
      assertThat(image.root()).contains(directory.toRealPath());
      assertThat(image.subject().kind()).isEqualTo("dir");
      return image.examine(List.of(detectors), Progress.SILENT);
    }
  }

  @Test
  void seesOrdinaryFilesOnlyAndFollowsNoLinks() throws Exception {
    Files.writeString(directory.resolve("a"), "1");
    Files.writeString(directory.resolve(".wh.b"), "1");
    Files.createDirectories(directory.resolve("d/e"));
    Files.writeString(directory.resolve("d/e/f"), "1");
    Files.createSymbolicLink(directory.resolve("out"), Path.of("../.."));
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(directory.resolve("link"), Path.of("a"));
    Programs.run(directory, "mkfifo", "fifo");
    RecordingDetector detector = new RecordingDetector();
    ImageFacts facts = examine(detector);
    assertThat(RecordingDetector.of(facts, detector)).containsOnlyKeys("a", ".wh.b", "d/e/f");
    assertThat(facts.of(detector)).extracting(Found::layer).containsOnly(-1);
    assertThat(facts.problems()).isEmpty();
  }

  @Test
  void entriesSayModeAndOwner() throws Exception {
    Path file = Files.writeString(directory.resolve("a"), "12345");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
    List<FileEntry> seen = Collections.synchronizedList(new ArrayList<>());
    RecordingDetector detector = new RecordingDetector();
    Detector<String> spy =
        new Detector<>() {
          @Override
          public String id() {
            return "spy/1";
          }

          @Override
          public boolean wants(FileEntry entry) {
            seen.add(entry);
            return false;
          }

          @Override
          public String examine(FileEntry entry, FileContent content) {
            throw new AssertionError("not wanted");
          }

          @Override
          public void encode(String fact, java.io.DataOutput out) {}

          @Override
          public String decode(java.io.DataInput in) {
            return "";
          }
        };
    examine(spy, detector);
    Number uid = (Number) Files.getAttribute(file, "unix:uid");
    Number gid = (Number) Files.getAttribute(file, "unix:gid");
    assertThat(seen)
        .containsExactly(
            new FileEntry(
                "a", FileEntry.Kind.FILE, 5, 0750, uid.longValue(), gid.longValue(), null));
  }

  @Test
  void fixedPathsStayInTheRoot() throws Exception {
    Files.createDirectories(directory.resolve("data"));
    Files.createDirectories(directory.resolve("var"));
    Files.writeString(directory.resolve("data/status"), "1");
    Files.createSymbolicLink(directory.resolve("var/db"), Path.of("/data"));
    Files.createSymbolicLink(directory.resolve("up"), Path.of("../../../../data/status"));
    Files.createSymbolicLink(directory.resolve("out"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
    RecordingDetector detector =
        new RecordingDetector(
            "fixed/1", path -> false, List.of("var/db/status", "up", "out", "none/x", "data"));
    ImageFacts facts = examine(detector);
    assertThat(RecordingDetector.of(facts, detector)).containsOnlyKeys("data/status");
    assertThat(detector.examined.get()).isEqualTo(1);
    assertThat(facts.problems()).isEmpty();
    RecordingDetector looping = new RecordingDetector("fixed/2", path -> false, List.of("loop/x"));
    assertThat(examine(looping).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("40 links"));
  }

  @Test
  void namesThatAreNotAsciiAreReadInAnyLocale() throws Exception {
    Files.writeString(directory.resolve("café ☕"), "1");
    Programs.run(directory, "bash", "-c", "echo 1 > $'bad\\xff'");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String said =
        Programs.run(
            directory,
            "env",
            "LC_ALL=C",
            java,
            "-Dstdout.encoding=UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            ListFiles.class.getName(),
            directory.toString());
    assertThat(said).contains("café ☕").contains("bad\ufffd").contains("2 files, 0 problems");
  }

  /** What the test of locales runs in a process of its own. */
  static final class ListFiles {
    private ListFiles() {}

    public static void main(String[] arguments) throws Exception {
      RecordingDetector detector = new RecordingDetector();
      try (Image image =
          Images.open(
              new ImageSource.Directory(Path.of(arguments[0])),
              OverlayTest.OPTIONS,
              Progress.SILENT)) {
        ImageFacts facts = image.examine(List.of(detector), Progress.SILENT);
        for (Found<String> found : facts.of(detector)) {
          System.out.println(found.path());
        }
        System.out.println(
            facts.of(detector).size() + " files, " + facts.problems().size() + " problems");
      }
    }
  }

  @Test
  void pseudoFileSystemsAreKnownByTheirType() {
    MountTable mounts =
        MountTable.parse(
            """
            22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/vda rw
            23 22 0:21 / /proc rw shared:2 master:1 - proc proc rw
            24 22 0:22 / /mnt/my\\040disk rw - sysfs sysfs rw
            25 22 0:23 / /tmp rw - tmpfs tmpfs rw
            26 25 0:24 / /tmp rw - proc proc rw
            27 25 0:24 / /proc/over rw - ext4 /dev/vdb rw
            broken
            """);
    assertThat(mounts.isPseudo("/proc")).isTrue();
    assertThat(mounts.isPseudo("/mnt/my disk")).isTrue();
    assertThat(mounts.isPseudo("/tmp")).isTrue();
    assertThat(mounts.isPseudo("/")).isFalse();
    assertThat(mounts.isPseudo("/proc/over")).isFalse();
    assertThat(MountTable.ofThisMachine().isPseudo("/proc")).isTrue();
  }
}
