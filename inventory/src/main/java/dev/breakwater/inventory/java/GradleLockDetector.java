package dev.breakwater.inventory.java;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packages that a build with Gradle would use: {@code gradle.lockfile}, {@code
 * buildscript-gradle.lockfile}, and one file for each configuration in {@code
 * gradle/dependency-locks} where an older Gradle wrote them.
 *
 * @see <a href="https://docs.gradle.org/current/userguide/dependency_locking.html">Gradle,
 *     dependency locking</a>
 */
public final class GradleLockDetector implements PackageDetector {
  private static final String OLD_DIRECTORY = "gradle/dependency-locks/";

  /** A line for each package, so more than {@link PackageFacts} would hold. */
  private static final long MAX_BYTES = 64L << 20;

  @Override
  public String name() {
    return "gradle-lock/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return path.endsWith(".lockfile")
        && (path.endsWith("gradle.lockfile") || path.contains(OLD_DIRECTORY));
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    String name = file.fileName();
    String configuration =
        file.path().contains(OLD_DIRECTORY)
            ? name.substring(0, name.length() - ".lockfile".length())
            : "";
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      PackageFacts facts = new GradleLock(file.path(), configuration).read(in);
      return facts.isEmpty() ? null : facts;
    }
  }
}
