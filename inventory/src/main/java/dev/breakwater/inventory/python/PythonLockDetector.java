package dev.breakwater.inventory.python;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.TomlDocument;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packages that an application's lock file would install: {@code poetry.lock}, {@code
 * Pipfile.lock}, {@code uv.lock}, {@code pdm.lock}, {@code pylock.toml} (also {@code
 * pylock.name.toml}), and what {@code requirements.txt} pins; without those for development only,
 * where the file tells. Those that installed packages bring along say nothing.
 */
public final class PythonLockDetector implements PackageDetector {
  /** They are held in memory. */
  private static final int MAX_BYTES = 16 << 20;

  @Override
  public String name() {
    return "python-lock/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    boolean named =
        path.endsWith(".lock")
            ? file.isNamed("poetry.lock")
                || file.isNamed("Pipfile.lock")
                || file.isNamed("uv.lock")
                || file.isNamed("pdm.lock")
            : path.endsWith(".toml") ? isStandard(path) : file.isNamed("requirements.txt");
    return named && !path.contains("site-packages/") && !path.contains("dist-packages/");
  }

  /** {@code pylock.toml} or {@code pylock.name.toml}, where the name has no dot. */
  private static boolean isStandard(String path) {
    int start = path.lastIndexOf('/') + 1;
    int dot = start + "pylock".length();
    int end = path.length() - ".toml".length();
    return path.startsWith("pylock.", start)
        && (dot == end || (dot + 1 < end && path.indexOf('.', dot + 1) == end));
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    String path = file.path();
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      PackageFacts facts =
          switch (file.fileName()) {
            case "requirements.txt" -> new RequirementsFile(path).read(in);
            case "Pipfile.lock" -> PipfileLock.packages(Json.parse(in, MAX_BYTES), path);
            case "poetry.lock" -> PoetryLock.packages(TomlDocument.read(in), path);
            case "uv.lock" -> UvLock.packages(TomlDocument.read(in), path);
            case "pdm.lock" -> PdmLock.packages(TomlDocument.read(in), path);
            default -> StandardLock.packages(TomlDocument.read(in), path);
          };
      return facts.isEmpty() ? null : facts;
    }
  }
}
