package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostDirectoryTest {
  @TempDir private Path root;

  private void file(String path) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, path);
  }

  @Test
  void whereContainersAreKeptIsNotTheMachineItself() throws Exception {
    file("etc/os-release");
    file("var/lib/dockerfile");
    file("var/lib/docker/overlay2/x/diff/etc/os-release");
    file("var/lib/containerd/io.containerd.content.v1.content/blobs/sha256/x");
    file("home/me/.local/share/docker/overlay2/x");
    file("home/me/.local/share/containers/storage/overlay/x");
    file("home/me/.local/share/containers/x");
    file("disk/podman/overlay/x");
    Files.createDirectories(root.resolve("var/lib/containers"));
    Files.createSymbolicLink(
        root.resolve("var/lib/containers/storage"), root.resolve("disk/podman"));
    file("srv/store/x");
    file("srv/storehouse/x");
    RecordingDetector recording = new RecordingDetector();
    try (Image image =
        HostDirectory.open(
            root,
            List.of(root.resolve("srv/store"), Path.of("/elsewhere"), root),
            MountTable.parse(""),
            Limits.DEFAULT)) {
      assertThat(image.subject().kind()).isEqualTo("host");
      assertThat(image.root()).contains(root);
      assertThat(
              RecordingDetector.of(image.examine(List.of(recording), Progress.SILENT), recording))
          .containsOnlyKeys(
              "etc/os-release",
              "var/lib/dockerfile",
              "home/me/.local/share/containers/x",
              "srv/storehouse/x");
    }
  }
}
