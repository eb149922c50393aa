package dev.breakwater.content;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Finding;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Weakness;
import dev.breakwater.image.Image;
import dev.breakwater.image.ImageBuilder;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.Images;
import dev.breakwater.image.registry.RegistryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small image, inspected on the whole road: archive, layers, cache, overlay. */
public final class ImageFixture {
  private final ImageBuilder image = new ImageBuilder();
  private ImageBuilder.Layer layer = new ImageBuilder.Layer();
  private List<Problem> problems = List.of();

  public ImageFixture file(String path, String text) {
    return file(path, text, 0644);
  }

  public ImageFixture file(String path, String text, int mode) {
    return file(path, text.getBytes(StandardCharsets.UTF_8), mode);
  }

  public ImageFixture file(String path, byte[] bytes, int mode) {
    layer.file(path, bytes, mode);
    return this;
  }

  /** Files from now on are in a layer above. */
  public ImageFixture nextLayer() {
    image.layer(layer);
    layer = new ImageBuilder.Layer();
    return this;
  }

  /** Adds a layer that a program made. */
  public ImageFixture layer(byte[] tar) {
    nextLayer();
    image.layer(ImageBuilder.Layer.of(tar));
    return this;
  }

  /** What an inspection finds, twice: what comes from the layer cache must be the same. */
  public List<Weakness> findings(Inspection inspection) {
    image.layer(layer);
    try {
      Path directory = Files.createTempDirectory("breakwater-test");
      try {
        Path archive = image.writeDockerArchive(directory.resolve("image.tar"));
        Path cache = Files.createDirectory(directory.resolve("cache"));
        List<Weakness> first = inspect(inspection, archive, cache);
        List<Weakness> again = inspect(inspection, archive, cache);
        if (!again.equals(first)) {
          throw new AssertionError("from the cache came " + again + ", not " + first);
        }
        return first;
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BreakwaterException e) {
      throw new AssertionError(e);
    }
  }

  private List<Weakness> inspect(Inspection inspection, Path archive, Path cache)
      throws BreakwaterException {
    ContentScanner scanner = new ContentScanner(List.of(inspection));
    try (Image opened =
        Images.open(
            new ImageSource.DockerArchive(archive),
            new ImageOptions(null, (RegistryOptions) null, cache),
            (step, done, total) -> {})) {
      ImageFacts facts = opened.examine(scanner.detectors(), (step, done, total) -> {});
      problems = facts.problems();
      List<Weakness> found = new ArrayList<>();
      for (Finding finding : scanner.findings(opened.subject(), opened.settings(), facts)) {
        found.add((Weakness) finding);
      }
      return found;
    }
  }

  /** {@code high rule path:line} of each finding, worst first. */
  public List<String> lines(Inspection inspection) {
    return findings(inspection).stream()
        .map(found ->
            found.severity().label()
                + " "
                + found.id()
                + " "
                + found.location().path()
                + (found.location().line() > 0 ? ":" + found.location().line() : "")
                + (found.location().hidden() ? " hidden" : ""))
        .toList();
  }

  /** What could not be read, after the findings were asked for. */
  public List<Problem> problems() {
    return problems;
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
