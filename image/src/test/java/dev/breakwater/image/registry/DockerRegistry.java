package dev.breakwater.image.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Debian's docker-registry on loopback, for as long as a test runs. */
public final class DockerRegistry implements AutoCloseable {
  private final Process process;
  private final int port;

  private DockerRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** A registry for everybody, without TLS. */
  public static DockerRegistry plain(Path directory) throws Exception {
    return start(directory, "", "");
  }

  /**
   * A registry with TLS.
   *
   * @param auth the {@code auth} part of its configuration
   */
  static DockerRegistry secure(Path directory, TestAuthority authority, String auth)
      throws Exception {
    String tls =
        "  tls:\n    certificate: "
            + authority.certificate()
            + "\n    key: "
            + authority.key()
            + "\n";
    return start(directory, tls, auth);
  }

  private static DockerRegistry start(Path directory, String tls, String auth) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path config = directory.resolve("registry.yml");
    Path log = directory.resolve("registry.log");
    Files.writeString(
        config,
        "version: 0.1\nlog:\n  level: error\nstorage:\n  filesystem:\n    rootdirectory: "
            + directory.resolve("registry")
            + "\nhttp:\n  addr: 127.0.0.1:"
            + port
            + "\n"
            + tls
            + auth);
    Process process = Programs.start(directory, log, "docker-registry", "serve", config.toString());
    for (int i = 0; i < 300 && process.isAlive(); i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return new DockerRegistry(process, socket.getPort());
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    process.destroyForcibly();
    throw new AssertionError("docker-registry did not start: " + Files.readString(log));
  }

  public String host() {
    return "localhost:" + port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(Duration.ofSeconds(10))) {
      process.destroyForcibly();
    }
  }
}
