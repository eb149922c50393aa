package dev.breakwater.image.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.image.FakeEngine;
import dev.breakwater.image.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines made up by hand; containers that run are found in EnginesTest. */
class ContainersTest {
  private static final String OUTER = "a".repeat(64);
  private static final String INNER = "b".repeat(64);
  private static final String OWN_ROOT = "22 1 254:0 / / rw - ext4 /dev/vda rw\n";

  @TempDir private Path directory;
  private Path proc;

  @BeforeEach
  void thisMachine() throws IOException {
    proc = directory.resolve("proc");
    Files.createDirectories(proc.resolve("self"));
    Files.writeString(proc.resolve("self/mountinfo"), OWN_ROOT);
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectories(directory.resolve(name));
  }

  private void process(int pid, String mountinfo, String group, Path root) throws IOException {
    Path process = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(
        process.resolve("stat"), pid + " (a) S 1 1 1 0 -1 0" + " 0".repeat(12) + " 77 0 0");
    Files.writeString(process.resolve("mountinfo"), mountinfo);
    Files.writeString(process.resolve("cgroup"), "0::" + group + "\n");
    Files.createSymbolicLink(process.resolve("root"), root);
  }

  private static String overlay(int device, Path lower, Path upper) {
    return "74 49 0:"
        + device
        + " / / rw - overlay overlay rw,lowerdir="
        + lower
        + ",upperdir="
        + upper
        + "\n";
  }

  private Machine machine(Engine... engines) {
    return new Machine(proc, List.of(engines), List.of(), List.of());
  }

  private FakeEngine engine(int pid, Path lower, Path upper) throws IOException {
    String container =
        "{\"Id\":\""
            + OUTER
            + "\",\"Name\":\"/web\",\"State\":{\"Pid\":"
            + pid
            + "},\"GraphDriver\":{\"Name\":\"overlay\",\"Data\":{\"LowerDir\":\""
            + lower
            + "\",\"UpperDir\":\""
            + upper
            + "\"}}}";
    return new FakeEngine(
        directory.resolve("s" + System.nanoTime()),
        (target, out) ->
            FakeEngine.document(
                out,
                200,
                switch (target) {
                  case "/info" -> "{}";
                  case "/containers/json" -> "[{\"Id\":\"" + OUTER + "\"}]";
                  default -> container;
                }));
  }

  @Test
  void containerInsideAContainerIsOneOfItsOwn() throws IOException {
    Path root = directory("root");
    process(5, "1 1 0:50 / / rw - btrfs x rw\n", "/docker-" + OUTER + ".scope/init", root);
    process(
        6,
        "1 1 0:51 / / rw - btrfs x rw\n",
        "/docker-" + OUTER + ".scope/kubelet/cri-containerd-" + INNER + ".scope",
        root);
    assertThat(Containers.running(machine(), Progress.SILENT).containers())
        .extracting(RunningContainer::id)
        .containsExactly(OUTER, INNER);
  }

  @Test
  void directoriesThatOnlyHaveTheSameNamesAreNotTheContainers() throws IOException {
    Path lower = directory("snapshots/1/fs");
    Path upper = directory("snapshots/2/fs");
    process(5, overlay(50, lower, upper), "/", upper);
    process(6, overlay(51, lower, upper), "/", directory("of-another-containerd"));
    List<RunningContainer> found = Containers.running(machine(), Progress.SILENT).containers();
    assertThat(found.getFirst().root()).isEqualTo(new ContainerRoot.Overlay(List.of(lower), upper));
    assertThat(found.getLast().root()).isInstanceOf(ContainerRoot.OfProcess.class);
  }

  @Test
  void directoriesOfFuseOverlayfsAreReadWhereTheyAreMounted() throws Exception {
    Path lower = directory("1/diff");
    Path upper = directory("2/diff");
    process(5, "1 1 0:50 / / rw - fuse.fuse-overlayfs fuse-overlayfs rw\n", "/", upper);
    try (FakeEngine fake = engine(5, lower, upper)) {
      Engine podman = Engine.at(Engine.Kind.PODMAN, fake.socket());
      assertThat(Containers.named(machine(podman), "web").root())
          .isInstanceOf(ContainerRoot.OfProcess.class);
    }
  }

  @Test
  void engineOnAnotherMachineCountsOtherProcesses() throws Exception {
    process(5, OWN_ROOT, "/", directory);
    Path elsewhere = directory.resolve("not/here");
    try (FakeEngine fake = engine(5, elsewhere, elsewhere)) {
      Machine machine = machine(Engine.at(Engine.Kind.DOCKER, fake.socket()));
      Containers.Running running = Containers.running(machine, Progress.SILENT);
      assertThat(running.containers()).isEmpty();
      assertThat(running.problems())
          .singleElement()
          .satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("web");
            assertThat(problem.what()).contains("not on this machine");
          });
      assertThatThrownBy(() -> Containers.named(machine, "web"))
          .isInstanceOf(BreakwaterException.class)
          .hasMessageStartingWith("cannot open container web: it runs, but its processes");
    }
  }

  @Test
  void stoppedContainerThatCannotBeSeenIsNotCalledMissing() throws Exception {
    Path elsewhere = directory.resolve("not/here");
    try (FakeEngine fake = engine(0, elsewhere, elsewhere)) {
      Machine machine = machine(Engine.at(Engine.Kind.DOCKER, fake.socket()));
      assertThatThrownBy(() -> Containers.named(machine, "web"))
          .hasMessageStartingWith("cannot open container web: it does not run, and its files");
    }
  }

  @Test
  void whatCouldNotBeLookedAtIsSaidBesideWhatWasNotFound() {
    Machine blind = new Machine(directory.resolve("gone"), List.of(), List.of(), List.of());
    assertThatThrownBy(() -> Containers.named(blind, "web"))
        .hasMessageStartingWith("there is no container web in Docker")
        .hasMessageContaining("tried to list processes");
  }
}
