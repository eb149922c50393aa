package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.image.ImageBuilder.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was learnt of a layer is learnt once, and never believed of another. */
class LayerCacheTest {
  @TempDir private Path directory;
  private final RecordingDetector detector =
      new RecordingDetector("recording/1", path -> !path.equals("data/db"), List.of("db"));

  private ImageFacts examine(ImageSource source) throws BreakwaterException {
    ImageOptions options =
        new ImageOptions(null, OverlayTest.OPTIONS.registry(), directory.resolve("cache/layers"));
    try (Image image = Images.open(source, options, Progress.SILENT)) {
      return image.examine(List.of(detector), Progress.SILENT);
    }
  }

  private ImageSource source() throws IOException {
    return new ImageSource.DockerArchive(
        new ImageBuilder()
            .layer(new Layer().file("a", "1").hardLink("b", "a").file("data/db", "22"))
            .layer(new Layer().symlink("db", "data/db").file("c", "3").whiteout("none"))
            .writeDockerArchive(directory.resolve("image.tar")));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("cache/layers"))) {
      return files.filter(file -> file.toString().endsWith(".facts")).sorted().toList();
    }
  }

  @Test
  void secondExaminationReadsNothingAndFindsTheSame() throws Exception {
    ImageSource source = source();
    ImageFacts first = examine(source);
    int examined = detector.examined.get();
    assertThat(RecordingDetector.of(first, detector)).containsOnlyKeys("a", "b", "c", "data/db");
    ImageFacts second = examine(source);
    assertThat(detector.examined.get()).isEqualTo(examined);
    assertThat(second.of(detector)).isEqualTo(first.of(detector));
    assertThat(Files.getPosixFilePermissions(directory.resolve("cache/layers")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void anotherSetOfDetectorsReadsAgain() throws Exception {
    ImageSource source = source();
    examine(source);
    RecordingDetector other = new RecordingDetector("recording/2", path -> true, List.of());
    ImageOptions options =
        new ImageOptions(null, OverlayTest.OPTIONS.registry(), directory.resolve("cache/layers"));
    try (Image image = Images.open(source, options, Progress.SILENT)) {
      assertThat(image.examine(List.of(other), Progress.SILENT).of(other)).hasSize(4);
    }
    assertThat(other.examined.get()).isPositive();
  }

  @Test
  void damagedEntriesAreIgnoredAndReplaced() throws Exception {
    ImageSource source = source();
    ImageFacts first = examine(source);
    for (Path entry : entries()) {
      byte[] bytes = Files.readAllBytes(entry);
      for (int length : new int[] {0, 3, bytes.length / 2, bytes.length - 1}) {
        Files.write(entry, java.util.Arrays.copyOf(bytes, length));
        assertThat(examine(source).of(detector)).isEqualTo(first.of(detector));
        assertThat(Files.readAllBytes(entry)).isEqualTo(bytes);
      }
      byte[] flipped = bytes.clone();
      flipped[bytes.length / 3] ^= 4;
      Files.write(entry, flipped);
      assertThat(examine(source).of(detector)).isEqualTo(first.of(detector));
      assertThat(Files.readAllBytes(entry)).isEqualTo(bytes);
    }
  }

  @Test
  void layerIsNotBelievedToBeWhatTheConfigurationSays() throws Exception {
    Path honest = directory.resolve("honest");
    new ImageBuilder()
        .layer(new Layer().file("harmless", "1"))
        .compressed(ImageBuilder.Compressed.NONE)
        .writeOciLayout(honest);
    examine(new ImageSource.OciLayout(honest, null));
    // The lying image has the honest one's configuration and another layer.
    Path lying = directory.resolve("lying");
    new ImageBuilder()
        .layer(new Layer().file("harmful", "1"))
        .layer(new Layer().file("more", "1"))
        .compressed(ImageBuilder.Compressed.NONE)
        .writeOciLayout(lying);
    String tag = "[{\"Config\":\"config\",\"Layers\":[\"layer\"]}]";
    Layer archive = new Layer().file("manifest.json", tag);
    archive.file("layer", new Layer().file("harmful", "1").bytes(), 0644);
    archive.file("config", config(honest), 0644);
    Path file = Files.write(directory.resolve("lying.tar"), archive.bytes());
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> examine(new ImageSource.DockerArchive(file)))
        .hasMessageContaining("should be sha256:");
  }

  private static byte[] config(Path layout) throws IOException {
    try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        byte[] bytes = Files.readAllBytes(blob);
        if (new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains("diff_ids")) {
          return bytes;
        }
      }
    }
    throw new AssertionError("the layout has no configuration");
  }

  @Test
  void layersWithProblemsAreNotKept() throws Exception {
    ImageSource source =
        new ImageSource.DockerArchive(
            new ImageBuilder()
                .layer(new Layer().file("a", "1").file(".wh..", ""))
                .writeDockerArchive(directory.resolve("image.tar")));
    assertThat(examine(source).problems()).hasSize(1);
    assertThat(examine(source).problems()).hasSize(1);
    assertThat(entries()).isEmpty();
  }

  @Test
  void directoryThatOthersMayWriteIsNotUsed() throws Exception {
    Path cache = Files.createDirectories(directory.resolve("cache/layers"));
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    examine(source());
    assertThat(entries()).isEmpty();
  }

  @Test
  void entriesUsedLongestAgoGo() throws Exception {
    Path cache = directory.resolve("cache/layers");
    for (int i = 0; i < 20; i++) {
      examine(
          new ImageSource.DockerArchive(
              new ImageBuilder()
                  .layer(new Layer().file("a", "number " + i))
                  .writeDockerArchive(directory.resolve("image" + i + ".tar"))));
    }
    assertThat(entries()).hasSize(20);
    Path newest = entries().get(7);
    Files.setLastModifiedTime(
        newest, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 100_000));
    Path stale = Files.createFile(cache.resolve("new-1.tmp"));
    Files.setLastModifiedTime(stale, java.nio.file.attribute.FileTime.fromMillis(0));
    LayerCache small = new LayerCache(cache, List.of(detector), 40 * 512 / 2);
    LayerSource layer =
        new LayerSource(
            0,
            dev.breakwater.core.Digest.sha256(new byte[32]),
            null,
            new ArchiveFile.MissingBlob("", 0));
    small.store(
        layer, new LayerFacts(new dev.breakwater.image.overlay.Listing(), List.of(), List.of()));
    small.trim();
    assertThat(stale).doesNotExist();
    assertThat(entries()).contains(newest).hasSizeLessThan(20);
  }
}
