package dev.breakwater.image.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Databases made by hand; those that containerd makes are read in EnginesTest. */
@Timeout(60)
class BoltFileTest {
  @TempDir private Path directory;

  private Path file(byte[] database) throws IOException {
    return Files.write(directory.resolve("meta.db"), database);
  }

  private static byte[] image(String name) {
    BoltBuilder.Bucket target =
        new BoltBuilder.Bucket()
            .put("digest", "sha256:" + "a".repeat(64))
            .put("mediatype", "application/vnd.oci.image.manifest.v1+json")
            .put("size", new byte[] {(byte) 0x9c, 0x08});
    BoltBuilder.Bucket images =
        new BoltBuilder.Bucket().put(name, new BoltBuilder.Bucket().put("target", target));
    return new BoltBuilder.Bucket()
        .put(
            "v1",
            new BoltBuilder.Bucket().put("k8s.io", new BoltBuilder.Bucket().put("images", images)))
        .database();
  }

  private ContainerdStore store(byte[] database, String namespace) throws IOException {
    Path meta = directory.resolve("io.containerd.metadata.v1.bolt");
    Files.createDirectories(meta);
    Files.write(meta.resolve("meta.db"), database);
    return new ContainerdStore(directory, namespace);
  }

  @Test
  void shortNamesAreCompletedAsClientsDo() throws IOException {
    ContainerdStore store = store(image("docker.io/library/debian:12"), "k8s.io");
    assertThat(store.image("debian:12").size()).isEqualTo(526);
    assertThat(store.image("docker.io/library/debian:12").digest().hex()).startsWith("aaa");
    assertThatThrownBy(() -> store.image("debian:13")).hasMessageContaining("no such image");
    assertThatThrownBy(
            () -> store(image("docker.io/library/debian:12"), "default").image("debian:12"))
        .hasMessageContaining("set CONTAINERD_NAMESPACE=k8s.io");
  }

  @Test
  void newestGoodStateCounts() throws IOException {
    byte[] database = image("a:1");
    try (BoltFile file = BoltFile.open(file(database))) {
      assertThat(file.root().bucket("v1")).isNotNull();
      assertThat(file.hasChanged()).isFalse();
      // The first of the two copies is half written, and then both are.
      database[20] ^= 1;
      Files.write(directory.resolve("meta.db"), database);
      assertThat(file.hasChanged()).isTrue();
    }
    try (BoltFile file = BoltFile.open(file(database))) {
      assertThat(file.root().bucket("v1")).isNotNull();
    }
    database[BoltBuilder.PAGE + 20] ^= 1;
    assertThatThrownBy(() -> BoltFile.open(file(database)))
        .hasMessage("it is not a bbolt database");
  }

  @Test
  void damagedDatabasesAreRefusedOrRead() throws IOException {
    byte[] good = image("a:1");
    Random random = new Random(3);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      for (int j = 0; j <= i % 4; j++) {
        bad[2 * BoltBuilder.PAGE + random.nextInt(bad.length - 2 * BoltBuilder.PAGE)] =
            (byte) random.nextInt();
      }
      readAll(bad);
    }
    for (int length = 0; length < good.length; length += 97) {
      readAll(java.util.Arrays.copyOf(good, length));
    }
  }

  private void readAll(byte[] database) throws IOException {
    Path path = file(database);
    Map<String, Integer> seen = new TreeMap<>();
    try (BoltFile file = BoltFile.open(path)) {
      visit(file.root(), seen, 0);
    } catch (IOException refused) {
      assertThat(refused).hasMessageStartingWith("it is ");
    }
  }

  private static void visit(BoltFile.Bucket bucket, Map<String, Integer> seen, int depth)
      throws IOException {
    bucket.forEach((key, value, inner) -> {
      seen.merge(key, 1, Integer::sum);
      if (inner != null && depth < 10) {
        visit(inner, seen, depth + 1);
      }
    });
  }

  @Test
  void pagesBeyondAnyFileAreDamage() throws IOException {
    for (long page : new long[] {Long.MAX_VALUE - 1, Long.MAX_VALUE / 4096 + 1, 1L << 40, 1}) {
      try (BoltFile file = BoltFile.open(file(BoltBuilder.withRootAt(page)))) {
        assertThatThrownBy(file::root)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("it is ");
      }
    }
  }

  @Test
  void pagesThatGoInCirclesEnd() throws IOException {
    byte[] circle = BoltBuilder.circle();
    try (BoltFile file = BoltFile.open(file(circle))) {
      assertThatThrownBy(() -> file.root().forEach((key, value, bucket) -> {}))
          .hasMessageContaining("it is damaged: its pages go deeper than");
      assertThatThrownBy(() -> file.root().text("x"))
          .hasMessageContaining("it is damaged: its pages go deeper than");
    }
  }
}
