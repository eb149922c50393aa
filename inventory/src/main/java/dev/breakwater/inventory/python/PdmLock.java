package dev.breakwater.inventory.python;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageFacts;
import java.util.List;

/**
 * {@code pdm.lock}. A package may say the {@code groups} that want it. Of groups for development
 * only the usual one, {@code dev}, can be told from extras, so what other groups want is kept.
 * Directories are the application's own and left out: they have a {@code path} and no {@code
 * files}.
 *
 * @see <a href="https://pdm-project.org/en/latest/usage/lockfile/">PDM, lock file</a>
 */
final class PdmLock {
  private PdmLock() {}

  static PackageFacts packages(Json lock, String path) {
    PythonPackages found = new PythonPackages(path);
    for (Json each : lock.get("package").items()) {
      List<String> groups = each.texts("groups");
      boolean development = groups.size() == 1 && groups.getFirst().equals("dev");
      String place = each.text("path");
      boolean own = each.get("editable").isTrue() || (place != null && !isArchive(place));
      if (!development && !own) {
        found.add(each.text("name"), each.text("version"));
      }
    }
    return found.facts();
  }

  private static boolean isArchive(String place) {
    return place.endsWith(".whl") || place.endsWith(".tar.gz") || place.endsWith(".zip");
  }
}
