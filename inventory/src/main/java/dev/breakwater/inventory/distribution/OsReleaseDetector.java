package dev.breakwater.inventory.distribution;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The distribution that {@code etc/os-release} or {@code usr/lib/os-release} names. */
public final class OsReleaseDetector implements PackageDetector {
  private static final String FIRST = "etc/os-release";
  private static final String SECOND = "usr/lib/os-release";
  private static final long MAX_BYTES = 1 << 20;

  @Override
  public String name() {
    return "os-release/2";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.path().equals(FIRST) || file.path().equals(SECOND);
  }

  @Override
  public List<String> fixedPaths() {
    return List.of(FIRST, SECOND);
  }

  /**
   * How far back a file stands: the specification has the first that exists count alone, and what
   * came before os-release counts only without either. A path that is none of these is where a link
   * in {@code etc} led.
   */
  public static int rank(String path) {
    if (path.equals(FIRST)) {
      return 0;
    }
    if (path.equals(SECOND)) {
      return 2;
    }
    int old = ReleaseFileDetector.rank(path);
    return old < 0 ? 1 : 3 + old;
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      PackageFacts facts = OsRelease.read(file.path(), in);
      return facts.isEmpty() ? null : facts;
    }
  }
}
