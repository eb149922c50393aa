package dev.breakwater.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where things are kept, by the XDG base directory specification: all of it can be fetched again,
 * so all of it is cache.
 *
 * @param advisories the advisory store
 * @param layers facts of layers already read
 * @param archive changelogs and indexes of package archives
 */
record Directories(Path advisories, Path layers, Path archive) {

  static Directories of(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        !cache.isEmpty() && Path.of(cache).isAbsolute()
            ? Path.of(cache)
            : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/tmp")))
                .resolve(".cache");
    Path own = base.resolve("breakwater");
    return new Directories(
        own.resolve("advisories"), own.resolve("layers"), own.resolve("archive"));
  }

  /**
   * Where the known base images are kept: below {@code XDG_DATA_HOME} or {@code ~/.local/share},
   * because they are what the user taught, and cannot be fetched again.
   */
  static Path bases(Map<String, String> environment) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        !data.isEmpty() && Path.of(data).isAbsolute()
            ? Path.of(data)
            : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/tmp")))
                .resolve(".local")
                .resolve("share");
    return base.resolve("breakwater").resolve("bases");
  }
}
