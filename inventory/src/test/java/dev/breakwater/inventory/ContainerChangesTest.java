package dev.breakwater.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.Progress;
import dev.breakwater.core.Subject;
import dev.breakwater.image.Image;
import dev.breakwater.image.ImageFacts;
import dev.breakwater.image.ImageOptions;
import dev.breakwater.image.ImageSource;
import dev.breakwater.image.Images;
import dev.breakwater.image.container.ContainerRoot;
import dev.breakwater.image.container.RunningContainer;
import dev.breakwater.image.registry.RegistryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container holds other than its image. */
class ContainerChangesTest {
  @TempDir private Path directory;

  private void file(String path, String content) throws Exception {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static String installed(String... namesAndVersions) {
    StringBuilder status = new StringBuilder();
    for (String each : namesAndVersions) {
      String[] parts = each.split(" ");
      status
          .append("Package: " + parts[0] + "\nStatus: install ok installed\n")
          .append("Architecture: amd64\nVersion: " + parts[1] + "\n\n");
    }
    return status.toString();
  }

  private Subject changes() throws Exception {
    Files.createDirectories(directory.resolve("upper"));
    RunningContainer container =
        new RunningContainer(
            "id",
            "name",
            "docker",
            "example.org/app:1",
            null,
            new ContainerRoot.Overlay(
                List.of(directory.resolve("base"), directory.resolve("top")),
                directory.resolve("upper")),
            null);
    ImageOptions options = new ImageOptions(null, new RegistryOptions(Set.of(), null, null), null);
    try (Image image = Images.open(new ImageSource.Running(container), options, Progress.SILENT)) {
      ImageFacts facts = image.examine(Cataloguer.detectors(), Progress.SILENT);
      Inventory inventory = Cataloguer.catalogue(image.subject(), facts);
      return Cataloguer.withChanges(image.subject(), inventory, facts);
    }
  }

  private void makeImage() throws Exception {
    file("base/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    file("base/var/lib/dpkg/status", installed("kept 1", "raised 1", "removed 1"));
    file(
        "top/srv/node_modules/left-pad/package.json",
        "{\"name\":\"left-pad\",\"version\":\"1.0.0\"}");
  }

  @Test
  void installedRaisedAndRemovedPackagesAreTold() throws Exception {
    makeImage();
    file("upper/var/lib/dpkg/status", installed("kept 1", "raised 2", "added 1"));
    Files.createDirectories(directory.resolve("upper/srv/node_modules"));
    Program.output(
        "coreutils", directory, "mknod", "upper/srv/node_modules/left-pad", "c", "0", "0");
    file(
        "upper/opt/node_modules/is-odd/package.json",
        "{\"name\":\"is-odd\",\"version\":\"3.0.1\"}");

    Subject.Changes changes = changes().container().changes();
    assertThat(changes.added())
        .extracting(PackageUrl::name)
        .containsExactlyInAnyOrder("added", "raised", "is-odd");
    assertThat(changes.removed())
        .extracting(PackageUrl::name)
        .containsExactlyInAnyOrder("removed", "raised", "left-pad");
  }

  @Test
  void containerAsItsImageHasNoChanges() throws Exception {
    makeImage();
    file("upper/var/log/messages", "written since");
    file("upper/var/lib/dpkg/status", installed("kept 1", "raised 1", "removed 1"));
    Subject subject = changes();
    assertThat(subject.container().changes().none()).isTrue();
    assertThat(subject.container().image()).isEqualTo("example.org/app:1");
  }
}
