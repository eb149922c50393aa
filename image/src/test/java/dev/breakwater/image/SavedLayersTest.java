package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Subject;
import dev.breakwater.image.engine.Engine;
import dev.breakwater.image.registry.RegistryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of an engine's archive, how often, and what becomes of a broken one. */
class SavedLayersTest {
  private static final String FIXED = "var/lib/db/status";

  @TempDir private Path directory;

  private byte[] archive;
  private List<Subject.Layer> layers;
  private Map<String, String> wanted;

  /** A file that must be looked at again, because a link of another layer leads to it. */
  private static RecordingDetector recording() {
    return new RecordingDetector("fixed/1", path -> !path.startsWith("usr/"), List.of(FIXED));
  }

  @BeforeEach
  void makeImage() throws Exception {
    ImageBuilder builder =
        new ImageBuilder()
            .layer(
                new ImageBuilder.Layer()
                    .file("etc/os-release", "ID=debian\n")
                    .file("usr/db/status", "Package: a\n"))
            .layer(
                new ImageBuilder.Layer().symlink("var/lib/db", "../../usr/db").file("opt/a", "a"));
    Path file = builder.writeDockerArchive(directory.resolve("image.tar"));
    archive = Files.readAllBytes(file);
    try (Image image =
        Images.open(new ImageSource.DockerArchive(file), OverlayTest.OPTIONS, Progress.SILENT)) {
      layers = image.subject().layers();
      RecordingDetector recording = recording();
      wanted = RecordingDetector.of(image.examine(List.of(recording), Progress.SILENT), recording);
    }
    assertThat(wanted).containsOnlyKeys("etc/os-release", "opt/a", "usr/db/status");
  }

  private FakeEngine engine(FakeEngine.Answer save) throws IOException {
    String diffIds =
        layers.stream().map(layer -> "\"" + layer.diffId() + "\"").collect(Collectors.joining(","));
    String image =
        "{\"Id\":\"sha256:"
            + "2".repeat(64)
            + "\",\"Os\":\"linux\",\"Architecture\":\"amd64\",\"Size\":9,\"RootFS\":{\"Layers\":["
            + diffIds
            + "]}}";
    return new FakeEngine(
        directory.resolve("s" + System.nanoTime()),
        (target, out) -> {
          if (target.endsWith("/get")) {
            save.to(target, out);
          } else {
            FakeEngine.document(out, 200, target.endsWith("history") ? "[]" : image);
          }
        });
  }

  private ImageFacts examine(FakeEngine fake, Path cache, RecordingDetector recording)
      throws BreakwaterException {
    return examine(fake, cache, recording, Limits.DEFAULT);
  }

  private static ImageFacts examine(
      FakeEngine fake, Path cache, RecordingDetector recording, Limits limits)
      throws BreakwaterException {
    ImageOptions options = new ImageOptions(null, new RegistryOptions(Set.of(), null, null), cache);
    Engine engine = Engine.at(Engine.Kind.DOCKER, fake.socket());
    try (Image image =
        Images.open(new ImageSource.InEngine(engine, "a:1"), options, Progress.SILENT, limits)) {
      return image.examine(List.of(recording), Progress.SILENT);
    }
  }

  private static long saved(FakeEngine fake) {
    return fake.asked().stream().filter(target -> target.endsWith("/get")).count();
  }

  private static Set<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("breakwater-"))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void whatLinksLeadToIsReadFromASecondArchiveAndThenFromTheCache() throws Exception {
    try (FakeEngine fake = engine((target, out) -> FakeEngine.chunked(out, archive))) {
      Path cache = directory.resolve("cache");
      RecordingDetector recording = recording();
      ImageFacts facts = examine(fake, cache, recording);
      assertThat(facts.problems()).isEmpty();
      assertThat(RecordingDetector.of(facts, recording)).isEqualTo(wanted);
      assertThat(saved(fake)).isEqualTo(2);

      RecordingDetector again = recording();
      assertThat(RecordingDetector.of(examine(fake, cache, again), again)).isEqualTo(wanted);
      assertThat(again.examined).hasValue(0);
      assertThat(saved(fake)).as("nothing is downloaded for what is known").isEqualTo(2);
    }
  }

  @Test
  void archiveThatBreaksOffLosesOnlyWhatHadNotCome() throws Exception {
    // The first layer and a part of the second.
    byte[] part = Arrays.copyOf(archive, 512 + 512 + 300);
    try (FakeEngine fake = engine((target, out) -> FakeEngine.chunked(out, part))) {
      RecordingDetector recording = new RecordingDetector();
      ImageFacts facts = examine(fake, null, recording);
      assertThat(facts.problems()).hasSize(1);
      assertThat(facts.problems().getFirst().where())
          .isEqualTo("layer " + layers.getLast().diffId());
      assertThat(RecordingDetector.of(facts, recording)).containsKey("etc/os-release");
    }
  }

  @Test
  void archiveOfAnotherImageIsNotBelieved() throws Exception {
    byte[] other =
        new ImageBuilder()
            .layer(new ImageBuilder.Layer().file("etc/os-release", "ID=other\n"))
            .dockerArchive();
    try (FakeEngine fake = engine((target, out) -> FakeEngine.chunked(out, other))) {
      assertThatThrownBy(() -> examine(fake, null, new RecordingDetector()))
          .isInstanceOf(BreakwaterException.class)
          .hasMessageContaining("none of the layers of a:1 could be read")
          .hasMessageContaining("Docker did not send it");
    }
  }

  @Test
  void archiveWithoutEndIsGivenUp() throws Exception {
    byte[] document = new ImageBuilder.Layer().file("VERSION", "1.0").bytes();
    byte[] member = Arrays.copyOf(document, 1024);
    Limits small = new Limits(4 << 20, 1 << 20, 100, 1 << 20, 4096, 5);
    try (FakeEngine fake =
        engine((target, out) -> {
          FakeEngine.raw(out, "HTTP/1.1 200 OK\r\n\r\n");
          while (true) {
            out.write(member);
          }
        })) {
      assertThatThrownBy(() -> examine(fake, null, new RecordingDetector(), small))
          .isInstanceOf(BreakwaterException.class)
          .hasMessageContaining("its archive goes on after 4194304 bytes");
    }
  }

  @Test
  void engineThatCannotSaveIsSaidSo() throws Exception {
    try (FakeEngine fake =
        engine((target, out) -> FakeEngine.document(out, 500, "{\"message\":\"disk full\"}"))) {
      assertThatThrownBy(() -> examine(fake, null, new RecordingDetector()))
          .hasMessageContaining("tried to get the image from Docker: it answers 500: disk full");
    }
  }

  @Test
  void nothingIsLeftOnDisk() throws Exception {
    Set<Path> before = temporaryFiles();
    try (FakeEngine fake = engine((target, out) -> FakeEngine.chunked(out, archive))) {
      examine(fake, null, recording());
    }
    assertThat(temporaryFiles()).isEqualTo(before);
  }
}
