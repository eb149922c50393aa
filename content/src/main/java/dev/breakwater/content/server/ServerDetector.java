package dev.breakwater.content.server;

import dev.breakwater.content.clue.ClueDetector;
import dev.breakwater.content.clue.Clues;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Shows each configuration file to the class that knows its kind. */
final class ServerDetector implements ClueDetector {
  /** No configuration that people write is as long. */
  static final int MAX_BYTES = 1 << 20;

  private static final ServerFile[] KINDS = {
    new DockerDaemonFile(),
    new ElasticsearchFile(),
    new EtcdFile(),
    new GrafanaFile(),
    new HtpasswdFile(),
    new JavaRealmFile(),
    new JenkinsFile(),
    new JupyterFile(),
    new KubeletFile(),
    new MongoFile(),
    new MysqlFile(),
    new PostgresFile(),
    new RabbitFile(),
    new RedisFile(),
    new SshFile(),
    new SudoersFile(),
    new TomcatFile(),
    new VsftpdFile()
  };

  @Override
  public String name() {
    return "servers/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.size() > 0 && isSetting(file.path()) && kind(file) != null;
  }

  /**
   * Whether a path ends as one of those that the kinds know: images have a hundred thousand files,
   * and asking eighteen kinds about each is most of what this detector costs.
   */
  private static boolean isSetting(String path) {
    return path.startsWith("etc/")
        || switch (path.charAt(path.length() - 1)) {
          case 'f' -> path.endsWith(".conf") || path.endsWith(".cnf");
          case 'g' -> path.endsWith(".config");
          case 'i' -> path.endsWith(".ini");
          case 'l' -> path.endsWith(".yml") || path.endsWith(".yaml") || path.endsWith(".xml");
          case 'n' -> path.endsWith(".json");
          case 's' -> path.endsWith(".properties");
          case 'y' -> path.endsWith("_config.py");
          case 'd' -> path.endsWith("htpasswd");
          default -> false;
        };
  }

  private static @Nullable ServerFile kind(FileEntry file) {
    for (ServerFile kind : KINDS) {
      if (kind.is(file)) {
        return kind;
      }
    }
    return null;
  }

  @Override
  public @Nullable Clues examine(FileEntry file, FileContent content) throws IOException {
    ServerFile kind = kind(file);
    if (kind == null) {
      return null;
    }
    Clues.Collector clues = new Clues.Collector();
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      kind.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), clues);
    }
    return clues.clues();
  }
}
