package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Progress;
import dev.breakwater.core.Subject;
import dev.breakwater.image.ImageBuilder.Layer;
import dev.breakwater.image.container.ContainerRoot;
import dev.breakwater.image.container.RunningContainer;
import dev.breakwater.image.overlay.Listing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories are shown to the detectors that want them, as the finished image has them. */
class DirectoriesTest {
  @TempDir private Path directory;
  private final EntryDetector directories = EntryDetector.ofDirectories();
  private final EntryDetector files = EntryDetector.ofFiles();

  private ImageFacts examine(ImageSource source, Path cache) throws Exception {
    ImageOptions options = new ImageOptions(null, OverlayTest.OPTIONS.registry(), cache);
    try (Image image = Images.open(source, options, Progress.SILENT)) {
      ImageFacts facts = image.examine(List.of(files, directories), Progress.SILENT);
      assertThat(facts.problems()).isEmpty();
      return facts;
    }
  }

  private ImageSource archive(Layer... layers) throws Exception {
    ImageBuilder builder = new ImageBuilder();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    return new ImageSource.DockerArchive(
        builder.writeDockerArchive(directory.resolve("image.tar")));
  }

  private Map<String, String> shown(Layer... layers) throws Exception {
    return directories.entries(examine(archive(layers), null));
  }

  private static Layer layer() {
    return new Layer();
  }

  private static Layer with(Layer layer, String path, int mode) {
    return layer.member('5', path + "/", "", new byte[0], mode);
  }

  @Test
  void theHighestLayerThatListsADirectoryCounts() throws Exception {
    Layer below = with(with(layer(), "tmp", 01777), "etc", 0755).file("etc/a", "1");
    Layer above = with(with(layer(), "etc", 0777), "opt", 0700).file("unlisted/b", "2");
    ImageFacts facts = examine(archive(below, above), null);
    assertThat(directories.entries(facts))
        .isEqualTo(Map.of("tmp", "1777 0:0", "etc", "777 0:0", "opt", "700 0:0"));
    assertThat(facts.of(directories)).extracting(Found::layer).containsExactly(1, 1, 0);
    assertThat(files.entries(facts)).containsOnlyKeys("etc/a", "unlisted/b");
    assertThat(facts.hidden(directories)).isEmpty();
  }

  @Test
  void whatIsHiddenIsNotShown() throws Exception {
    Layer below = with(with(with(layer(), "a", 0777), "a/b", 0777), "c", 0777);
    assertThat(shown(below, layer().whiteout("a"))).containsOnlyKeys("c");
    assertThat(shown(below, layer().opaque("a"))).containsOnlyKeys("a", "c");
    assertThat(shown(below, layer().file("a", ""))).containsOnlyKeys("c");
    assertThat(shown(below, layer().whiteout("a"), with(layer(), "a", 0700)))
        .isEqualTo(Map.of("a", "700 0:0", "c", "777 0:0"));
  }

  @Test
  void aDirectoryUnderALinkHasItsRealName() throws Exception {
    Layer below = with(with(layer(), "usr", 0755), "usr/lib", 0755).symlink("lib", "usr/lib");
    assertThat(shown(below, with(layer(), "lib/x", 01777)))
        .isEqualTo(Map.of("usr", "755 0:0", "usr/lib", "755 0:0", "usr/lib/x", "1777 0:0"));
  }

  @Test
  void cachedLayersShowTheSame() throws Exception {
    ImageSource source = archive(with(layer(), "a", 0777), with(layer(), "b", 0700));
    Path cache = directory.resolve("cache");
    Map<String, String> first = directories.entries(examine(source, cache));
    assertThat(directories.entries(examine(source, cache))).isEqualTo(first).hasSize(2);
  }

  @Test
  void directoryAndLayerShowWhatFindShows() throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Programs.run(
        root,
        "sh",
        "-c",
        "mkdir -p usr/share/é/x tmp run/lock && chmod 1777 tmp && chmod 2755 run/lock"
            + " && chmod 0 usr/share/é/x && chown 7:8 run && touch tmp/file && ln -s usr link");
    Map<String, String> wanted = new TreeMap<>();
    for (String line :
        Programs.run(root, "find", ".", "-mindepth", "1", "-type", "d", "-printf", "%m %U:%G %P\n")
            .lines()
            .toList()) {
      String[] words = line.split(" ", 3);
      wanted.put(words[2], words[0] + " " + words[1]);
    }
    assertThat(wanted).hasSize(7);

    ImageFacts onDisk = examine(new ImageSource.Directory(root), null);
    assertThat(directories.entries(onDisk)).isEqualTo(wanted);
    assertThat(onDisk.of(directories)).extracting(Found::layer).containsOnly(-1);
    Path tar = directory.resolve("layer.tar");
    Programs.run(root, "tar", "-cf", tar.toString(), ".");
    assertThat(shown(Layer.of(Files.readAllBytes(tar)))).isEqualTo(wanted);

    Path upper = Files.createDirectories(directory.resolve("upper/run")).getParent();
    Programs.run(upper, "chmod", "0711", "run");
    RunningContainer container =
        new RunningContainer(
            "id",
            "name",
            "runc",
            null,
            null,
            new ContainerRoot.Overlay(List.of(root), upper),
            null);
    ImageFacts facts = examine(new ImageSource.Running(container), null);
    wanted.put("run", "711 0:0");
    assertThat(directories.entries(facts)).isEqualTo(wanted);
    assertThat(directories.entries(facts.ofImage().orElseThrow())).containsEntry("run", "755 7:8");
  }

  /** A layer that is known already, one of a million directories. */
  private record Known(LayerFacts facts) implements ImageLayers {
    @Override
    public int count() {
      return 1;
    }

    @Override
    public String name(int layer) {
      return "the layer";
    }

    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public List<LayerRead> read(Reading reading) {
      return new ArrayList<>(List.of(LayerRead.of(facts)));
    }

    @Override
    public List<LayerFacts.Fact> readAgain(
        int layer, List<LayerReader.Again> again, Reading reading) {
      throw new AssertionError("a directory needs no second look");
    }

    @Override
    public void close() {}
  }

  @Test
  @Timeout(60)
  void millionDirectoriesOfWhichOneIsWanted() throws Exception {
    Listing listing = new Listing();
    for (int i = 0; i < 1_000_000; i++) {
      byte[] path = ("var/lib/data/number-" + i).getBytes(StandardCharsets.UTF_8);
      listing.add(Listing.Kind.DIRECTORY, path, 0, 0755, 0, 0, 0, new byte[0]);
    }
    EntryDetector last = EntryDetector.ofDirectories("number-999999");
    try (Image image =
        new LayeredImage(
            new Subject("docker-archive", "million", null, null, null, List.of()),
            ImageSettings.NONE,
            new Known(new LayerFacts(listing, List.of(), List.of())),
            null,
            Limits.DEFAULT)) {
      ImageFacts facts = image.examine(List.of(files, last), Progress.SILENT);
      assertThat(facts.problems()).isEmpty();
      assertThat(last.entries(facts)).isEqualTo(Map.of("var/lib/data/number-999999", "755 0:0"));
      assertThat(facts.of(files)).isEmpty();
    }
  }
}
