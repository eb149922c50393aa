package dev.breakwater.inventory.golang;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Modules that a build from an application's sources would use: {@code go.mod}, and {@code
 * vendor/modules.txt} for the copies that lie beside it. What lies in Go's own tree and its cache
 * of modules, and in {@code testdata}, is no application.
 */
public final class GoModuleDetector implements PackageDetector {
  private static final int MAX_BYTES = 16 << 20;

  @Override
  public String name() {
    return "go-module/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return (file.isNamed("go.mod") || path.endsWith("vendor/modules.txt"))
        && !path.contains("pkg/mod/")
        && !path.contains("testdata/")
        && !isOfGoItself(path);
  }

  /** Where Go and its packagers in the distributions put it. */
  private static boolean isOfGoItself(String path) {
    return path.contains("go/src/vendor/")
        || path.contains("go/src/cmd/")
        || path.startsWith("usr/local/go/")
        || path.startsWith("usr/lib/go")
        || path.startsWith("usr/share/go-");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    String path = file.path();
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      PackageFacts facts =
          file.isNamed("go.mod") ? new GoMod(path).read(in) : new VendoredModules(path).read(in);
      return facts.isEmpty() ? null : facts;
    }
  }
}
