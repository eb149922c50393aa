package dev.breakwater.inventory.elixir;

import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packages of Hex that a {@code mix.lock} fixes: {@code "plug": {:hex, :plug, "1.15.0", …}}. The
 * package counts, not the application that it is used as. One of an organisation has it as its
 * namespace, one of another repository names that. Packages from Git and from directories are left
 * out, as are lock files of dependencies, which Mix ignores. The file does not tell packages for
 * development from others, so all are in.
 *
 * @see <a href="https://hexdocs.pm/mix/Mix.Tasks.Deps.html">Mix, deps</a>
 */
public final class MixLockDetector implements PackageDetector {
  private static final int MAX_BYTES = 4 << 20;

  /** Where an entry names the repository, which the oldest entries do not. */
  private static final int REPOSITORY = 6;

  private static final String HEX = "hexpm";

  @Override
  public String name() {
    return "mix-lock/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return file.isNamed("mix.lock") && !path.startsWith("deps/") && !path.contains("/deps/");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static @Nullable PackageFacts read(String path, String text) throws IOException {
    PackageList packages = new PackageList(path);
    for (Term entry : new TermReader(text).document().items()) {
      List<Term> parts = entry.items();
      if (!parts.isEmpty() && "hex".equals(parts.getFirst().text())) {
        add(parts, packages);
      }
    }
    return packages.facts();
  }

  private static void add(List<Term> parts, PackageList packages) {
    if (parts.size() < 3) {
      packages.addImpossible();
      return;
    }
    String repository = parts.size() > REPOSITORY ? parts.get(REPOSITORY).text() : HEX;
    String name = parts.get(1).text();
    String version = parts.get(2).text();
    if (repository == null || repository.equals(HEX)) {
      packages.add("hex", null, name, version);
    } else if (repository.startsWith(HEX + ":")) {
      packages.add("hex", repository.substring(HEX.length() + 1), name, version);
    } else {
      packages.add("hex", null, name, version, Map.of("repository_url", repository));
    }
  }
}
