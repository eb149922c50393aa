package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Progress;
import dev.breakwater.image.ImageBuilder.Compressed;
import dev.breakwater.image.ImageBuilder.Layer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random stacks of layers show what umoci makes of them on a disk. */
class RandomLayersTest {
  private static final int WANTED = 25;

  @TempDir private Path directory;

  @Test
  void randomLayersShowWhatUmociUnpacks() throws Exception {
    int compared = 0;
    for (int seed = 0; compared < WANTED; seed++) {
      assertThat(seed).as("umoci refuses too many of the random images").isLessThan(6 * WANTED);
      Random random = new Random(seed);
      ImageBuilder builder = new ImageBuilder().compressed(Compressed.NONE);
      StringBuilder story = new StringBuilder();
      for (int layer = 0; layer < 4; layer++) {
        story.append("\nlayer ").append(layer).append(':');
        builder.layer(layer(random, layer, true, story));
      }
      Path layout = builder.writeOciLayout(directory.resolve("layout" + seed));
      Path bundle = directory.resolve("bundle" + seed);
      try {
        Programs.run(
            directory,
            "umoci",
            "unpack",
            "--rootless",
            "--image",
            layout + ":test",
            bundle.toString());
      } catch (AssertionError refused) {
        // A file where a directory is needed, or a link to nothing: umoci gives up, as it may.
        if (String.valueOf(refused.getMessage()).contains("install it")) {
          throw refused;
        }
        continue;
      }
      assertThat(shown(layout))
          .as("seed %d%s", seed, story)
          .isEqualTo(onDisk(bundle.resolve("rootfs")));
      compared++;
    }
  }

  /** One name is used once in a layer, as the specification demands. */
  static Layer layer(Random random, int number, boolean hardLinks, StringBuilder story) {
    Layer layer = new Layer();
    Set<String> used = new HashSet<>();
    Set<String> files = new HashSet<>();
    for (int i = 0; i < 14; i++) {
      String parent = "";
      for (int depth = random.nextInt(3); depth > 0; depth--) {
        parent += (random.nextInt(5) == 0 ? "l" : "d") + random.nextInt(3) + "/";
      }
      int kind = random.nextInt(12);
      String name =
          switch (kind) {
            case 0, 1, 9 -> "d" + random.nextInt(3);
            case 2 -> "l" + random.nextInt(3);
            case 3, 10 -> random.nextBoolean() ? "d" + random.nextInt(3) : "f" + random.nextInt(4);
            default -> "f" + random.nextInt(4);
          };
      String path = parent + name;
      if (number == 0 && kind >= 9 && kind <= 10) {
        continue;
      }
      boolean hides = kind == 9 || kind == 10;
      // What a whiteout does to its own layer is not for umoci to say.
      if (!used.add(path) || (hides && touches(used, path))) {
        continue;
      }
      story.append(' ').append(kind).append('=').append(path);
      switch (kind) {
        case 0, 1 -> layer.directory(path);
        case 2 ->
            layer.symlink(
                path,
                (random.nextBoolean() ? "/" : "../".repeat(random.nextInt(2)))
                    + "d"
                    + random.nextInt(3));
        case 9 -> layer.opaque(path);
        case 10 -> layer.whiteout(path);
        case 11 -> {
          if (files.isEmpty() || !hardLinks) {
            layer.file(path, number + " " + i);
          } else {
            layer.hardLink(path, files.stream().sorted().findFirst().orElseThrow());
          }
        }
        default -> {
          layer.file(path, number + " " + i);
          files.add(path);
        }
      }
    }
    return layer;
  }

  private static boolean touches(Set<String> used, String path) {
    for (String other : used) {
      if (!other.equals(path) && (other + "/").startsWith(path + "/")) {
        return true;
      }
    }
    return path.contains("l");
  }

  private static Map<String, String> shown(Path layout) throws Exception {
    ContentDetector detector = new ContentDetector();
    try (Image image =
        Images.open(
            new ImageSource.OciLayout(layout, "test"), OverlayTest.OPTIONS, Progress.SILENT)) {
      Map<String, String> files = new TreeMap<>();
      for (Found<String> found : image.examine(List.of(detector), Progress.SILENT).of(detector)) {
        files.put(found.path(), found.fact());
      }
      return files;
    }
  }

  private static Map<String, String> onDisk(Path root) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.toList()) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          files.put(root.relativize(path).toString(), Files.readString(path));
        }
      }
    }
    return files;
  }
}
