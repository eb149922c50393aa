package dev.breakwater.inventory.rust;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.detection.TomlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Crates that a {@code Cargo.lock} of any version (1 to 4) fixes. Left out are the members of the
 * workspace and other directories, which have no source. The file does not tell crates for
 * development from others, so all are in. Lock files of crates that Cargo unpacked or vendored say
 * nothing: Cargo ignores them.
 *
 * @see <a href="https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html">Cargo.lock</a>
 */
public final class CargoLockDetector implements PackageDetector {
  /** The largest known have some thousand crates and half a megabyte. */
  private static final long MAX_BYTES = 16L << 20;

  @Override
  public String name() {
    return "cargo-lock/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return file.isNamed("Cargo.lock")
        && !path.contains("/registry/src/")
        && !path.contains("/git/checkouts/")
        && !path.contains("/vendor/")
        && !path.startsWith("vendor/");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), in);
    }
  }

  static @Nullable PackageFacts read(String path, InputStream in) throws IOException {
    PackageList packages = new PackageList(path);
    for (Json entry : TomlDocument.read(in).get("package").items()) {
      Map<String, String> qualifiers = CrateSource.qualifiers(entry.text("source"));
      if (qualifiers != null) {
        packages.add("cargo", null, entry.text("name"), entry.text("version"), qualifiers);
      }
    }
    return packages.facts();
  }
}
