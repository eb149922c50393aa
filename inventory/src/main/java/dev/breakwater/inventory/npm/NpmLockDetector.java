package dev.breakwater.inventory.npm;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packages that an application's {@code package-lock.json} or {@code npm-shrinkwrap.json} would
 * install, without those for development only. Lock files inside {@code node_modules} say nothing:
 * npm ignores those of packages, and what its own hidden one lists is there to be seen.
 */
public final class NpmLockDetector implements PackageDetector {
  private static final long MAX_BYTES = 200L << 20;

  @Override
  public String name() {
    return "npm-lock/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return (path.endsWith("package-lock.json") || path.endsWith("npm-shrinkwrap.json"))
        && (file.fileName().equals("package-lock.json")
            || file.fileName().equals("npm-shrinkwrap.json"))
        && !path.startsWith("node_modules/")
        && !path.contains("/node_modules/");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      PackageFacts facts = new NpmLock(file.path()).read(in);
      return facts.isEmpty() ? null : facts;
    }
  }
}
