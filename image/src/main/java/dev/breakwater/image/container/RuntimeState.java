package dev.breakwater.image.container;

import dev.breakwater.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runc or crun keeps of a container.
 *
 * @param id as given to the runtime
 * @param group the directory it is in: containerd has one for each name space
 * @param runtime {@code runc} or {@code crun}
 * @param process null where it does not run
 * @param rootfs its root as seen from outside; null where it is not said
 */
record RuntimeState(
    String id,
    String group,
    String runtime,
    @Nullable RunningProcess process,
    @Nullable Path rootfs) {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_CONTAINERS = 10_000;

  /**
   * Reads all that a runtime keeps in a directory or in directories right below it.
   *
   * @param root of the runtime's {@code --root} option
   */
  static List<RuntimeState> in(Path root, Path proc) {
    List<RuntimeState> states = new ArrayList<>();
    for (Path directory : directories(root)) {
      RuntimeState state = of(directory, proc);
      if (state != null) {
        states.add(state);
        continue;
      }
      for (Path below : directories(directory)) {
        RuntimeState grouped = of(below, proc);
        if (grouped != null) {
          states.add(grouped);
        }
      }
    }
    return states;
  }

  private static List<Path> directories(Path parent) {
    List<Path> directories = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
      for (Path entry : entries) {
        if (directories.size() < MAX_CONTAINERS) {
          directories.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException none) {
      return List.of(); // no directory, vanished, or not ours to read
    }
    directories.sort(null);
    return directories;
  }

  private static @Nullable RuntimeState of(Path directory, Path proc) {
    try {
      Path state = directory.resolve("state.json");
      if (Files.isRegularFile(state)) {
        Json json = read(state);
        return state(
            directory,
            "runc",
            json.get("init_process_pid").number(0),
            json.get("init_process_start").number(-1),
            json.get("config").text("rootfs"),
            proc);
      }
      Path status = directory.resolve("status");
      if (Files.isRegularFile(status)) {
        Json json = read(status);
        return state(
            directory,
            "crun",
            json.get("pid").number(0),
            json.get("process-start-time").number(-1),
            json.text("rootfs"),
            proc);
      }
    } catch (IOException unreadable) {
      // Its processes are found in /proc all the same.
    }
    return null;
  }

  private static Json read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Json.parse(in, MAX_BYTES);
    }
  }

  private static RuntimeState state(
      Path directory, String runtime, long pid, long started, @Nullable String rootfs, Path proc) {
    RunningProcess process = null;
    try {
      RunningProcess found = pid > 0 ? RunningProcess.of(proc, pid) : null;
      process = found != null && found.started() == started ? found : null;
    } catch (IOException ended) {
      // It does not run.
    }
    boolean absolute = rootfs != null && rootfs.startsWith("/") && rootfs.indexOf('\0') < 0;
    Path parent = directory.getParent();
    return new RuntimeState(
        String.valueOf(directory.getFileName()),
        parent == null ? "" : String.valueOf(parent.getFileName()),
        runtime,
        process,
        absolute ? Path.of(rootfs) : null);
  }
}
