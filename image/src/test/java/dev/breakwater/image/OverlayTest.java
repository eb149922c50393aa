package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.image.ImageBuilder.Layer;
import dev.breakwater.image.registry.RegistryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What layers show when laid over one another, as the OCI layer specification has it. */
class OverlayTest {
  static final ImageOptions OPTIONS =
      new ImageOptions(null, new RegistryOptions(Set.of(), null, null), null);

  @TempDir private Path directory;
  private List<Problem> problems = new ArrayList<>();

  private List<String> paths(Layer... layers) throws IOException, BreakwaterException {
    return List.copyOf(files(new RecordingDetector(), layers).keySet());
  }

  private Map<String, String> files(RecordingDetector detector, Layer... layers)
      throws IOException, BreakwaterException {
    return RecordingDetector.of(facts(detector, layers), detector);
  }

  private ImageFacts facts(RecordingDetector detector, Layer... layers)
      throws IOException, BreakwaterException {
    ImageBuilder builder = new ImageBuilder();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    Path archive = builder.writeDockerArchive(directory.resolve("image.tar"));
    try (Image image =
        Images.open(new ImageSource.DockerArchive(archive), OPTIONS, Progress.SILENT)) {
      ImageFacts facts = image.examine(List.of(detector), Progress.SILENT);
      problems = facts.problems();
      return facts;
    }
  }

  private static Layer layer() {
    return new Layer();
  }

  @Test
  void whiteoutHidesAFileBelow() throws Exception {
    assertThat(paths(layer().file("a", "1").file("b", "2"), layer().whiteout("a")))
        .containsExactly("b");
  }

  @Test
  void whiteoutHidesADirectoryBelowWithAllInIt() throws Exception {
    assertThat(paths(layer().file("d/e/f", "1").file("dd", "2"), layer().whiteout("d")))
        .containsExactly("dd");
  }

  @Test
  void whiteoutLeavesItsOwnLayerAloneInEitherOrder() throws Exception {
    Layer below = layer().file("a", "1").file("d/x", "1");
    assertThat(paths(below, layer().whiteout("a").file("a", "2"))).containsExactly("a", "d/x");
    assertThat(paths(below, layer().file("a", "2").whiteout("a"))).containsExactly("a", "d/x");
    assertThat(paths(below, layer().file("d/y", "2").whiteout("d"))).containsExactly("a", "d/y");
    assertThat(paths(below, layer().whiteout("d").directory("d").file("d/y", "2")))
        .containsExactly("a", "d/y");
  }

  @Test
  void whatAHigherLayerReplacedIsToldFromTheLowestOn() throws Exception {
    RecordingDetector detector = new RecordingDetector();
    ImageFacts facts =
        facts(
            detector,
            layer().file("a", "1").file("gone", "1").file("same", "1"),
            layer().file("a", "2").whiteout("gone"),
            layer().file("a", "3").file("b", "1"));

    assertThat(facts.replaced(detector))
        .extracting(found -> found.path() + " " + found.layer())
        .containsExactly("a 0", "a 1");
    assertThat(facts.of(detector))
        .extracting(found -> found.path() + " " + found.layer())
        .containsExactly("a 2", "b 2", "same 0");
  }

  @Test
  void whiteoutInTheLowestLayerHidesNothing() throws Exception {
    assertThat(paths(layer().file("a", "1").whiteout("a").whiteout("b"))).containsExactly("a");
  }

  @Test
  void opaqueDirectoryHidesWhatIsBelowInEitherOrder() throws Exception {
    Layer below = layer().file("d/a", "1").file("d/e/b", "1").file("c", "1");
    assertThat(paths(below, layer().opaque("d").file("d/e/n", "2"))).containsExactly("c", "d/e/n");
    assertThat(paths(below, layer().file("d/e/n", "2").opaque("d"))).containsExactly("c", "d/e/n");
    assertThat(paths(below, layer().opaque(""), layer().file("x", "1"))).containsExactly("x");
  }

  @Test
  void opaqueDirectoryStaysOpaqueForTheLayersAbove() throws Exception {
    assertThat(
            paths(
                layer().file("d/a", "1"),
                layer().opaque("d").file("d/b", "2"),
                layer().file("d/c", "3")))
        .containsExactly("d/b", "d/c");
  }

  @Test
  void fileOrLinkReplacesADirectoryWithAllInIt() throws Exception {
    Layer below = layer().file("d/a", "1").file("e/a", "1");
    assertThat(paths(below, layer().file("d", "2"))).containsExactly("d", "e/a");
    assertThat(paths(below, layer().symlink("d", "e"))).containsExactly("e/a");
    assertThat(paths(below, layer().fifo("d"))).containsExactly("e/a");
  }

  @Test
  void directoryReplacesAFileAndComesBackEmpty() throws Exception {
    assertThat(
            paths(
                layer().file("d/a", "1"),
                layer().file("d", "2"),
                layer().directory("d").file("d/b", "3")))
        .containsExactly("d/b");
  }

  @Test
  void directoryOverADirectoryMerges() throws Exception {
    assertThat(paths(layer().file("d/a", "1"), layer().directory("d").file("d/b", "2")))
        .containsExactly("d/a", "d/b");
  }

  @Test
  void lastOfSeveralMembersOfOneNameCounts() throws Exception {
    assertThat(files(new RecordingDetector(), layer().file("a", "1").file("a", "22")))
        .hasSize(1)
        .extractingByKey("a")
        .asString()
        .endsWith(" 2");
  }

  @Test
  void upperLayerIsWhereAReplacedFileComesFrom() throws Exception {
    RecordingDetector detector = new RecordingDetector();
    List<Found<String>> found =
        facts(detector, layer().file("a", "1").file("b", "1"), layer().file("a", "2")).of(detector);
    assertThat(found).extracting(Found::path).containsExactly("a", "b");
    assertThat(found).extracting(Found::layer).containsExactly(1, 0);
  }

  @Test
  void memberBelowALinkOfALowerLayerLandsWhereItLeads() throws Exception {
    Layer below = layer().file("usr/lib/old", "1").symlink("lib", "usr/lib");
    assertThat(paths(below, layer().file("lib/new", "2")))
        .containsExactly("usr/lib/new", "usr/lib/old");
    assertThat(paths(below, layer().file("lib/old", "2"))).containsExactly("usr/lib/old");
    assertThat(paths(below, layer().whiteout("lib/old"))).isEmpty();
    assertThat(paths(below, layer().directory("lib").file("lib/new", "2")))
        .containsExactly("lib/new", "usr/lib/old");
  }

  @Test
  void detectorIsAskedByTheNameThatAFileHasInTheImage() throws Exception {
    Layer below = layer().directory("usr/lib").symlink("lib", "/usr/lib");
    RecordingDetector asWritten =
        new RecordingDetector("written/1", path -> path.startsWith("lib/"), List.of());
    assertThat(files(asWritten, below, layer().file("lib/new", "2"))).isEmpty();
    RecordingDetector real =
        new RecordingDetector("real/1", path -> path.startsWith("usr/lib/"), List.of());
    assertThat(files(real, below, layer().file("lib/new", "22")))
        .hasEntrySatisfying("usr/lib/new", fact -> assertThat(fact).endsWith(" 2"));
  }

  @Test
  void pathsAndLinksStayInTheRoot() throws Exception {
    assertThat(
            paths(
                layer()
                    .file("../../etc/passwd", "1")
                    .file("/abs", "1")
                    .symlink("up", "../../../..")
                    .file("up/in", "1")
                    .file("./x//y/../z", "1")
                    .file("..", "1")
                    .directory(".")))
        .containsExactly("abs", "etc/passwd", "in", "x/z");
  }

  @Test
  void linkLoopsEnd() throws Exception {
    assertThat(paths(layer().symlink("a", "b").symlink("b", "a").file("a/x", "1").file("c", "1")))
        .containsExactly("c");
    assertThat(problems)
        .singleElement()
        .satisfies(problem -> assertThat(problem.where()).isEqualTo("a/x"));
  }

  @Test
  void linkChainsAreFollowedAsFarAsLinuxDoes() throws Exception {
    Layer layer = layer().directory("l0");
    for (int i = 1; i <= 41; i++) {
      layer.symlink("l" + i, "l" + (i - 1));
    }
    assertThat(paths(layer.file("l40/yes", "1").file("l41/no", "1"))).containsExactly("l0/yes");
    assertThat(problems).hasSize(1);
  }

  @Test
  void hardLinkShowsItsTargetsContent() throws Exception {
    RecordingDetector links =
        new RecordingDetector("links/1", path -> path.endsWith(".link"), List.of());
    Map<String, String> files =
        files(
            links,
            layer().file("a", "12345").hardLink("b.link", "a"),
            layer().hardLink("c.link", "/a").hardLink("d.link", "c.link").whiteout("a"));
    assertThat(files).containsOnlyKeys("b.link", "c.link", "d.link");
    assertThat(files.values()).allSatisfy(fact -> assertThat(fact).endsWith(" 5"));
    assertThat(Set.copyOf(files.values())).hasSize(1);
  }

  @Test
  void hardLinkKeepsTheContentThatItsTargetHadThen() throws Exception {
    Map<String, String> files =
        files(
            new RecordingDetector(),
            layer().file("a", "1").hardLink("b", "a").file("a", "333"),
            layer().file("a", "22"));
    assertThat(files.get("b")).endsWith(" 1");
    assertThat(files.get("a")).endsWith(" 2");
  }

  @Test
  void hardLinkToNothingIsAProblem() throws Exception {
    assertThat(paths(layer().hardLink("b", "a").directory("d").hardLink("c", "d"))).isEmpty();
    assertThat(problems).extracting(Problem::where).containsExactly("b", "c");
    assertThat(problems.getFirst().what()).contains("hard link to a, which is not there");
  }

  @Test
  void hardLinkOfWhatWasLearntNothingFromIsNotReadAgain() throws Exception {
    LearnsNothing nothing = new LearnsNothing();
    Path archive =
        new ImageBuilder()
            .layer(layer().file("a", "1").hardLink("b", "a").hardLink("c", "b"))
            .writeDockerArchive(directory.resolve("links.tar"));
    try (Image image =
        Images.open(new ImageSource.DockerArchive(archive), OPTIONS, Progress.SILENT)) {
      ImageFacts facts = image.examine(List.of(nothing), Progress.SILENT);
      assertThat(facts.of(nothing)).isEmpty();
    }
    assertThat(nothing.calls.get()).isEqualTo(1);
  }

  @Test
  void aufsMetadataIsHiddenButMayBeLinkedTo() throws Exception {
    Map<String, String> files =
        files(
            new RecordingDetector(),
            layer()
                .file(".wh..wh.plnk/7", "1234")
                .hardLink("a", ".wh..wh.plnk/7")
                .file(".wh..wh.aufs", "x"));
    assertThat(files).containsOnlyKeys("a");
    assertThat(files.get("a")).endsWith(" 4");
  }

  @Test
  void whiteoutWithoutANameIsAProblem() throws Exception {
    assertThat(paths(layer().file("a", "1"), layer().file(".wh...", "").file("d/.wh..", "")))
        .containsExactly("a");
    assertThat(problems).hasSize(2);
  }

  @Test
  void fixedPathsAreFollowedThroughLinks() throws Exception {
    RecordingDetector detector =
        new RecordingDetector(
            "fixed/1", path -> path.equals("var/lib/db"), List.of("var/lib/db", "etc/release"));
    Layer layer =
        layer()
            .file("data/db", "123")
            .symlink("var/lib", "../data")
            .file("usr/release", "1")
            .symlink("etc/release", "/usr/../usr/release")
            .symlink("loop", "loop");
    assertThat(files(detector, layer)).containsOnlyKeys("data/db", "usr/release");
    assertThat(detector.examined.get()).isEqualTo(2);
    RecordingDetector plain =
        new RecordingDetector("fixed/2", path -> path.equals("a"), List.of("a", "b", "loop/x"));
    assertThat(files(plain, layer().file("a", "1").symlink("b", "a").symlink("loop", "loop")))
        .containsOnlyKeys("a");
    assertThat(plain.examined.get()).isEqualTo(1);
  }

  @Test
  void factsOfHiddenFilesAreForgottenAndSoAreTheirProblems() throws Exception {
    Detector<String> failing = new FailingDetector("big");
    Path archive =
        new ImageBuilder()
            .layer(layer().file("big", "1"))
            .layer(layer().whiteout("big"))
            .writeDockerArchive(directory.resolve("hidden.tar"));
    try (Image image =
        Images.open(new ImageSource.DockerArchive(archive), OPTIONS, Progress.SILENT)) {
      assertThat(image.examine(List.of(failing), Progress.SILENT).problems()).isEmpty();
    }
  }
}
