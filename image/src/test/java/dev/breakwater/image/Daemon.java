package dev.breakwater.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real engine in a directory of the test's, at a Unix socket in it. A missing program fails the
 * test; an engine that is there but may not run on this machine is said aloud.
 */
public final class Daemon implements AutoCloseable {
  private final Process process;
  private final Path socket;
  private final Path log;

  private Daemon(Process process, Path socket, Path log) {
    this.process = process;
    this.socket = socket;
    this.log = log;
  }

  static Daemon start(Path socket, String... command) throws IOException {
    Path log = socket.resolveSibling("log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new Daemon(process, socket, log);
    } catch (IOException e) {
      throw new AssertionError(
          "this test needs the program " + command[0] + "; ./verify installs what tests need", e);
    }
  }

  public static Daemon docker(Path directory) throws IOException {
    Path socket = Files.createDirectories(directory).resolve("s");
    return start(
        socket,
        "dockerd",
        "--host=unix://" + socket,
        "--data-root=" + directory.resolve("data"),
        "--exec-root=" + directory.resolve("exec"),
        "--pidfile=" + directory.resolve("pid"),
        "--storage-driver=overlay2",
        "--iptables=false",
        "--ip6tables=false",
        "--bridge=none");
  }

  public static Daemon podman(Path directory) throws IOException {
    Path socket = Files.createDirectories(directory).resolve("s");
    return start(
        socket,
        "podman",
        "--root=" + directory.resolve("root"),
        "--runroot=" + directory.resolve("run"),
        "--storage-driver=overlay",
        "--cgroup-manager=cgroupfs",
        "--events-backend=file",
        "system",
        "service",
        "--time=0",
        "unix://" + socket);
  }

  public static Daemon containerd(Path directory) throws IOException {
    Path socket = Files.createDirectories(directory).resolve("s");
    Path config =
        Files.writeString(
            directory.resolve("config.toml"),
            """
            version = 2
            root = "%s"
            state = "%s"
            disabled_plugins = ["io.containerd.grpc.v1.cri"]
            [grpc]
              address = "%s"
            """
                .formatted(directory.resolve("root"), directory.resolve("state"), socket));
    return start(socket, "containerd", "--config", config.toString());
  }

  public Path socket() {
    return socket;
  }

  /** Waits until it answers; where it cannot run on this machine, says so and gives up the test. */
  public void await(String... question) throws IOException, InterruptedException {
    for (int i = 0; i < 300 && process.isAlive(); i++) {
      if (Files.exists(socket)) {
        Process asked =
            new ProcessBuilder(question)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (asked.waitFor(10, TimeUnit.SECONDS) && asked.exitValue() == 0) {
          return;
        }
      }
      Thread.sleep(100);
    }
    String text = Files.readString(log, StandardCharsets.UTF_8);
    String reason =
        "NOT RUN: "
            + process.info().command().orElse("the engine")
            + " does not start on this machine:\n"
            + text.substring(Math.max(0, text.length() - 2000));
    System.err.println(reason);
    Assumptions.abort(reason);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
