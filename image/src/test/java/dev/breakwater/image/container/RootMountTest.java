package dev.breakwater.image.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootMountTest {
  @TempDir private Path directory;

  private Path made(String name) throws Exception {
    return Files.createDirectories(directory.resolve(name));
  }

  private static RootMount of(String options) {
    return RootMount.of(
        "74 49 0:39 / / rw,relatime master:2 - overlay overlay rw,"
            + options
            + "\n"
            + "75 74 0:42 / /proc rw - proc proc rw\n");
  }

  @Test
  void highestLowerDirectoryComesFirst() throws Exception {
    Path base = made("base");
    Path top = made("to:p, x");
    Path upper = made("upper");
    RootMount root =
        of(
            "lowerdir="
                + top.toString().replace(":", "\\134:").replace(",", "\\054").replace(" ", "\\040")
                + ":"
                + base
                + ",upperdir="
                + upper
                + ",workdir=/w");
    assertThat(root.fileSystem()).isEqualTo("0:39 /");
    assertThat(root.overlay()).isEqualTo(new ContainerRoot.Overlay(List.of(base, top), upper));
  }

  @Test
  void relativeDirectoriesAreFoundBesideTheUpperOne() throws Exception {
    Path one = made("snapshots/1/fs");
    Path two = made("snapshots/2/fs");
    Path upper = made("snapshots/3/fs");
    assertThat(of("lowerdir=2/fs:1/fs,upperdir=" + upper).overlay())
        .isEqualTo(new ContainerRoot.Overlay(List.of(one, two), upper));
    assertThat(of("lowerdir+=" + two + ",lowerdir+=" + one + ",upperdir=" + upper).overlay())
        .isEqualTo(new ContainerRoot.Overlay(List.of(one, two), upper));
  }

  @Test
  void whatCannotBeFoundIsNoOverlay() throws Exception {
    Path upper = made("upper");
    assertThat(of("lowerdir=/no/such,upperdir=" + upper).overlay()).isNull();
    assertThat(of("lowerdir=" + upper).overlay()).isNull();
    assertThat(RootMount.of("")).isNull();
    assertThat(RootMount.of("1 2 3\n - - -\n1 2 0:1 / / rw -\n")).isNull();
    assertThat(RootMount.of("1 2 254:0 /srv/root / rw - ext4 /dev/vda rw\n").overlay()).isNull();
  }
}
