package dev.breakwater.advisory.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.advisory.Ecosystem;
import dev.breakwater.core.BreakwaterException;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates that end in the middle, in a process of their own, leave the old store whole. */
class InterruptedUpdateTest {
  private static final Ecosystem GO = Ecosystem.parse("Go");

  @TempDir Path directory;
  private byte[] before = {};

  @BeforeEach
  void write() throws Exception {
    try (StoreWriter writer = new StoreWriter(new StoreDirectory(directory), GO)) {
      writer.add(new RandomAdvisories(1).next());
      writer.commit(AdvisoryStoreTest.provenance());
    }
    before = Files.readAllBytes(directory.resolve("Go.advisories"));
  }

  @Test
  void killed() throws Exception {
    Process child = start(List.of(), 10_000_000);
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertThat(line).isEqualTo("writing");
      waitForTemporaryBytes(1 << 20);
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(temporaryFiles()).hasSize(1);
    assertOldStoreIsWhole();

    try (TemporaryFile next = new StoreDirectory(directory).temporary()) {
      assertThat(temporaryFiles()).containsExactly(next.path());
    }
  }

  /** A file-size limit makes writing fail as a full disk does, without needing a small disk. */
  @Test
  void diskFull() throws Exception {
    Process child = start(List.of("bash", "-c", "ulimit -f 2000 && exec \"$@\"", "bash"), 200_000);
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output)
        .contains("refused: Tried to write the store file")
        .contains("Go.advisories")
        .contains("unchanged");
    assertThat(temporaryFiles()).isEmpty();
    assertOldStoreIsWhole();
  }

  private void assertOldStoreIsWhole() throws Exception {
    assertThat(Files.readAllBytes(directory.resolve("Go.advisories"))).isEqualTo(before);
    assertThat(AdvisoryStore.at(directory).status())
        .extracting(StoreFile::state)
        .containsExactly(StoreFile.State.OK);
  }

  private List<Path> temporaryFiles() throws Exception {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".tmp")).toList();
    }
  }

  private void waitForTemporaryBytes(long size) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      for (Path file : temporaryFiles()) {
        if (Files.size(file) >= size) {
          return;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("the update wrote nothing");
  }

  private Process start(List<String> prefix, int advisories) throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Update.class.getName(), directory.toString(), "" + advisories));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** The update that is interrupted. */
  static final class Update {
    public static void main(String[] arguments) {
      System.out.println("writing");
      try (StoreWriter writer = new StoreWriter(new StoreDirectory(Path.of(arguments[0])), GO)) {
        RandomAdvisories advisories = new RandomAdvisories(2);
        for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
          writer.add(advisories.next());
        }
        writer.commit(AdvisoryStoreTest.provenance());
        System.out.println("committed");
      } catch (BreakwaterException e) {
        System.out.println("refused: " + e.getMessage());
      }
    }

    private Update() {}
  }
}
