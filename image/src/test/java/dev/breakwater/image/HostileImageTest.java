package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Digest;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.image.ImageBuilder.Compressed;
import dev.breakwater.image.ImageBuilder.Layer;
import dev.breakwater.image.overlay.Listing;
import dev.breakwater.image.overlay.MergedTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile images: a clear message, and what can be read is read. */
class HostileImageTest {
  private static final Limits SMALL = new Limits(24 << 20, 2 << 20, 100, 1 << 20, 4096, 5);

  @TempDir private Path directory;

  private ImageFacts examine(ImageSource source, Detector<?>... detectors)
      throws BreakwaterException {
    try (Image image = Images.open(source, OverlayTest.OPTIONS, Progress.SILENT, SMALL)) {
      return image.examine(List.of(detectors), Progress.SILENT);
    }
  }

  private ImageSource docker(ImageBuilder builder) throws IOException {
    return new ImageSource.DockerArchive(
        builder.writeDockerArchive(directory.resolve("image.tar")));
  }

  private static Layer good() {
    return new Layer().file("good", "1");
  }

  /** Expects one layer to be said unreadable while the other counts. */
  private void oneOfTwo(Layer bad, String why) throws Exception {
    RecordingDetector detector = new RecordingDetector();
    ImageFacts facts = examine(docker(new ImageBuilder().layer(good()).layer(bad)), detector);
    assertThat(RecordingDetector.of(facts, detector)).containsOnlyKeys("good");
    assertThat(facts.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.where()).startsWith("layer sha256:");
          assertThat(problem.what()).contains("could not be read: ").contains(why);
        });
    assertThatThrownBy(() -> examine(docker(new ImageBuilder().layer(bad)), detector))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("none of the layers of ")
        .hasMessageContaining(why);
  }

  @Test
  void layerThatIsNoTar() throws Exception {
    oneOfTwo(
        Layer.of("x".repeat(3000).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        "it is not a tar archive");
  }

  @Test
  void truncatedLayer() throws Exception {
    byte[] whole = new Layer().file("a", "x".repeat(5000)).bytes();
    oneOfTwo(Layer.of(Arrays.copyOf(whole, 2000)), "truncated");
  }

  @Test
  void decompressionBomb() throws Exception {
    oneOfTwo(new Layer().file("zeros", new byte[20 << 20], 0644), "decompression bomb");
  }

  @Test
  void layerLongerThanIsRead() throws Exception {
    byte[] noise = new byte[25 << 20];
    new java.util.Random(1).nextBytes(noise);
    oneOfTwo(Layer.of(noise), "is not a tar");
    oneOfTwo(new Layer().file("noise", noise, 0644), "longer than 25165824 bytes");
  }

  @Test
  void wrongDiffId() throws Exception {
    RecordingDetector detector = new RecordingDetector();
    for (Compressed how : Compressed.values()) {
      ImageFacts facts =
          examine(
              docker(
                  new ImageBuilder()
                      .compressed(how)
                      .layer(good())
                      .layer(new Layer().file("evil", "1").whiteout("good"))
                      .wrongDiffId(1)),
              detector);
      assertThat(RecordingDetector.of(facts, detector)).containsOnlyKeys("good");
      assertThat(facts.problems().getFirst().what())
          .contains("the digest of its uncompressed content is sha256:")
          .contains("and should be sha256:");
    }
  }

  @Test
  void blobThatIsNotWhatItsDigestSays() throws Exception {
    for (Compressed how : Compressed.values()) {
      Path layout =
          new ImageBuilder()
              .compressed(how)
              .layer(good())
              .layer(new Layer().file("other", "2"))
              .writeOciLayout(directory.resolve("layout" + how));
      ImageSource source = new ImageSource.OciLayout(layout, null);
      Path blob;
      try (Image image = Images.open(source, OverlayTest.OPTIONS, Progress.SILENT)) {
        Digest digest = image.subject().layers().getLast().digest();
        blob = layout.resolve("blobs/sha256/" + (digest == null ? "" : digest.hex()));
      }
      byte[] bytes = Files.readAllBytes(blob);
      Files.write(blob, Arrays.copyOf(bytes, bytes.length + 100));
      RecordingDetector detector = new RecordingDetector();
      ImageFacts facts = examine(source, detector);
      assertThat(RecordingDetector.of(facts, detector)).containsOnlyKeys("good");
      assertThat(facts.problems()).hasSize(1);
      Files.delete(blob);
      assertThat(examine(source, detector).problems().getFirst().what())
          .contains("there is no file ");
    }
  }

  @Test
  void documentThatIsNotWhatItsDigestSays() throws Exception {
    Path layout = new ImageBuilder().layer(good()).writeOciLayout(directory.resolve("layout"));
    ImageSource source = new ImageSource.OciLayout(layout, null);
    Digest digest;
    try (Image image = Images.open(source, OverlayTest.OPTIONS, Progress.SILENT)) {
      digest = image.subject().digest();
    }
    Path manifest = layout.resolve("blobs/sha256/" + (digest == null ? "" : digest.hex()));
    Files.writeString(manifest, Files.readString(manifest) + " ");
    assertThatThrownBy(() -> examine(source))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("has another digest: it is damaged");
  }

  @Test
  void truncatedAndCorruptArchives() throws Exception {
    byte[] whole = new ImageBuilder().layer(good()).dockerArchive();
    Path archive = directory.resolve("cut.tar");
    for (int length : new int[] {0, 100, 700, 1500, whole.length / 2}) {
      Files.write(archive, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> examine(new ImageSource.DockerArchive(archive)))
          .as("cut at %d", length)
          .isInstanceOf(BreakwaterException.class)
          .hasMessageStartingWith("cannot open " + archive + ": ");
    }
    new ImageBuilder().layer(good()).writeDockerArchive(directory.resolve("image.tar"));
    Programs.run(directory, "gzip", "-kf", "image.tar");
    byte[] zipped = Files.readAllBytes(directory.resolve("image.tar.gz"));
    zipped[zipped.length / 2] ^= 0x55;
    Files.write(archive, zipped);
    assertThatThrownBy(() -> examine(new ImageSource.DockerArchive(archive)))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageStartingWith("cannot open " + archive + ": ");
  }

  @Test
  void whatIsNoImageIsSaidSo() throws Exception {
    assertThatThrownBy(() -> examine(new ImageSource.DockerArchive(directory.resolve("none"))))
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> examine(new ImageSource.DockerArchive(directory)))
        .hasMessageContaining("it is a directory");
    assertThatThrownBy(() -> examine(new ImageSource.OciLayout(directory, null)))
        .hasMessageContaining("it has no index.json");
    assertThatThrownBy(() -> examine(new ImageSource.Directory(directory.resolve("none"))))
        .hasMessageContaining("there is no such directory");
    Path tar = Files.write(directory.resolve("some.tar"), good().bytes());
    assertThatThrownBy(() -> examine(new ImageSource.OciArchive(tar)))
        .hasMessageContaining("neither manifest.json");
    assertThatThrownBy(() -> examine(new ImageSource.Directory(tar)))
        .hasMessageContaining("it is not a directory");
  }

  @Test
  void fileTooLongToBeExamined() throws Exception {
    RecordingDetector detector = new RecordingDetector();
    ImageFacts facts =
        examine(
            docker(
                new ImageBuilder()
                    .compressed(Compressed.NONE)
                    .layer(good().file("long", new byte[(1 << 20) + 1], 0644))),
            detector,
            new LearnsNothing());
    assertThat(RecordingDetector.of(facts, detector)).containsOnlyKeys("good");
    assertThat(facts.problems())
        .containsExactly(
            new Problem(
                "long", "it is 1048577 bytes long; files longer than 1048576 are not examined"));
  }

  @Test
  void tenGigabytesOfHoles() throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    try (RandomAccessFile file = new RandomAccessFile(root.resolve("huge").toFile(), "rw")) {
      file.setLength(10L << 30);
    }
    Files.writeString(root.resolve("small"), "1");
    Path tar = directory.resolve("layer.tar");
    Programs.run(
        directory, "tar", "-C", root.toString(), "--sort=name", "-S", "-cf", tar.toString(), ".");
    long before = System.nanoTime();
    RecordingDetector detector = new RecordingDetector();
    ImageFacts facts =
        examine(docker(new ImageBuilder().layer(Layer.of(Files.readAllBytes(tar)))), detector);
    assertThat(RecordingDetector.of(facts, detector)).containsOnlyKeys("small");
    assertThat(facts.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.where()).isEqualTo("huge"));
    assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
  }

  @Test
  void detectorsThatFailSpoilOneFileOnly() throws Exception {
    RecordingDetector detector = new RecordingDetector();
    Layer layer =
        good()
            .file("bad/io", "1")
            .file("bad/runtime", "1")
            .file("bad/stack", "1")
            .file("bad/memory", "1");
    for (ImageSource source :
        List.of(docker(new ImageBuilder().layer(layer)), directoryOf(layer))) {
      ImageFacts facts = examine(source, detector, new FailingDetector("bad/"));
      assertThat(RecordingDetector.of(facts, detector)).hasSize(5);
      assertThat(facts.problems())
          .extracting(Problem::where)
          .containsExactly("bad/io", "bad/memory", "bad/runtime", "bad/stack");
      assertThat(facts.problems().getFirst().what()).isEqualTo("it is not what it seems");
    }
  }

  @Test
  void failuresAreCountedNotListedBeyondABound() throws Exception {
    Layer layer = new Layer();
    for (int i = 0; i < 30; i++) {
      layer.file("bad/" + i, "1");
    }
    for (ImageSource source :
        List.of(docker(new ImageBuilder().layer(layer)), directoryOf(layer))) {
      assertThat(examine(source, new FailingDetector("bad/")).problems())
          .hasSize(6)
          .anySatisfy(problem -> assertThat(problem.what()).contains("25 more files"));
    }
  }

  private ImageSource directoryOf(Layer layer) throws Exception {
    Path root = Files.createTempDirectory(directory, "root");
    Path tar = Files.write(directory.resolve("unpack.tar"), layer.bytes());
    Programs.run(root, "tar", "-xf", tar.toString());
    return new ImageSource.Directory(root);
  }

  @Test
  void deepAndLongPathsAreProblems() throws Exception {
    RecordingDetector detector = new RecordingDetector();
    ImageFacts facts =
        examine(
            docker(
                new ImageBuilder()
                    .compressed(Compressed.NONE)
                    .layer(
                        good()
                            .file("d/".repeat(2000) + "deep", "1")
                            .file("d/".repeat(3000) + "deeper", "1")
                            .file("n".repeat(300), "1")
                            .symlink("far", "t".repeat(5000)))),
            detector);
    assertThat(RecordingDetector.of(facts, detector)).hasSize(2);
    assertThat(facts.problems()).hasSize(3);
  }

  @Test
  void fullDiskIsSaidSo() throws Exception {
    Path archive = directory.resolve("noise.tar");
    byte[] noise = new byte[2 << 20];
    new java.util.Random(1).nextBytes(noise);
    new ImageBuilder().layer(new Layer().file("noise", noise, 0644)).writeDockerArchive(archive);
    Programs.run(directory, "gzip", archive.toString());
    // A bound on the length of files stands for a full disk, which needs a file system to fill.
    String said =
        Programs.run(
            directory,
            "bash",
            "-c",
            "ulimit -f 256; exec '"
                + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -cp '"
                + System.getProperty("java.class.path")
                + "' '"
                + OpenAndSay.class.getName()
                + "' '"
                + archive
                + ".gz'");
    assertThat(said)
        .contains("cannot open " + archive + ".gz: tried to unpack it to ")
        .contains("make room there or set -Djava.io.tmpdir");
  }

  /** What the test of the full disk runs in a process of its own. */
  static final class OpenAndSay {
    private OpenAndSay() {}

    public static void main(String[] arguments) {
      try (Image image =
          Images.open(
              new ImageSource.DockerArchive(Path.of(arguments[0])),
              OverlayTest.OPTIONS,
              Progress.SILENT)) {
        System.out.println("opened " + image.subject().name());
      } catch (BreakwaterException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** A layer of empty files in one directory, made as it is read. */
  private record Million(int files) implements Blob {
    @Override
    public InputStream open() {
      return new InputStream() {
        private byte[] part = new byte[0];
        private int at;
        private int next;

        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          if (at == part.length) {
            if (next == files) {
              return -1;
            }
            Layer layer = new Layer();
            for (int i = 0; i < 1000; i++) {
              layer.file("var/lib/data/file-number-" + next++, "");
            }
            byte[] bytes = layer.bytes();
            part = Arrays.copyOf(bytes, bytes.length - 1024);
            at = 0;
          }
          int count = Math.min(length, part.length - at);
          System.arraycopy(part, at, target, offset, count);
          at += count;
          return count;
        }
      };
    }

    @Override
    public long size() {
      return files * 512L;
    }

    @Override
    public boolean verifiesItself() {
      return true;
    }

    @Override
    public String identity() {
      return "million";
    }
  }

  @Test
  void millionFilesInADirectory() throws Exception {
    Blob million = new Million(1_000_000);
    MessageDigest hash = MessageDigest.getInstance("SHA-256");
    try (InputStream in = million.open()) {
      byte[] buffer = new byte[65536];
      int count;
      while ((count = in.read(buffer)) > 0) {
        hash.update(buffer, 0, count);
      }
    }
    RecordingDetector detector =
        new RecordingDetector("one/1", path -> path.endsWith("-999999"), List.of());
    Examiner examiner = new Examiner(List.of(detector), Limits.DEFAULT);
    long before = usedMemory();
    LayerFacts facts =
        new LayerReader(examiner, Limits.DEFAULT, bytes -> {})
            .read(new LayerSource(0, Digest.sha256(hash.digest()), null, million));
    MergedTree tree = new MergedTree();
    int[] placed = new int[1];
    tree.apply(
        facts.listing(),
        new MergedTree.Placement() {
          @Override
          public void placed(int position, int node, Listing.Kind kind, boolean elsewhere) {
            placed[0]++;
          }

          @Override
          public void directory(Listing.Cursor record, int node, boolean elsewhere) {}

          @Override
          public void problem(String path, String what) {
            throw new AssertionError(path + ": " + what);
          }
        });
    long used = usedMemory() - before;
    assertThat(placed[0]).isEqualTo(1_000_000);
    assertThat(facts.facts()).hasSize(1);
    assertThat(tree.resolve("var/lib/data/file-number-123456")).isNotEqualTo(MergedTree.NONE);
    assertThat(facts.listing().bytes()).isLessThan(40L << 20);
    assertThat(used).as("bytes held for a million files").isLessThan(100L << 20);
  }

  private static long usedMemory() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
