package dev.breakwater.image.container;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.Problem;
import dev.breakwater.core.Progress;
import dev.breakwater.image.container.RunningContainer.Origin;
import dev.breakwater.image.containerd.ContainerdStore;
import dev.breakwater.image.engine.Engine;
import dev.breakwater.image.engine.LocalContainer;
import dev.breakwater.image.engine.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the containers of a machine: first in the engines, which know their names and images; then
 * in containerd and in the state of runtimes; and last in {@code /proc}, where every process whose
 * root is another file system than this machine's shows, whoever started it. A container known in
 * several places is listed once, with what the first of them says.
 */
public final class Containers {
  private static final int ID_LENGTH = 64;

  /** An engine describes a container in milliseconds, and a machine runs a few hundred. */
  private static final long MOST_NANOS = 120_000_000_000L;

  private final Machine machine;

  /** What is mounted as the root of this machine; empty where that cannot be told. */
  private final String ours;

  private final Map<String, RunningContainer> found = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<Path> storage = new TreeSet<>();

  /** Root file systems that belong to a container found already. */
  private final Set<String> roots = new HashSet<>();

  private Containers(Machine machine) {
    this.machine = machine;
    this.ours = rootOfThisMachine(machine);
  }

  /**
   * What runs on a machine.
   *
   * @param containers sorted by name, then by id
   * @param problems engines and containers that could not be asked; the rest is complete
   * @param storage directories in which containers and their images are kept, sorted
   */
  public record Running(
      List<RunningContainer> containers, List<Problem> problems, List<Path> storage) {
    public Running {
      containers = List.copyOf(containers);
      problems = List.copyOf(problems);
      storage = List.copyOf(storage);
    }
  }

  /** Finds all containers that run. What cannot be asked is a problem, and costs a bounded time. */
  public static Running running(Machine machine, Progress progress) {
    return new Containers(machine).search(progress);
  }

  /**
   * Finds one container, running or not.
   *
   * @param wanted its name, its id or, for an engine, the id's beginning
   * @throws BreakwaterException saying where it was looked for, and what could not be asked
   */
  public static RunningContainer named(Machine machine, String wanted) throws BreakwaterException {
    return new Containers(machine).find(wanted);
  }

  private Running search(Progress progress) {
    for (Engine engine : machine.engines()) {
      if (engine.isThere()) {
        progress.at("asking " + engine.kind().label() + " for its containers", 0, 0);
        ask(engine);
      }
    }
    progress.at("looking for containers", 0, 0);
    List<RuntimeState> states = states();
    for (ContainerdStore store : machine.stores()) {
      if (store.isThere()) {
        storage.add(store.root());
        search(store, states);
      }
    }
    for (RuntimeState state : states) {
      if (state.process() != null && !found.containsKey(state.id())) {
        try {
          keep(of(state));
        } catch (IOException e) {
          problems.add(problem(state.id(), e));
        }
      }
    }
    searchProcesses();
    List<RunningContainer> containers = new ArrayList<>(found.values());
    containers.sort(
        Comparator.comparing(RunningContainer::name).thenComparing(RunningContainer::id));
    for (RunningContainer container : containers) {
      addStorage(container.root());
    }
    problems.sort(null);
    return new Running(containers, problems, List.copyOf(storage));
  }

  private static Problem problem(String where, IOException e) {
    String message = e.getMessage();
    return new Problem(where, message == null ? e.getClass().getSimpleName() : message);
  }

  private void ask(Engine engine) {
    try {
      Path root = engine.storage();
      if (root != null) {
        storage.add(root);
      }
      long start = System.nanoTime();
      List<String> ids = engine.running();
      for (String id : ids) {
        if (System.nanoTime() - start > MOST_NANOS) {
          throw new IOException(
              "it takes too long to describe its "
                  + ids.size()
                  + " containers; not all were asked for");
        }
        try {
          keep(engine, engine.container(id));
        } catch (NotFoundException ended) {
          // It ended meanwhile.
        }
      }
    } catch (IOException e) {
      // The next question would wait as long as this one; its containers show in /proc.
      problems.add(problem(engine.kind().prefix(), e));
    }
  }

  private void keep(Engine engine, LocalContainer container) {
    try {
      keep(of(engine, container));
    } catch (IOException e) {
      problems.add(problem(container.name(), e));
    }
  }

  private void keep(RunningContainer container) {
    RunningProcess process = container.process();
    if (process != null && found.putIfAbsent(container.id(), container) == null) {
      try {
        RootMount root = RootMount.of(process.mounts());
        if (root != null) {
          roots.add(root.fileSystem());
        }
      } catch (IOException ended) {
        // Its root is nobody's any more.
      }
    }
  }

  private void addStorage(ContainerRoot root) {
    switch (root) {
      case ContainerRoot.Overlay overlay -> {
        storage.addAll(overlay.lower());
        storage.add(overlay.upper());
      }
      case ContainerRoot.Directory directory -> storage.add(directory.path());
      case ContainerRoot.OfProcess process -> {
        // It is mounted, or it is another container's.
      }
    }
  }

  private List<RuntimeState> states() {
    List<RuntimeState> states = new ArrayList<>();
    for (Path root : machine.runtimes()) {
      for (RuntimeState state : RuntimeState.in(root, machine.proc())) {
        states.add(state);
        if (state.rootfs() != null) {
          storage.add(state.rootfs());
        }
      }
    }
    return states;
  }

  private void search(ContainerdStore store, List<RuntimeState> states) {
    try {
      Map<String, RuntimeState> byId = new HashMap<>();
      for (RuntimeState state : states) {
        byId.put(state.group() + "/" + state.id(), state);
      }
      for (ContainerdStore.Entry entry : store.containers()) {
        RuntimeState state = byId.get(entry.namespace() + "/" + entry.id());
        if (state != null && state.process() != null) {
          keep(of(store, entry, state));
        }
      }
    } catch (IOException e) {
      problems.add(problem("containerd", e));
    }
  }

  private RunningContainer of(Engine engine, LocalContainer container) throws IOException {
    RunningProcess process = process(container);
    ContainerRoot.Overlay overlay = overlay(container);
    ContainerRoot root =
        overlay != null && (process == null || isRootOf(process, overlay)) ? overlay : null;
    if (root == null && process == null && container.pid() > 0) {
      throw new IOException(
          "it runs, but its processes may not be looked at, or are not on this machine; run as root"
              + " where "
              + engine.kind().label()
              + " runs");
    }
    return new RunningContainer(
        container.id(),
        container.name().isEmpty() ? container.id() : container.name(),
        engine.kind().prefix(),
        container.image().isEmpty() ? null : container.image(),
        process,
        root != null ? root : root(process, null),
        new Origin.InEngine(engine, container.imageId()));
  }

  /** The container's first process; null where it has ended, or is not of this machine. */
  private @Nullable RunningProcess process(LocalContainer container) {
    if (container.pid() == 0) {
      return null;
    }
    try {
      RunningProcess process = RunningProcess.of(machine.proc(), container.pid());
      RootMount root = RootMount.of(process.mounts());
      // An engine in a virtual machine counts other processes: the one with this number here is
      // not the container's, and the machine's own files are not its either.
      return root != null && root.fileSystem().equals(ours) ? null : process;
    } catch (IOException elsewhere) {
      return null;
    }
  }

  /** The directories that the engine names, where they can be seen from here. */
  private static ContainerRoot.@Nullable Overlay overlay(LocalContainer container) {
    String upper = container.upper();
    if (upper == null || !isDirectory(upper)) {
      return null;
    }
    List<Path> lower = new ArrayList<>();
    for (String directory : container.lower()) {
      if (!isDirectory(directory)) {
        return null;
      }
      lower.add(Path.of(directory));
    }
    return new ContainerRoot.Overlay(lower, Path.of(upper));
  }

  private static boolean isDirectory(String path) {
    return path.startsWith("/") && path.indexOf('\0') < 0 && Files.isDirectory(Path.of(path));
  }

  private static RunningContainer of(
      ContainerdStore store, ContainerdStore.Entry entry, RuntimeState state) throws IOException {
    String name = entry.name();
    String image = entry.image();
    return new RunningContainer(
        entry.id(),
        name == null ? entry.id() : name,
        "containerd",
        image,
        state.process(),
        root(state.process(), state.rootfs()),
        image == null ? null : new Origin.InContainerd(store, entry.namespace(), image));
  }

  private static RunningContainer of(RuntimeState state) throws IOException {
    return new RunningContainer(
        state.id(),
        state.id(),
        state.runtime(),
        null,
        state.process(),
        root(state.process(), state.rootfs()),
        null);
  }

  /**
   * Whether overlayfs makes a process's root of these directories. Where an engine runs inside a
   * container, the mount names directories as that container sees them, and other directories may
   * have these names here: the snapshots of two containerds are numbered alike. So the root must be
   * the same inode as the upper directory, which it is where all directories lie on one file
   * system. And fuse-overlayfs notes what is removed in a way of its own.
   */
  private static boolean isRootOf(RunningProcess process, ContainerRoot.Overlay overlay)
      throws IOException {
    RootMount mount = RootMount.of(process.mounts());
    return mount != null
        && mount.isOverlay()
        && Files.getAttribute(process.root(), "unix:ino")
            .equals(Files.getAttribute(overlay.upper(), "unix:ino"));
  }

  private static ContainerRoot root(@Nullable RunningProcess process, @Nullable Path rootfs)
      throws IOException {
    if (process != null) {
      RootMount mount = RootMount.of(process.mounts());
      ContainerRoot.Overlay overlay = mount == null ? null : mount.overlay();
      return overlay != null && isRootOf(process, overlay)
          ? overlay
          : new ContainerRoot.OfProcess(process);
    }
    if (rootfs != null && Files.isDirectory(rootfs)) {
      return new ContainerRoot.Directory(rootfs);
    }
    throw new IOException(
        "it does not run, and its files cannot be seen without its runtime; start it, or export it"
            + " and scan the directory");
  }

  /** Processes whose root is nobody's yet. */
  private void searchProcesses() {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(machine.proc())) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (name.length() < 10 && Character.isDigit(name.charAt(0))) {
          pids.add(Long.parseLong(name));
        }
      }
    } catch (IOException | DirectoryIteratorException | NumberFormatException e) {
      problems.add(new Problem(machine.proc().toString(), "tried to list processes: " + e));
    }
    // The first process of a container has the lowest number, as a rule.
    pids.sort(null);
    int denied = 0;
    for (long pid : pids) {
      try {
        RunningProcess process = RunningProcess.of(machine.proc(), pid);
        RootMount root = RootMount.of(process.mounts());
        if (root != null
            && !root.fileSystem().equals(ours)
            && !process.isOfTheKernel()
            && roots.add(root.fileSystem())) {
          RunningContainer container = of(process);
          found.putIfAbsent(container.id(), container);
        }
      } catch (AccessDeniedException notOurs) {
        denied++;
      } catch (IOException ended) {
        // As if it had not been there.
      }
    }
    if (denied > 0) {
      problems.add(
          new Problem(
              machine.proc().toString(),
              denied
                  + " processes may not be looked at, so containers may be missing; run as root"));
    }
  }

  private static String rootOfThisMachine(Machine machine) {
    try {
      RootMount root =
          RootMount.of(
              Files.readString(
                  machine.proc().resolve("self").resolve("mountinfo"),
                  StandardCharsets.ISO_8859_1));
      return root == null ? "" : root.fileSystem();
    } catch (IOException notLinux) {
      return "";
    }
  }

  private static RunningContainer of(RunningProcess process) throws IOException {
    String id = idInControlGroup(process);
    String name = id == null ? "pid-" + process.pid() : id;
    return new RunningContainer(name, name, "process", null, process, root(process, null), null);
  }

  /**
   * The id that engines put into the name of a control group: {@code docker-ID.scope}, {@code
   * cri-containerd-ID.scope}, {@code libpod-ID.scope}, {@code /docker/ID}; null where there is
   * none. The group of a container inside another lies below that one's, so the last counts.
   */
  private static @Nullable String idInControlGroup(RunningProcess process) {
    try {
      String groups =
          Files.readString(process.directory().resolve("cgroup"), StandardCharsets.ISO_8859_1);
      int run = 0;
      String last = null;
      for (int i = 0; i <= groups.length(); i++) {
        if (i < groups.length() && "0123456789abcdef".indexOf(groups.charAt(i)) >= 0) {
          run++;
        } else {
          if (run == ID_LENGTH) {
            last = groups.substring(i - ID_LENGTH, i);
          }
          run = 0;
        }
      }
      return last;
    } catch (IOException ended) {
      return null;
    }
  }

  private RunningContainer find(String wanted) throws BreakwaterException {
    List<String> complaints = new ArrayList<>();
    try {
      for (Engine engine : machine.engines()) {
        LocalContainer known = ask(engine, wanted, complaints);
        if (known != null) {
          return of(engine, known);
        }
      }
      RunningContainer container = findBelowEngines(wanted, complaints);
      if (container != null) {
        return container;
      }
    } catch (IOException e) {
      throw new BreakwaterException("cannot open container " + wanted + ": " + e.getMessage(), e);
    }
    throw new BreakwaterException(
        "there is no container "
            + wanted
            + " in Docker, Podman, containerd or runc, nor a process of one"
            + (complaints.isEmpty() ? "" : "; " + String.join("; ", complaints)));
  }

  private static @Nullable LocalContainer ask(
      Engine engine, String wanted, List<String> complaints) {
    try {
      return engine.isThere() ? engine.container(wanted) : null;
    } catch (NotFoundException elsewhere) {
      return null; // one of the others has it
    } catch (IOException e) {
      complaints.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private @Nullable RunningContainer findBelowEngines(String wanted, List<String> complaints)
      throws IOException {
    List<RuntimeState> states = states();
    for (ContainerdStore store : machine.stores()) {
      if (store.isThere()) {
        try {
          for (ContainerdStore.Entry entry : store.containers()) {
            if (entry.id().equals(wanted) || wanted.equals(entry.name())) {
              for (RuntimeState state : states) {
                if (state.id().equals(entry.id()) && state.group().equals(entry.namespace())) {
                  return of(store, entry, state);
                }
              }
            }
          }
        } catch (IOException e) {
          complaints.add("containerd: " + e.getMessage());
        }
      }
    }
    for (RuntimeState state : states) {
      if (state.id().equals(wanted)) {
        return of(state);
      }
    }
    searchProcesses();
    for (RunningContainer container : found.values()) {
      if (container.id().equals(wanted)
          || (wanted.length() >= 12 && container.id().startsWith(wanted))) {
        return container;
      }
    }
    for (Problem problem : problems) {
      complaints.add(problem.where() + ": " + problem.what());
    }
    return null;
  }
}
