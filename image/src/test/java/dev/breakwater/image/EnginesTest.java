package dev.breakwater.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Progress;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.container.ContainerRoot;
import dev.breakwater.image.container.Containers;
import dev.breakwater.image.container.Machine;
import dev.breakwater.image.container.RunningContainer;
import dev.breakwater.image.containerd.ContainerdStore;
import dev.breakwater.image.engine.Engine;
import dev.breakwater.image.registry.RegistryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Docker, Podman, containerd and runc as Debian has them, with images and containers in them. */
class EnginesTest {
  private static final String NAME = "example.org/team/app:1";

  @TempDir(cleanup = CleanupMode.NEVER)
  private static Path directory;

  private static Daemon docker;
  private static Daemon podman;
  private static Daemon containerd;
  private static Path archive;
  private static Path runcState;
  private static Map<String, String> wanted;

  @BeforeAll
  static void start() throws Exception {
    docker = Daemon.docker(directory.resolve("d"));
    podman = Daemon.podman(directory.resolve("p"));
    containerd = Daemon.containerd(directory.resolve("c"));

    ImageBuilder builder =
        new ImageBuilder()
            .layer(
                program(new ImageBuilder.Layer())
                    .file("etc/os-release", "ID=debian\n")
                    .directory("etc/gone")
                    .file("etc/gone/one", "1")
                    .directory("opt/opaque")
                    .file("opt/opaque/below", "below")
                    .file("opt/é", "not ASCII")
                    .directory("usr/share/real")
                    .symlink("opt/link", "../usr/share/real"))
            .layer(
                new ImageBuilder.Layer()
                    .whiteout("etc/gone")
                    .file("usr/share/real/through", "a link")
                    .file("opt/first", "twice")
                    .hardLink("opt/second", "opt/first"))
            .tag("1");
    archive = builder.writeDockerArchive(directory.resolve("docker.tar"));
    Path oci = builder.writeOciArchive(directory.resolve("oci.tar"));
    RecordingDetector recording = new RecordingDetector();
    wanted = files(new ImageSource.DockerArchive(archive), null, recording);
    assertThat(wanted)
        .containsKeys("opt/second", "usr/share/real/through")
        .doesNotContainKey("etc/gone/one");

    docker.await("docker", "--host=unix://" + docker.socket(), "version");
    docker("load", "--input", archive.toString());
    podman.await("podman", "--url=unix://" + podman.socket(), "version");
    podman("load", "--input", archive.toString());
    Programs.run(
        directory, "podman", "--url=unix://" + podman.socket(), "tag", "example.org/image:1", NAME);
    docker("tag", "example.org/image:1", NAME);
    containerd.await("ctr", "--address=" + containerd.socket(), "version");
    ctr(
        "--namespace=elsewhere",
        "image",
        "import",
        "--base-name",
        "example.org/team/app",
        oci.toString());
    ctr(
        "--namespace=default",
        "image",
        "import",
        "--base-name",
        "example.org/other/app",
        oci.toString());
    runcState = Files.createDirectory(directory.resolve("runc"));
  }

  /** Something that a container can run, with the libraries that it needs. */
  private static ImageBuilder.Layer program(ImageBuilder.Layer layer) throws Exception {
    layer.file("bin/sleep", Files.readAllBytes(Path.of("/bin/sleep")), 0755);
    for (String word : Programs.run(directory, "ldd", "/bin/sleep").split("\\s+")) {
      if (word.startsWith("/")) {
        layer.file(word.substring(1), Files.readAllBytes(Path.of(word)), 0755);
      }
    }
    return layer;
  }

  @AfterAll
  static void stop() throws Exception {
    try (Daemon first = docker;
        Daemon second = podman;
        Daemon third = containerd) {
      for (String id : docker("ps", "--all", "--quiet").lines().toList()) {
        docker("rm", "--force", id);
      }
      podman("rm", "--all", "--force", "--time=0");
    } finally {
      // Podman leaves its directory mounted upon itself.
      for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
        String mountPoint = line.split(" ")[4];
        if (mountPoint.startsWith(directory.toString())) {
          Programs.run(Path.of("/"), "umount", "--lazy", mountPoint);
        }
      }
      Programs.run(Path.of("/"), "rm", "-rf", "--one-file-system", directory.toString());
    }
  }

  private static String docker(String... words) throws Exception {
    return run(List.of("docker", "--host=unix://" + docker.socket()), words);
  }

  private static String podman(String... words) throws Exception {
    return run(List.of("podman", "--url=unix://" + podman.socket()), words);
  }

  private static String ctr(String... words) throws Exception {
    return run(List.of("ctr", "--address=" + containerd.socket()), words);
  }

  private static String run(List<String> program, String... words) throws Exception {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(words));
    return Programs.run(directory, command.toArray(String[]::new)).strip();
  }

  private static Engine dockerEngine() {
    return Engine.at(Engine.Kind.DOCKER, docker.socket());
  }

  private static Engine podmanEngine() {
    return Engine.at(Engine.Kind.PODMAN, podman.socket());
  }

  private static ContainerdStore store(String namespace) {
    return new ContainerdStore(directory.resolve("c/root"), namespace);
  }

  private static Machine machine() {
    return new Machine(
        Path.of("/proc"),
        List.of(dockerEngine(), podmanEngine()),
        List.of(store("default")),
        List.of(runcState, Path.of("/run/containerd/runc")));
  }

  private static Image open(ImageSource source, Path cache) throws BreakwaterException {
    return Images.open(
        source,
        new ImageOptions(null, new RegistryOptions(Set.of(), null, null), cache),
        Progress.SILENT);
  }

  private static Map<String, String> files(
      ImageSource source, Path cache, RecordingDetector recording) throws BreakwaterException {
    try (Image image = open(source, cache)) {
      ImageFacts facts = image.examine(List.of(recording), Progress.SILENT);
      assertThat(facts.problems()).isEmpty();
      return RecordingDetector.of(facts, recording);
    }
  }

  @Test
  void sameFilesThroughTheEnginesAsThroughTheArchive() throws Exception {
    for (ImageSource source :
        List.of(
            new ImageSource.InEngine(dockerEngine(), NAME),
            new ImageSource.InEngine(podmanEngine(), NAME),
            new ImageSource.InContainerd(store("elsewhere"), NAME))) {
      Path cache = directory.resolve("cache-" + source.hashCode());
      RecordingDetector first = new RecordingDetector();
      assertThat(files(source, cache, first)).as("%s", source).isEqualTo(wanted);
      assertThat(first.examined).as("%s", source).hasPositiveValue();
      RecordingDetector second = new RecordingDetector();
      assertThat(files(source, cache, second)).as("%s from the cache", source).isEqualTo(wanted);
      assertThat(second.examined).as("%s from the cache", source).hasValue(0);
    }
  }

  @Test
  void engineUsesWhatAnotherDoorHasPutIntoTheCache() throws Exception {
    Path cache = directory.resolve("cache-shared");
    files(new ImageSource.DockerArchive(archive), cache, new RecordingDetector());
    RecordingDetector second = new RecordingDetector();
    assertThat(files(new ImageSource.InEngine(dockerEngine(), NAME), cache, second))
        .isEqualTo(wanted);
    assertThat(second.examined).hasValue(0);
  }

  @Test
  void engineSaysWhatTheImageIs() throws Exception {
    try (Image image = open(new ImageSource.InEngine(dockerEngine(), NAME), null);
        Image archived = open(new ImageSource.DockerArchive(archive), null)) {
      assertThat(image.subject().kind()).isEqualTo("docker");
      assertThat(image.subject().name()).isEqualTo(NAME);
      assertThat(image.subject().platform()).isEqualTo("linux/amd64");
      assertThat(image.subject().layers()).isEqualTo(archived.subject().layers());
    }
  }

  @Test
  void sameSettingsThroughTheEnginesAsThroughTheArchive() throws Exception {
    ImageBuilder builder = RichImage.builder();
    Path saved = builder.writeDockerArchive(directory.resolve("rich.tar"));
    Path oci = builder.writeOciArchive(directory.resolve("rich-oci.tar"));
    docker("load", "--input", saved.toString());
    podman("load", "--input", saved.toString());
    ctr("--namespace=elsewhere", "image", "import", "--base-name", "example.org/rich", oci.toString());
    Map<String, Json> wanted = RichImage.members();
    String name = "example.org/image:1";

    for (String tool : List.of("docker", "podman")) {
      Engine engine = tool.equals("docker") ? dockerEngine() : podmanEngine();
      Map<String, Json> expected = new TreeMap<>(wanted);
      if (tool.equals("podman")) {
        expected.keySet().removeAll(List.of("OnBuild", "Shell")); // it does not tell them
      }
      try (Image image = open(new ImageSource.InEngine(engine, name), null)) {
        assertThat(RichImage.members(image.settings().configuration()))
            .as(tool)
            .isEqualTo(expected);
        assertThat(image.settings().annotations()).as(tool).isEmpty();
        assertThat(image.subject().layers())
            .as(tool)
            .extracting(layer -> layer.createdBy())
            .containsExactly("ADD app", "RUN true # buildkit");
      }
    }
    try (Image image = open(new ImageSource.InContainerd(store("elsewhere"), "example.org/rich:1"), null)) {
      assertThat(RichImage.members(image.settings().configuration())).isEqualTo(wanted);
      assertThat(image.settings().annotations()).isEqualTo(RichImage.ANNOTATIONS);
    }
    docker("create", "--name", "rich", name);
    try (Image image = open(new ImageSource.Container(machine(), "rich"), null)) {
      assertThat(RichImage.members(image.settings().configuration())).isEqualTo(wanted);
    }
    try (Image image = open(new ImageSource.InEngine(podmanEngine(), NAME), null)) {
      assertThat(image.settings().configuration())
          .isInstanceOf(Json.Struct.class)
          .satisfies(document -> assertThat(document.get("config").members()).isEmpty());
    }
  }

  @Test
  void imageThatIsNotThereIsSaidSo() {
    assertThatThrownBy(() -> open(new ImageSource.InEngine(dockerEngine(), "no/such:1"), null))
        .isInstanceOf(BreakwaterException.class)
        .hasMessage("cannot open docker:no/such:1: Docker has no image no/such:1");
    assertThatThrownBy(() -> open(new ImageSource.InEngine(podmanEngine(), "no/such:1"), null))
        .hasMessage("cannot open podman:no/such:1: Podman has no image no/such:1");
    assertThatThrownBy(() -> open(new ImageSource.InContainerd(store("default"), NAME), null))
        .hasMessage(
            "cannot open containerd:"
                + NAME
                + ": containerd has no such image in the name space default; it has it in"
                + " elsewhere, so set CONTAINERD_NAMESPACE=elsewhere");
  }

  @Test
  void containerdIsReadByDigestAndWhileItIsWrittenTo() throws Exception {
    String digest =
        ctr("--namespace=elsewhere", "image", "ls", "name==" + NAME)
            .replaceAll("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
    assertThat(
            files(
                new ImageSource.InContainerd(store("default"), digest),
                null,
                new RecordingDetector()))
        .isEqualTo(wanted);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int i = 0; i < 20; i++) {
                  ctr("--namespace=elsewhere", "image", "label", NAME, "n=" + i);
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    int read = 0;
    while (writer.isAlive()) {
      assertThat(store("elsewhere").image(NAME).digest()).hasToString(digest);
      read++;
    }
    assertThat(read).isPositive();
  }

  private static String runInDocker(String name) throws Exception {
    return docker("run", "--detach", "--network=none", "--name", name, NAME, "/bin/sleep", "1000");
  }

  private static Path rootOf(RunningContainer container) {
    return container.process().root();
  }

  /** What a container has changed as it shows to its own processes. */
  private static void change(Path root) throws IOException {
    Files.writeString(root.resolve("etc/os-release"), "ID=changed\n");
    Files.writeString(root.resolve("opt/new"), "new");
    Files.delete(root.resolve("opt/second"));
    Files.delete(root.resolve("opt/opaque/below"));
    Files.delete(root.resolve("opt/opaque"));
    Files.createDirectory(root.resolve("opt/opaque"));
    Files.writeString(root.resolve("opt/opaque/above"), "above");
    Files.delete(root.resolve("opt/link"));
    Files.createDirectory(root.resolve("opt/link"));
    Files.writeString(root.resolve("opt/link/inside"), "no link any more");
  }

  /** What a process in the container sees, apart from what is mounted there. */
  private static Map<String, String> seen(RunningContainer container) throws IOException {
    Map<String, String> seen = new TreeMap<>();
    MountTable mounts = MountTable.parse(container.process().mounts());
    see(rootOf(container), "", mounts, seen);
    return seen;
  }

  private static void see(Path at, String path, MountTable mounts, Map<String, String> seen)
      throws IOException {
    if (!path.isEmpty() && mounts.isMountPoint(path)) {
      return;
    }
    if (path.isEmpty() || Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> entries = Files.list(at)) {
        for (Path entry : entries.toList()) {
          see(entry, path + "/" + entry.getFileName(), mounts, seen);
        }
      }
    } else if (Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
      seen.put(path.substring(1), String.valueOf(Files.size(at)));
    }
  }

  private static void assertSame(Map<String, String> recorded, Map<String, String> sizes) {
    Map<String, String> found = new TreeMap<>();
    recorded.forEach((path, fact) -> {
      // Docker's own mount points, which are mounted over in the container.
      if (!List.of(
              "dev/console",
              "etc/hosts",
              "etc/hostname",
              "etc/resolv.conf",
              ".dockerenv",
              "run/.containerenv")
          .contains(path)) {
        found.put(path, fact.substring(fact.indexOf(' ') + 1));
      }
    });
    Map<String, String> wantedSizes = new TreeMap<>(sizes);
    wantedSizes.remove(".dockerenv");
    assertThat(found).isEqualTo(wantedSizes);
  }

  @Test
  void containersOfDockerShareTheReadingOfTheirImage() throws Exception {
    for (String name : List.of("one", "two", "three")) {
      runInDocker(name);
    }
    RunningContainer one = Containers.named(machine(), "one");
    assertThat(one.root()).isInstanceOf(ContainerRoot.Overlay.class);
    change(rootOf(one));
    RecordingDetector recording = new RecordingDetector();
    // Docker makes empty files of its own for each container, but none here.
    RecordingDetector shared =
        new RecordingDetector("shared/1", path -> path.startsWith("opt/"), List.of());
    try (Image image = open(new ImageSource.Running(one), null)) {
      ImageFacts facts = image.examine(List.of(recording, shared), Progress.SILENT);
      assertThat(facts.problems()).isEmpty();
      assertSame(RecordingDetector.of(facts, recording), seen(one));
      Map<String, String> before =
          new TreeMap<>(RecordingDetector.of(facts.ofImage().orElseThrow(), recording));
      before.keySet().removeIf(path -> !wanted.containsKey(path));
      assertThat(before).isEqualTo(wanted);
      assertThat(image.subject().layers()).hasSize(2);
      assertThat(image.subject().container().image()).isEqualTo(NAME);
    }
    int afterOne = shared.examined.get();
    assertThat(afterOne).isPositive();
    for (String name : List.of("two", "three")) {
      try (Image image = open(new ImageSource.Container(machine(), name), null)) {
        ImageFacts facts = image.examine(List.of(recording, shared), Progress.SILENT);
        Map<String, String> files = new TreeMap<>(RecordingDetector.of(facts, recording));
        files.keySet().removeIf(path -> !wanted.containsKey(path));
        assertThat(files).isEqualTo(wanted);
      }
    }
    assertThat(shared.examined).as("the image was read once").hasValue(afterOne);
  }

  @Test
  void containersOfEveryRuntimeAreFoundAndRead() throws Exception {
    String dockerId = runInDocker("found");
    podman(
        "run",
        "--detach",
        "--network=none",
        "--ulimit=nofile=100:100",
        "--ulimit=nproc=100:100",
        "--name=pod",
        NAME,
        "/bin/sleep",
        "1000");
    ctr("--namespace=elsewhere", "run", "--detach", NAME, "in-ctr", "/bin/sleep", "1000");
    Path bundle = bundle();
    try {
      runc("run", "--detach", "--bundle", bundle.toString(), "plain");
      Containers.Running running = Containers.running(machine(), Progress.SILENT);
      assertThat(running.problems()).isEmpty();
      Map<String, RunningContainer> byName = new TreeMap<>();
      running.containers().forEach(each -> byName.put(each.name(), each));
      assertThat(byName).containsKeys("found", "pod", "in-ctr", "plain");
      assertThat(byName.get("found").id()).isEqualTo(dockerId);
      assertThat(byName.get("found").runtime()).isEqualTo("docker");
      assertThat(byName.get("pod").runtime()).isEqualTo("podman");
      assertThat(byName.get("pod").image()).isEqualTo(NAME);
      assertThat(byName.get("in-ctr").runtime()).isEqualTo("containerd");
      assertThat(byName.get("in-ctr").image()).isEqualTo(NAME);
      assertThat(byName.get("plain").runtime()).isEqualTo("runc");
      assertThat(byName.get("plain").root()).isInstanceOf(ContainerRoot.OfProcess.class);
      assertThat(running.storage()).contains(directory.resolve("d/data"), bundle.resolve("rootfs"));

      for (String name : List.of("found", "pod", "in-ctr", "plain")) {
        RunningContainer container = byName.get(name);
        if (!name.equals("plain")) {
          change(rootOf(container));
        }
        RecordingDetector recording = new RecordingDetector();
        try (Image image = open(new ImageSource.Running(container), null)) {
          ImageFacts facts = image.examine(List.of(recording), Progress.SILENT);
          assertThat(facts.problems()).as(name).hasSize(name.equals("plain") ? 1 : 0);
          assertSame(RecordingDetector.of(facts, recording), seen(container));
          assertThat(facts.ofImage().isPresent()).as(name).isNotEqualTo(name.equals("plain"));
          assertThat(image.subject().layers()).as(name).hasSize(name.equals("plain") ? 0 : 2);
        }
      }
      // The machine's own files end where a container's root is mounted.
      RecordingDetector host = new RecordingDetector();
      try (Image image =
          HostDirectory.open(directory, List.of(), MountTable.ofThisMachine(), Limits.DEFAULT)) {
        assertThat(
                RecordingDetector.of(image.examine(List.of(host), Progress.SILENT), host).keySet())
            .contains("bundle/rootfs/etc/os-release")
            .noneMatch(path -> path.contains("/merged/"));
      }
      try (Image image =
          HostDirectory.open(
              directory, running.storage(), MountTable.ofThisMachine(), Limits.DEFAULT)) {
        assertThat(
                RecordingDetector.of(image.examine(List.of(host), Progress.SILENT), host).keySet())
            .contains("docker.tar")
            .noneMatch(path -> path.endsWith("etc/os-release"));
      }

      // Without any engine the same containers show by their processes.
      Machine silent = new Machine(Path.of("/proc"), List.of(), List.of(), List.of());
      Containers.Running shown = Containers.running(silent, Progress.SILENT);
      assertThat(shown.containers()).extracting(RunningContainer::id).contains(dockerId);
      assertThat(shown.containers()).hasSizeGreaterThanOrEqualTo(4);
      RunningContainer byProcess = Containers.named(silent, dockerId.substring(0, 12));
      RecordingDetector recording = new RecordingDetector();
      try (Image image = open(new ImageSource.Running(byProcess), null)) {
        assertSame(
            RecordingDetector.of(image.examine(List.of(recording), Progress.SILENT), recording),
            seen(byProcess));
      }
    } finally {
      runc("delete", "--force", "plain");
      ctr("--namespace=elsewhere", "task", "rm", "--force", "in-ctr");
      ctr("--namespace=elsewhere", "container", "rm", "in-ctr");
    }
  }

  private static String runc(String... words) throws Exception {
    return run(List.of("runc", "--root", runcState.toString()), words);
  }

  private static Path bundle() throws Exception {
    Path bundle = Files.createDirectories(directory.resolve("bundle"));
    Path rootfs = Files.createDirectories(bundle.resolve("rootfs"));
    ImageBuilder.Layer layer =
        program(new ImageBuilder.Layer()).file("etc/os-release", "ID=plain\n");
    Path tar = Files.write(bundle.resolve("root.tar"), layer.bytes());
    Programs.run(rootfs, "tar", "-xf", tar.toString());
    for (String mountPoint : List.of("proc", "dev", "sys")) {
      Files.createDirectory(rootfs.resolve(mountPoint));
    }
    Programs.run(bundle, "runc", "spec");
    Path config = bundle.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"terminal\": true", "\"terminal\": false")
            .replaceFirst("\"args\": \\[[^]]*\\]", "\"args\": [\"/bin/sleep\", \"1000\"]"));
    return bundle;
  }

  @Test
  void stoppedContainerIsReadToo() throws Exception {
    runInDocker("stopped");
    RunningContainer running = Containers.named(machine(), "stopped");
    change(rootOf(running));
    Map<String, String> seen = seen(running);
    docker("kill", "stopped");
    RunningContainer stopped = Containers.named(machine(), "stopped");
    assertThat(stopped.process()).isNull();
    RecordingDetector recording = new RecordingDetector();
    try (Image image = open(new ImageSource.Running(stopped), null)) {
      assertSame(
          RecordingDetector.of(image.examine(List.of(recording), Progress.SILENT), recording),
          seen);
    }
  }

  @Test
  void containerThatIsNotThereIsSaidSo() {
    assertThatThrownBy(() -> Containers.named(machine(), "nobody"))
        .isInstanceOf(BreakwaterException.class)
        .hasMessageStartingWith(
            "there is no container nobody in Docker, Podman, containerd or runc");
  }
}
