package dev.breakwater.inventory.dart;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.detection.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packages that a {@code pubspec.lock} fixes and that come from a package server. Left out are
 * those of the SDK, of directories and of Git, and what the application asks for in development
 * only ({@code direct dev}); what such packages ask for themselves is not told apart. A package of
 * another server than Dart's own names it.
 *
 * @see <a href="https://dart.dev/tools/pub/glossary#lockfile">pub, lockfile</a>
 */
public final class PubspecLockDetector implements PackageDetector {
  private static final int MAX_BYTES = 8 << 20;

  @Override
  public String name() {
    return "pubspec-lock/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.isNamed("pubspec.lock") && !file.path().contains("/.pub-cache/");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), in);
    }
  }

  static @Nullable PackageFacts read(String path, InputStream in) throws IOException {
    PackageList packages = new PackageList(path);
    Map<String, Json> entries = YamlDocument.read(in).get("packages").members();
    for (Map.Entry<String, Json> entry : entries.entrySet()) {
      Json locked = entry.getValue();
      if (locked.text("source", "").equals("hosted")
          && !locked.text("dependency", "").equals("direct dev")) {
        Json description = locked.get("description");
        packages.add(
            "pub",
            null,
            description.text("name", entry.getKey()),
            locked.text("version"),
            server(description.text("url", "")));
      }
    }
    return packages.facts();
  }

  private static Map<String, String> server(String url) {
    String plain = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    return switch (plain) {
      case "", "https://pub.dev", "https://pub.dartlang.org", "https://pub.flutter-io.cn" ->
          Map.of();
      default -> Map.of("repository_url", plain);
    };
  }
}
