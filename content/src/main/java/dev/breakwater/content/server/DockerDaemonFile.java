package dev.breakwater.content.server;

import dev.breakwater.content.clue.Clues;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.Complaints;
import java.io.IOException;

/**
 * Docker's daemon.
 *
 * @see <a href="https://docs.docker.com/engine/security/protect-access/">Protect the Docker daemon
 *     socket</a>
 */
final class DockerDaemonFile implements ServerFile {
  static final String RULE = "docker-without-tls";

  @Override
  public boolean is(FileEntry file) {
    return file.path().endsWith("docker/daemon.json");
  }

  @Override
  public void read(String text, Clues.Collector clues) throws IOException {
    Json settings = Json.parse(text);
    if (settings.get("tlsverify").isTrue()) {
      return;
    }
    for (String host : settings.texts("hosts")) {
      if (host.startsWith("tcp://") && !Address.isLoopback(Address.ofUrl(host))) {
        clues.add(
            RULE,
            lineOf(text, host),
            null,
            "it listens on " + Complaints.quote(host) + " and does not verify who calls");
      }
    }
  }

  private static int lineOf(String text, String value) {
    int at = text.indexOf(value);
    int line = at < 0 ? 0 : 1;
    for (int i = 0; i < at; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }
}
