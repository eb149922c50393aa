package dev.breakwater.inventory.python;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageFacts;
import java.util.List;

/**
 * {@code poetry.lock}. Since version 2.1 of the format a package says the {@code groups} that want
 * it; all but {@code main} are for development, as Poetry's documentation has it. Before 1.5,
 * Poetry wrote a {@code category} instead; between the two the file does not tell, and all is kept.
 * Directories are the application's own and left out.
 *
 * @see <a href="https://python-poetry.org/docs/managing-dependencies/#dependency-groups">Poetry,
 *     dependency groups</a>
 */
final class PoetryLock {
  private PoetryLock() {}

  static PackageFacts packages(Json lock, String path) {
    PythonPackages found = new PythonPackages(path);
    for (Json each : lock.get("package").items()) {
      List<String> groups = each.texts("groups");
      boolean development =
          groups.isEmpty() ? each.text("category", "main").equals("dev") : !groups.contains("main");
      boolean own = each.get("source").text("type", "").equals("directory");
      if (!development && !own) {
        found.add(each.text("name"), each.text("version"));
      }
    }
    return found.facts();
  }
}
