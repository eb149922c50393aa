package dev.breakwater.inventory.php;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packages that Composer installed, by {@code vendor/composer/installed.json} in the form of
 * Composer 1 or 2, and those that an application's {@code composer.lock} fixes. Versions are as
 * Packagist writes them, {@code v1.2.3} where the tag is called so.
 *
 * <p>Packages for development are left out of the lock file, but not of what is installed: they lie
 * in the image and may be called. Packages from a directory of the application are its own, and are
 * left out. Lock files below {@code vendor} say nothing: Composer ignores those of packages.
 *
 * @see <a href="https://getcomposer.org/doc/04-schema.md">composer.json</a>
 */
public final class ComposerDetector implements PackageDetector {
  /** Applications with a thousand packages stay below 4 MB. */
  private static final long MAX_BYTES = 16L << 20;

  private static final String INSTALLED = "composer/installed.json";

  @Override
  public String name() {
    return "composer/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return file.isNamed(INSTALLED)
        || (file.isNamed("composer.lock")
            && !path.startsWith("vendor/")
            && !path.contains("/vendor/"));
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), Json.parse(in, MAX_BYTES));
    }
  }

  /** Composer 1 wrote a bare array of what is installed; all else has a member for it. */
  static @Nullable PackageFacts read(String path, Json document) throws IOException {
    Json listed = document instanceof Json.Array ? document : document.get("packages");
    if (!(listed instanceof Json.Array)) {
      throw new IOException("not a file of Composer: it has no list of packages");
    }
    PackageList packages = new PackageList(path);
    for (Json entry : listed.items()) {
      if (!"path".equals(entry.get("dist").text("type"))) {
        add(entry.text("name", ""), entry.text("version"), packages);
      }
    }
    return packages.facts();
  }

  private static void add(String name, @Nullable String version, PackageList packages) {
    int slash = name.indexOf('/');
    if (slash <= 0 || name.indexOf('/', slash + 1) >= 0) {
      packages.addImpossible();
      return;
    }
    packages.add("composer", name.substring(0, slash), name.substring(slash + 1), version);
  }
}
