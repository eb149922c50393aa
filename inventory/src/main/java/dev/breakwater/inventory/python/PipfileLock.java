package dev.breakwater.inventory.python;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageFacts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code Pipfile.lock}: packages by category, of which {@code develop} is for development and left
 * out. What comes from a Git repository, an archive or a directory has no version, and is left out.
 *
 * @see <a href="https://pipenv.pypa.io/en/latest/pipfile.html">Pipenv, Pipfile and Pipfile.lock</a>
 */
final class PipfileLock {
  private PipfileLock() {}

  static PackageFacts packages(Json lock, String path) {
    PythonPackages found = new PythonPackages(path);
    for (Map.Entry<String, Json> category : lock.members().entrySet()) {
      if (category.getKey().equals("_meta") || category.getKey().equals("develop")) {
        continue;
      }
      for (Map.Entry<String, Json> each : category.getValue().members().entrySet()) {
        found.add(each.getKey(), exact(each.getValue().text("version", "")));
      }
    }
    return found.facts();
  }

  private static @Nullable String exact(String version) {
    return version.startsWith("==") ? Requirement.pinned(version) : null;
  }
}
