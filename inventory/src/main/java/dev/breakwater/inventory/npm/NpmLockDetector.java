package dev.breakwater.inventory.npm;

import dev.breakwater.core.Problem;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packages that an application's lock file would install: {@code package-lock.json} and {@code
 * npm-shrinkwrap.json} of npm, {@code yarn.lock}, {@code pnpm-lock.yaml} and {@code bun.lock};
 * without those for development only, where the file tells. Lock files inside {@code node_modules}
 * say nothing: those of packages are ignored when they are installed, and what npm's own hidden one
 * lists is there to be seen.
 */
public final class NpmLockDetector implements PackageDetector {
  private static final long MAX_BYTES = 200L << 20;

  /** For those that are held in memory: some 60,000 packages, of 250 bytes each. */
  private static final int MAX_GRAPH_BYTES = 16 << 20;

  @Override
  public String name() {
    return "npm-lock/2";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    boolean named =
        path.endsWith(".json")
            ? file.isNamed("package-lock.json") || file.isNamed("npm-shrinkwrap.json")
            : path.endsWith("lock")
                ? file.isNamed("yarn.lock") || file.isNamed("bun.lock")
                : file.isNamed("pnpm-lock.yaml") || file.isNamed("bun.lockb");
    return named && !path.startsWith("node_modules/") && !path.contains("/node_modules/");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    String path = file.path();
    String name = file.fileName();
    if (name.equals("bun.lockb")) {
      return binary(path);
    }
    boolean graph = name.startsWith("pnpm") || name.startsWith("bun");
    try (InputStream in = BoundedContent.open(content, graph ? MAX_GRAPH_BYTES : MAX_BYTES)) {
      PackageFacts facts =
          switch (name) {
            case "yarn.lock" -> new YarnLock(path).read(in);
            case "pnpm-lock.yaml" -> new PnpmLock(path).read(in);
            case "bun.lock" -> new BunLock(path).read(in);
            default -> new NpmLock(path).read(in);
          };
      return facts.isEmpty() ? null : facts;
    }
  }

  private static PackageFacts binary(String path) {
    return PackageFacts.of(
        List.of(),
        List.of(
            new Problem(
                path,
                "Bun's binary lock file is not read, so what it lists is not in the inventory;"
                    + " \"bun install --save-text-lockfile --frozen-lockfile --lockfile-only\" makes"
                    + " a bun.lock of it")));
  }
}
