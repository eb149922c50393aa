package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.image.container.ContainerRoot;
import dev.breakwater.image.container.RunningContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of overlayfs, made by hand and compared with what the kernel shows of them. */
class OverlayDirectoryTest {
  @TempDir private Path directory;

  private Path lower;
  private Path upper;

  @BeforeEach
  void makeDirectories() throws Exception {
    lower = Files.createDirectory(directory.resolve("lower"));
    upper = Files.createDirectory(directory.resolve("upper"));
  }

  private static void file(Path root, String path, String content) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static void attribute(Path path, String name, String value) throws Exception {
    Programs.run(
        path.getParent(),
        "/usr/bin/python3",
        "-c",
        "import os, sys; os.setxattr(sys.argv[1], sys.argv[2], sys.argv[3].encode())",
        path.toString(),
        name,
        value);
  }

  private Map<String, String> read(RecordingDetector recording) throws Exception {
    RunningContainer container =
        new RunningContainer(
            "id",
            "name",
            "runc",
            null,
            null,
            new ContainerRoot.Overlay(List.of(lower), upper),
            null);
    try (Image image =
        Images.open(new ImageSource.Running(container), OverlayTest.OPTIONS, Progress.SILENT)) {
      ImageFacts facts = image.examine(List.of(recording), Progress.SILENT);
      assertThat(facts.problems()).isEmpty();
      return RecordingDetector.of(facts, recording);
    }
  }

  /** What the kernel itself makes of the directories. */
  private List<String> mounted() throws Exception {
    Path merged = Files.createDirectory(directory.resolve("merged"));
    Path work = Files.createDirectory(directory.resolve("work"));
    Programs.run(
        directory,
        "mount",
        "-t",
        "overlay",
        "overlay",
        "-o",
        "lowerdir=" + lower + ",upperdir=" + upper + ",workdir=" + work,
        merged.toString());
    try (Stream<Path> files = Files.walk(merged)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> merged.relativize(file).toString())
          .sorted()
          .toList();
    } finally {
      Programs.run(directory, "umount", merged.toString());
    }
  }

  @Test
  void whatTheKernelShowsIsFound() throws Exception {
    file(lower, "a/kept", "1");
    file(lower, "a/gone", "2");
    file(lower, "opaque/below", "3");
    file(lower, "opaque/deep/below", "4");
    file(lower, "becomes/directory", "5");
    file(lower, "usr/lib/x", "6");
    file(lower, "é/ü", "7");
    file(upper, "opaque/above", "8");
    attribute(upper.resolve("opaque"), "trusted.overlay.opaque", "y");
    file(upper, "a/new", "9");
    Programs.run(upper, "mknod", "a/gone", "c", "0", "0");
    file(upper, "becomes/directory/now", "10");
    file(upper, "é/ö", "11");
    Files.createSymbolicLink(upper.resolve("lib"), Path.of("usr/lib"));
    List<String> shown = mounted();
    assertThat(read(new RecordingDetector()).keySet()).containsExactlyElementsOf(shown);
    assertThat(shown).contains("é/ü", "a/new").doesNotContain("a/gone", "opaque/below");
  }

  @Test
  void fixedPathIsFollowedThroughLinks() throws Exception {
    file(lower, "usr/é/status", "x");
    Files.createDirectories(upper.resolve("var/lib"));
    Files.createSymbolicLink(upper.resolve("var/lib/db"), Path.of("../../usr/é"));
    RecordingDetector recording =
        new RecordingDetector("fixed/2", path -> false, List.of("var/lib/db/status"));
    assertThat(read(recording)).containsOnlyKeys("usr/é/status");
  }

  @Test
  void deviceOfTheContainersOwnHidesNothing() throws Exception {
    file(lower, "dev/null", "a file");
    file(upper, "dev/other", "");
    Programs.run(upper, "mknod", "dev/null", "c", "1", "3");
    assertThat(read(new RecordingDetector())).containsOnlyKeys("dev/other");
  }

  @Test
  void renamedDirectoryNeedsTheMount() throws Exception {
    file(lower, "before/x", "1");
    Files.createDirectory(upper.resolve("after"));
    attribute(upper.resolve("after"), "trusted.overlay.redirect", "/before");
    assertThatThrownBy(() -> read(new RecordingDetector()))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("cannot be read one by one");
  }

  @Test
  void whatFuseOverlayfsRemovedNeedsTheMount() throws Exception {
    file(lower, "etc/gone", "1");
    file(upper, "etc/.wh.gone", "");
    assertThatThrownBy(() -> read(new RecordingDetector()))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("cannot be read one by one");
  }

  @Test
  void changedDirectoryIsReadAnew() throws Exception {
    file(lower, "a", "1");
    file(upper, "b", "1");
    assertThat(read(new RecordingDetector())).containsOnlyKeys("a", "b");
    file(lower, "c", "1");
    file(upper, "d", "1");
    assertThat(read(new RecordingDetector())).containsOnlyKeys("a", "b", "c", "d");
  }

  @Test
  void streamedHeadCostsNoTemporaryFile() throws Exception {
    byte[] bytes = new byte[100_000];
    new java.util.Random(1).nextBytes(bytes);
    try (StreamedContent content =
        new StreamedContent(new java.io.ByteArrayInputStream(bytes), bytes.length)) {
      assertThat(content.peek(10)).isEqualTo(java.util.Arrays.copyOf(bytes, 10));
      assertThat(content.peek(5000)).isEqualTo(java.util.Arrays.copyOf(bytes, 5000));
      assertThat(content.onDisk()).isFalse();
      assertThat(content.peek(100)).hasSize(100);
      assertThat(content.open().readAllBytes()).isEqualTo(bytes);
    }
    try (StreamedContent content =
        new StreamedContent(new java.io.ByteArrayInputStream(bytes), bytes.length)) {
      content.peek(64);
      assertThat(content.file()).hasBinaryContent(bytes);
      assertThat(content.onDisk()).isTrue();
      assertThat(content.peek(64)).isEqualTo(java.util.Arrays.copyOf(bytes, 64));
    }
  }
}
