package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.image.ImageBuilder.Compressed;
import dev.breakwater.image.ImageBuilder.Layer;
import dev.breakwater.image.oci.Platform;
import dev.breakwater.image.registry.DockerRegistry;
import dev.breakwater.image.registry.ImageReference;
import dev.breakwater.image.registry.RegistryOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same files are seen whichever way an image comes in, and they are what umoci unpacks. */
class DoorsTest {
  @TempDir private Path directory;

  private static Map<String, String> files(ImageSource source) throws BreakwaterException {
    RecordingDetector detector = new RecordingDetector();
    try (Image image = Images.open(source, OverlayTest.OPTIONS, Progress.SILENT)) {
      ImageFacts facts = image.examine(List.of(detector), Progress.SILENT);
      assertThat(facts.problems()).isEmpty();
      return RecordingDetector.of(facts, detector);
    }
  }

  /** What lies on disk, as the detector would describe it. */
  private static Map<String, String> onDisk(Path root) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.toList()) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          byte[] content = Files.readAllBytes(path);
          byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
          files.put(
              root.relativize(path).toString(),
              HexFormat.of().formatHex(hash, 0, 8) + " " + content.length);
        }
      }
    }
    return files;
  }

  /** Makes an image of three layers with umoci alone. */
  private Path madeByUmoci() throws Exception {
    Path layout = directory.resolve("layout");
    String image = layout + ":made";
    Programs.run(directory, "umoci", "init", "--layout", layout.toString());
    Programs.run(directory, "umoci", "new", "--image", image);
    Path bundle = directory.resolve("bundle");
    Programs.run(directory, "umoci", "unpack", "--rootless", "--image", image, bundle.toString());
    Path root = bundle.resolve("rootfs");
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      Path file = root.resolve("usr/share/d" + i % 20 + "/é " + i);
      Files.createDirectories(file.getParent());
      byte[] content = new byte[random.nextInt(20_000)];
      random.nextBytes(content);
      Files.write(file, content);
    }
    Files.createSymbolicLink(root.resolve("share"), Path.of("usr/share"));
    Files.createLink(root.resolve("hard"), root.resolve("usr/share/d0/é 0"));
    Programs.run(directory, "umoci", "repack", "--image", image, bundle.toString());
    Programs.run(directory, "rm", "-rf", bundle.toString());
    Programs.run(directory, "umoci", "unpack", "--rootless", "--image", image, bundle.toString());
    Programs.run(root, "rm", "-r", "usr/share/d1", "usr/share/d2/é 2", "usr/share/d3");
    Files.writeString(root.resolve("usr/share/d3"), "a file where a directory was");
    Files.writeString(root.resolve("usr/share/d4/é 4"), "changed");
    Programs.run(directory, "umoci", "repack", "--image", image, bundle.toString());
    Path inserted = Files.createDirectory(directory.resolve("inserted"));
    Files.writeString(inserted.resolve("only"), "this");
    Programs.run(
        directory,
        "umoci",
        "insert",
        "--rootless",
        "--image",
        image,
        "--opaque",
        inserted.toString(),
        "/usr/share/d5");
    Programs.run(
        directory,
        "umoci",
        "insert",
        "--rootless",
        "--image",
        image,
        "--whiteout",
        "/usr/share/d6");
    return layout;
  }

  @Test
  void sameFilesThroughEveryDoorAsUmociUnpacks() throws Exception {
    Path layout = madeByUmoci();
    Path unpacked = directory.resolve("unpacked");
    Programs.run(
        directory,
        "umoci",
        "unpack",
        "--rootless",
        "--image",
        layout + ":made",
        unpacked.toString());
    Map<String, String> wanted = onDisk(unpacked.resolve("rootfs"));
    assertThat(wanted)
        .containsKeys("usr/share/d5/only", "usr/share/d3", "hard")
        .doesNotContainKeys("usr/share/d1/é 1", "usr/share/d6/é 6", "usr/share/d5/é 5");

    assertThat(files(new ImageSource.OciLayout(layout, "made"))).isEqualTo(wanted);
    assertThat(files(new ImageSource.OciLayout(layout, null))).isEqualTo(wanted);
    assertThat(files(new ImageSource.Directory(unpacked.resolve("rootfs")))).isEqualTo(wanted);

    Path docker = directory.resolve("docker.tar");
    skopeo("oci:" + layout + ":made", "docker-archive:" + docker + ":example.org/made:1");
    assertThat(files(new ImageSource.DockerArchive(docker))).isEqualTo(wanted);
    assertThat(files(new ImageSource.OciArchive(docker))).isEqualTo(wanted);

    Path archive = directory.resolve("oci.tar");
    skopeo("oci:" + layout + ":made", "oci-archive:" + archive + ":made");
    assertThat(files(new ImageSource.OciArchive(archive))).isEqualTo(wanted);
    assertThat(files(new ImageSource.DockerArchive(archive))).isEqualTo(wanted);

    Programs.run(directory, "gzip", "-k", docker.toString());
    assertThat(files(new ImageSource.DockerArchive(directory.resolve("docker.tar.gz"))))
        .isEqualTo(wanted);
    Programs.run(directory, "zstd", "-q", "-k", archive.toString());
    assertThat(files(new ImageSource.OciArchive(directory.resolve("oci.tar.zst"))))
        .isEqualTo(wanted);

    // Layers that are unpacked first are packed anew in the format asked for.
    Path plain = directory.resolve("plain");
    skopeo("--dest-decompress", "oci:" + layout + ":made", "dir:" + plain);
    Path zstd = directory.resolve("layout-zstd");
    skopeo("--dest-compress-format", "zstd", "dir:" + plain, "oci:" + zstd + ":zstd");
    assertThat(Programs.run(zstd, "grep", "-r", "tar+zstd", ".")).isNotEmpty();
    assertThat(files(new ImageSource.OciLayout(zstd, "zstd"))).isEqualTo(wanted);
  }

  private void skopeo(String... arguments) throws Exception {
    Programs.run(
        directory,
        Stream.concat(Stream.of("skopeo", "--insecure-policy", "copy", "-q"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static ImageBuilder builder() {
    return new ImageBuilder()
        .layer(new Layer().file("etc/a", "1").file("etc/b", "2"))
        .layer(new Layer().whiteout("etc/a").file("c", "3"));
  }

  @Test
  void layersMayBeCompressedInAnyWay() throws Exception {
    for (Compressed how : Compressed.values()) {
      ImageBuilder builder = builder().compressed(how);
      Path layout = builder.writeOciLayout(directory.resolve("layout" + how));
      Path archive = builder.writeOciArchive(directory.resolve("oci" + how + ".tar"));
      Path docker = builder.writeDockerArchive(directory.resolve("docker" + how + ".tar"));
      for (ImageSource source :
          List.of(
              new ImageSource.OciLayout(layout, "test"),
              new ImageSource.OciArchive(archive),
              new ImageSource.DockerArchive(docker))) {
        assertThat(files(source)).as("%s", source).containsOnlyKeys("etc/b", "c");
      }
    }
  }

  @Test
  void subjectSaysWhatTheImageIs() throws Exception {
    Path layout = builder().writeOciLayout(directory.resolve("layout"));
    try (Image image =
        Images.open(
            new ImageSource.OciLayout(layout, "test"), OverlayTest.OPTIONS, Progress.SILENT)) {
      assertThat(image.root()).isEmpty();
      assertThat(image.subject().kind()).isEqualTo("oci");
      assertThat(image.subject().name()).isEqualTo(layout + ":test");
      assertThat(image.subject().platform()).isEqualTo("linux/amd64");
      assertThat(image.subject().digest()).isNotNull();
      assertThat(image.subject().layers())
          .extracting(layer -> layer.createdBy())
          .containsExactly("step 0", "step 1");
    }
  }

  @Test
  void sameSettingsThroughEveryDoor() throws Exception {
    ImageBuilder builder = RichImage.builder();
    Path layout = builder.writeOciLayout(directory.resolve("layout"));
    Path archive = builder.writeOciArchive(directory.resolve("oci.tar"));
    Path docker = builder.writeDockerArchive(directory.resolve("docker.tar"));
    ImageSettings wanted = settings(new ImageSource.OciLayout(layout, "1"));
    assertThat(RichImage.members(wanted.configuration())).isEqualTo(RichImage.members());
    assertThat(wanted.annotations()).isEqualTo(RichImage.ANNOTATIONS);

    assertThat(settings(new ImageSource.OciArchive(archive))).isEqualTo(wanted);
    assertThat(settings(new ImageSource.DockerArchive(docker)))
        .isEqualTo(new ImageSettings(wanted.configuration(), Map.of()));
    try (DockerRegistry registry = DockerRegistry.plain(directory)) {
      String name = registry.host() + "/team/app:1";
      skopeo("--dest-tls-verify=false", "oci:" + layout + ":1", "docker://" + name);
      ImageOptions plain =
          new ImageOptions(null, new RegistryOptions(Set.of(registry.host()), null, null), null);
      ImageSource source = new ImageSource.Registry(ImageReference.parse(name));
      try (Image image = Images.open(source, plain, Progress.SILENT)) {
        assertThat(image.settings()).isEqualTo(wanted);
      }
    }
    assertThat(settings(new ImageSource.Directory(layout))).isEqualTo(ImageSettings.NONE);
  }

  private static ImageSettings settings(ImageSource source) throws BreakwaterException {
    try (Image image = Images.open(source, OverlayTest.OPTIONS, Progress.SILENT)) {
      return image.settings();
    }
  }

  @Test
  void linksOfOldDockerArchivesAreFollowed() throws Exception {
    Path saved = Files.createDirectory(directory.resolve("saved"));
    Path archive = builder().writeDockerArchive(directory.resolve("image.tar"));
    Programs.run(saved, "tar", "-xf", archive.toString());
    Path layer;
    try (Stream<Path> walk = Files.walk(saved)) {
      layer = walk.filter(path -> path.endsWith("layer.tar")).findFirst().orElseThrow();
    }
    Path moved = Files.createDirectory(saved.resolve("elsewhere")).resolve("layer.tar");
    Files.move(layer, moved);
    Files.createSymbolicLink(layer, Path.of("../elsewhere/layer.tar"));
    Path again = directory.resolve("again.tar");
    Programs.run(saved, "tar", "-cf", again.toString(), ".");
    assertThat(files(new ImageSource.DockerArchive(again))).containsOnlyKeys("etc/b", "c");
  }

  @Test
  void platformOfASingleImageIsChecked() throws Exception {
    Path layout = builder().architecture("s390x").writeOciLayout(directory.resolve("layout"));
    ImageSource source = new ImageSource.OciLayout(layout, null);
    assertThat(files(source)).hasSize(2);
    ImageOptions arm =
        new ImageOptions(Platform.parse("linux/arm64"), OverlayTest.OPTIONS.registry(), null);
    assertThatThrownBy(() -> Images.open(source, arm, Progress.SILENT))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageContaining("it is for linux/s390x, not for linux/arm64");
  }

  @Test
  void severalImagesNeedAChoice() throws Exception {
    Path layout = directory.resolve("several");
    for (String tag : List.of("one", "two")) {
      Path made =
          new ImageBuilder()
              .tag(tag)
              .layer(new Layer().file(tag, tag))
              .writeOciLayout(directory.resolve(tag));
      skopeo("oci:" + made + ":" + tag, "oci:" + layout + ":" + tag);
    }
    assertThat(files(new ImageSource.OciLayout(layout, "two"))).containsOnlyKeys("two");
    assertThatThrownBy(() -> files(new ImageSource.OciLayout(layout, null)))
        .hasMessageContaining("2 images, choose one of the tags one, two");
    assertThatThrownBy(() -> files(new ImageSource.OciLayout(layout, "three")))
        .hasMessageContaining("no image with the tag three; it has one, two");
    Path archive = directory.resolve("several.tar");
    skopeo("oci:" + layout + ":one", "docker-archive:" + archive + ":example.org/a:one");
    assertThat(files(new ImageSource.DockerArchive(archive))).containsOnlyKeys("one");
  }

  @Test
  void compressedArchivesLeaveNothingBehind() throws Exception {
    Path archive = directory.resolve("image.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      out.write(builder().dockerArchive());
    }
    long before = temporaryFiles();
    assertThat(files(new ImageSource.DockerArchive(archive))).hasSize(2);
    assertThat(temporaryFiles()).isEqualTo(before);
  }

  private static long temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith("breakwater-")).count();
    }
  }
}
