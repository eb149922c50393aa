package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Progress;
import dev.breakwater.image.ImageBuilder.Layer;
import dev.breakwater.image.container.ContainerRoot;
import dev.breakwater.image.container.RunningContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lower layer holds is known however a higher one hides it. */
class HiddenFilesTest {
  @TempDir private Path directory;
  private final ContentDetector detector = new ContentDetector();
  private int images;

  private ImageFacts examine(List<Layer> layers) throws Exception {
    return examine(layers, detector);
  }

  private ImageFacts examine(List<Layer> layers, Detector<?> with) throws Exception {
    ImageBuilder builder = new ImageBuilder();
    layers.forEach(builder::layer);
    Path archive = builder.writeDockerArchive(directory.resolve("image" + images++ + ".tar"));
    try (Image image =
        Images.open(
            new ImageSource.DockerArchive(archive), OverlayTest.OPTIONS, Progress.SILENT)) {
      return image.examine(List.of(with), Progress.SILENT);
    }
  }

  /** What is hidden: path, layer and content. */
  private List<String> hidden(Layer... layers) throws Exception {
    return describe(examine(List.of(layers)).hidden(detector));
  }

  private static List<String> describe(List<Found<String>> found) {
    return found.stream().map(one -> one.path() + " " + one.layer() + " " + one.fact()).toList();
  }

  private static Layer layer() {
    return new Layer();
  }

  @Test
  void deletedAndReplacedFilesAreHiddenInTheOrderOfPathsAndLayers() throws Exception {
    assertThat(
            hidden(
                layer().file("b", "old").file("a", "secret").file("kept", "k"),
                layer().file("b", "newer").whiteout("a"),
                layer().whiteout("b").file("a", "another"),
                layer().file("b", "newest")))
        .containsExactly("a 0 secret", "b 0 old", "b 1 newer");
  }

  @Test
  void aDirectoryHidesAllThatIsBelowItWhenItGoes() throws Exception {
    Layer below = layer().file("d/x", "1").file("d/e/y", "2").directory("d/f").file("g", "3");
    String[] wanted = {"d/e/y 0 2", "d/x 0 1"};
    assertThat(hidden(below, layer().whiteout("d"))).containsExactly(wanted);
    assertThat(hidden(below, layer().opaque("d"))).containsExactly(wanted);
    assertThat(hidden(below, layer().opaque("d").file("d/new", "4"))).containsExactly(wanted);
    assertThat(hidden(below, layer().file("d", "a file now"))).containsExactly(wanted);
    assertThat(hidden(below, layer().symlink("d", "g"))).containsExactly(wanted);
    assertThat(hidden(below, layer().fifo("d"))).containsExactly(wanted);
    assertThat(hidden(below, layer().whiteout("d").file("d/x", "5"))).containsExactly(wanted);
    assertThat(hidden(below, layer().opaque(""))).containsExactly("d/e/y 0 2", "d/x 0 1", "g 0 3");
  }

  @Test
  void whatReplacesAFileNeedBeNoFile() throws Exception {
    Layer below = layer().file("a", "1");
    assertThat(hidden(below, layer().directory("a"))).containsExactly("a 0 1");
    assertThat(hidden(below, layer().file("a/below", "2"))).containsExactly("a 0 1");
    assertThat(hidden(below, layer().symlink("a", "b"))).containsExactly("a 0 1");
    assertThat(hidden(below, layer().file("b", "2").hardLink("a", "b"))).containsExactly("a 0 1");
  }

  @Test
  void whatShowsIsNotHidden() throws Exception {
    assertThat(hidden(layer().file("a", "1"), layer().file("b", "2").whiteout("c"))).isEmpty();
    assertThat(hidden(layer().file("d/a", "1"), layer().directory("d"))).isEmpty();
    assertThat(hidden(layer().file("a", "twice").file("a", "in one layer"))).isEmpty();
    assertThat(hidden(layer().file("usr/a", "1").symlink("lib", "usr"), layer().file("lib/b", "2")))
        .isEmpty();
  }

  @Test
  void fileUnderALinkIsHiddenUnderItsRealName() throws Exception {
    assertThat(
            hidden(
                layer().file("usr/lib/a", "1").symlink("lib", "usr/lib"),
                layer().file("lib/b", "2").file("lib/a", "3"),
                layer().whiteout("lib/b").whiteout("usr/lib/a")))
        .containsExactly("usr/lib/a 0 1", "usr/lib/a 1 3", "usr/lib/b 1 2");
  }

  @Test
  void nameOfAHardLinkThatIsGoneIsToldAndTheOthersShow() throws Exception {
    ImageFacts facts =
        examine(
            List.of(layer().file("a", "1").hardLink("b", "a"), layer().whiteout("a").file("c", "")));
    assertThat(describe(facts.hidden(detector))).containsExactly("a 0 1");
    assertThat(describe(facts.of(detector))).containsExactly("b 0 1", "c 1 ");
    assertThat(hidden(layer().file("a", "1").hardLink("b", "a"), layer().whiteout("b"))).isEmpty();
    assertThat(
            hidden(
                layer().file("a", "1").hardLink("b", "a"), layer().whiteout("b").whiteout("a")))
        .containsExactly("a 0 1");
  }

  @Test
  void hiddenFilesAreKnownFromTheCacheAndTheirProblemsAreNoProblems() throws Exception {
    Path archive =
        new ImageBuilder()
            .layer(layer().file("a", "1").file("d/b", "2"))
            .layer(layer().whiteout("a").whiteout("d"))
            .writeDockerArchive(directory.resolve("cached.tar"));
    ImageOptions options =
        new ImageOptions(null, OverlayTest.OPTIONS.registry(), directory.resolve("cache"));
    RecordingDetector recording = new RecordingDetector();
    for (int i = 0; i < 2; i++) {
      try (Image image =
          Images.open(new ImageSource.DockerArchive(archive), options, Progress.SILENT)) {
        ImageFacts facts = image.examine(List.of(recording), Progress.SILENT);
        assertThat(facts.hidden(recording)).extracting(Found::path).containsExactly("a", "d/b");
      }
      assertThat(recording.examined).hasValue(2);
    }
    FailingDetector failing = new FailingDetector("bad/");
    ImageFacts facts =
        examine(List.of(layer().file("bad/io", "1"), layer().whiteout("bad")), failing);
    assertThat(facts.problems()).isEmpty();
    assertThat(facts.hidden(failing)).isEmpty();
  }

  @Test
  void whatAContainerDeletedOfItsImageIsHidden() throws Exception {
    Path lower = Files.createDirectory(directory.resolve("lower"));
    Path upper = Files.createDirectory(directory.resolve("upper"));
    for (String name : List.of("gone", "changed", "kept")) {
      Files.writeString(lower.resolve(name), "image");
    }
    Programs.run(upper, "mknod", "gone", "c", "0", "0");
    Files.writeString(upper.resolve("changed"), "container");
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
      ImageFacts facts = image.examine(List.of(detector), Progress.SILENT);
      assertThat(describe(facts.hidden(detector)))
          .containsExactly("changed 0 image", "gone 0 image");
      assertThat(facts.ofImage().orElseThrow().hidden(detector)).isEmpty();
    }
  }

  @Test
  void whatAContainerReadWithoutLayersDoesNotHaveOfItsImageIsHidden() {
    ImageFacts ofImage =
        new ImageFacts(
            Map.of(detector, List.of(new Found<>("gone", 1, "g"), new Found<>("kept", 0, "k"))),
            Map.of(),
            Map.of(detector, List.of(new Found<>("below", 0, "b"))),
            List.of(),
            null);
    ImageFacts ofRoot =
        new ImageFacts(
            Map.of(detector, List.of(new Found<>("kept", -1, "k"), new Found<>("new", -1, "n"))),
            Map.of(),
            Map.of(),
            List.of(),
            null);
    assertThat(describe(ofRoot.beside(ofImage).hidden(detector)))
        .containsExactly("below 0 b", "gone 1 g");
  }

  /** Whatever fewer layers show and all of them do not is hidden, and nothing else. */
  @Test
  void hiddenIsWhatFewerLayersOfRandomImagesShow() throws Exception {
    int sameNames = 0;
    for (int seed = 0; seed < 150; seed++) {
      Random random = new Random(seed);
      // With them a content has several names, of which only the archive's own is told.
      boolean hardLinks = seed % 2 == 0;
      StringBuilder story = new StringBuilder();
      List<Layer> layers = new ArrayList<>();
      Map<String, String> names = new HashMap<>();
      for (int number = 0; number < 4; number++) {
        story.append("\nlayer ").append(number).append(':');
        layers.add(RandomLayersTest.layer(random, number, hardLinks, story));
        for (Found<String> found : examine(layers).of(detector)) {
          names.put(found.fact(), found.path());
        }
      }
      ImageFacts facts = examine(layers);
      Set<String> contentsShown = new HashSet<>();
      facts.of(detector).forEach(found -> contentsShown.add(found.fact()));
      Set<String> contentsHidden = new HashSet<>();
      for (Found<String> found : facts.hidden(detector)) {
        assertThat(contentsHidden.add(found.fact())).as("seed %d%s", seed, story).isTrue();
        String name = names.get(found.fact());
        if (!hardLinks && name != null) {
          assertThat(found.path()).as("%s of seed %d%s", found, seed, story).isEqualTo(name);
          sameNames++;
        }
        assertThat(found.fact()).startsWith(found.layer() + " ");
      }
      Set<String> wanted = new HashSet<>(names.keySet());
      wanted.removeAll(contentsShown);
      assertThat(contentsHidden).as("seed %d%s", seed, story).containsAll(wanted);
    }
    assertThat(sameNames).isGreaterThan(500);
  }
}
