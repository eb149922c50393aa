package dev.breakwater.inventory.conan;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.detection.TextLines;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Packages of C and C++ that Conan fixes: {@code conan.lock} of Conan 1 and 2, and {@code
 * conaninfo.txt}, in which Conan 1 lists all that a build took in. What is only needed to build is
 * left out.
 *
 * @see <a href="https://docs.conan.io/2/tutorial/versioning/lockfiles.html">Conan lockfiles</a>
 */
public final class ConanDetector implements PackageDetector {
  private static final long MAX_BYTES = 8L << 20;
  private static final String LOCK = "conan.lock";
  private static final String INFO = "conaninfo.txt";

  @Override
  public String name() {
    return "conan/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.isNamed(LOCK) || file.isNamed(INFO);
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return file.isNamed(LOCK)
          ? readLock(file.path(), Json.parse(in, MAX_BYTES))
          : readInfo(file.path(), in);
    }
  }

  static @Nullable PackageFacts readLock(String path, Json document) throws IOException {
    PackageList packages = new PackageList(path);
    Json graph = document.get("graph_lock").get("nodes");
    if (graph instanceof Json.Struct) {
      new ConanGraph(graph).addTo(packages);
    } else if (document.get("requires") instanceof Json.Array) {
      for (String reference : document.texts("requires")) {
        ConanReference.add(reference, packages);
      }
    } else {
      throw new IOException("not a lock file of Conan: it has neither requires nor a graph");
    }
    return packages.facts();
  }

  /** Only the section of all requirements has whole versions; the others may say {@code 1.Y.Z}. */
  static @Nullable PackageFacts readInfo(String path, InputStream in) throws IOException {
    PackageList packages = new PackageList(path);
    TextLines lines = new TextLines(in);
    boolean listed = false;
    while (lines.next()) {
      String line = lines.text(0).strip();
      if (line.startsWith("[")) {
        listed = line.equals("[full_requires]");
      } else if (listed && !line.isEmpty()) {
        ConanReference.add(line, packages);
      }
    }
    return packages.facts();
  }
}
