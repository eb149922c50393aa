package dev.breakwater.inventory.dotnet;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageList;
import java.util.Map;

/**
 * {@code packages.lock.json}, versions 1 and 2: what is resolved for each target framework.
 * Projects of the same solution are left out.
 *
 * @see <a
 *     href="https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files#locking-dependencies">NuGet,
 *     locking dependencies</a>
 */
final class PackagesLock {
  private PackagesLock() {}

  static void read(Json document, PackageList packages) {
    for (Json framework : document.get("dependencies").members().values()) {
      for (Map.Entry<String, Json> entry : framework.members().entrySet()) {
        if (!entry.getValue().text("type", "").equalsIgnoreCase("Project")) {
          packages.add("nuget", null, entry.getKey(), entry.getValue().text("resolved"));
        }
      }
    }
  }
}
