package dev.breakwater.inventory.python;

import dev.breakwater.core.json.Json;
import dev.breakwater.inventory.detection.PackageFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code pylock.toml}, the lock file that Python's installers have in common. A package for a
 * dependency group says so in its marker ({@code 'dev' in dependency_groups}); it is left out where
 * nothing else wants it and the group is not among the {@code default-groups}. Directories are the
 * application's own and left out, and so is what has no version.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/pylock-toml/">pylock.toml
 *     (PEP 751)</a>
 */
final class StandardLock {
  private static final String MEMBERSHIP = " in dependency_groups";

  private StandardLock() {}

  static PackageFacts packages(Json lock, String path) {
    PythonPackages found = new PythonPackages(path);
    List<String> defaults = lock.texts("default-groups");
    for (Json each : lock.get("packages").items()) {
      String group = onlyGroup(each.text("marker", ""));
      boolean development = group != null && !defaults.contains(group);
      boolean own = each.get("directory") instanceof Json.Struct;
      if (!development && !own) {
        found.add(each.text("name"), each.text("version"));
      }
    }
    return found.facts();
  }

  /**
   * The group without which a marker cannot hold; null where there is no such, or it may be
   * another.
   */
  private static @Nullable String onlyGroup(String marker) {
    int end = marker.indexOf(MEMBERSHIP);
    if (end < 2 || marker.contains(" or ") || marker.startsWith(" not", end - 4)) {
      return null;
    }
    char quote = marker.charAt(end - 1);
    int start = marker.lastIndexOf(quote, end - 2);
    boolean quoted = (quote == '\'' || quote == '"') && start >= 0;
    return quoted ? marker.substring(start + 1, end - 1) : null;
  }
}
