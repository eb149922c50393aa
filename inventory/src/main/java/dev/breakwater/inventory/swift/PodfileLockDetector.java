package dev.breakwater.inventory.swift;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import dev.breakwater.inventory.detection.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Pods that a {@code Podfile.lock} of CocoaPods fixes. The parts of a pod ({@code Pod/Part}) are
 * one package; pods from a directory are the application's own, and are left out.
 *
 * @see <a href="https://guides.cocoapods.org/using/using-cocoapods.html">CocoaPods</a>
 */
public final class PodfileLockDetector implements PackageDetector {
  private static final int MAX_BYTES = 8 << 20;

  @Override
  public String name() {
    return "podfile-lock/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.isNamed("Podfile.lock");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), in);
    }
  }

  static @Nullable PackageFacts read(String path, InputStream in) throws IOException {
    Json document = YamlDocument.read(in);
    Json elsewhere = document.get("EXTERNAL SOURCES");
    PackageList packages = new PackageList(path);
    for (Json pod : document.get("PODS").items()) {
      // A pod that asks for others is the only key above them.
      String entry =
          pod.members().isEmpty() ? pod.text() : pod.members().keySet().iterator().next();
      add(entry == null ? "" : entry, elsewhere, packages);
    }
    return packages.facts();
  }

  /** {@code Pod (1.0)} or {@code Pod/Part (1.0)}. */
  private static void add(String entry, Json elsewhere, PackageList packages) {
    int open = entry.lastIndexOf(" (");
    if (open <= 0 || !entry.endsWith(")")) {
      packages.addImpossible();
      return;
    }
    int part = entry.indexOf('/');
    String name = entry.substring(0, part > 0 && part < open ? part : open);
    if (elsewhere.get(name).text(":path") == null) {
      packages.add("cocoapods", null, name, entry.substring(open + 2, entry.length() - 1));
    }
  }
}
