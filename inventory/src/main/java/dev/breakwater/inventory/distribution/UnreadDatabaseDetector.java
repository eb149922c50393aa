package dev.breakwater.inventory.distribution;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Package databases that this program knows of and cannot read, so that an image which has one of
 * these never looks as if it had no packages.
 */
public final class UnreadDatabaseDetector implements PackageDetector {
  private static final Map<String, String> MANAGERS =
      Map.ofEntries(
          Map.entry("var/lib/pacman/local/ALPM_DB_VERSION", "pacman"),
          Map.entry("usr/lib/opkg/status", "opkg"),
          Map.entry("var/lib/opkg/status", "opkg"));

  @Override
  public String name() {
    return "unread-database/1";
  }

  /** Which package manager keeps its database there; null where none does. */
  public static @Nullable String manager(String path) {
    return MANAGERS.get(path);
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return (path.startsWith("var/lib/") || path.startsWith("usr/lib/"))
        && MANAGERS.containsKey(path);
  }

  /** That it is there is all there is to learn. */
  @Override
  public PackageFacts examine(FileEntry file, FileContent content) {
    return new PackageFacts(List.of(), List.of(), null, List.of());
  }
}
