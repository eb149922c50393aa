package dev.breakwater.inventory.bitnami;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.json.Json;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Components of Bitnami's images: the SPDX document {@code .spdx-NAME.spdx} that lies beside each,
 * and the {@code .bitnami_components.json} of older images. Only packages of type {@code bitnami}
 * are taken; what a component carries of other kinds is found where it lies, and judged there.
 *
 * @see <a href="https://github.com/bitnami/vulndb">Bitnami's vulnerability database</a>
 */
public final class BitnamiDetector implements PackageDetector {
  private static final long MAX_BYTES = 16L << 20;
  private static final String COMPONENTS = ".bitnami_components.json";
  private static final String TYPE = "pkg:bitnami/";

  @Override
  public String name() {
    return "bitnami/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    String path = file.path();
    return (path.endsWith(".spdx") && path.contains("bitnami/") && path.contains("/.spdx-"))
        || file.isNamed(COMPONENTS);
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      Json document = Json.parse(in, MAX_BYTES);
      return file.isNamed(COMPONENTS)
          ? readComponents(file.path(), document)
          : readSpdx(file.path(), document);
    }
  }

  static @Nullable PackageFacts readSpdx(String path, Json document) throws IOException {
    if (document.text("spdxVersion") == null) {
      throw new IOException("not an SPDX document: it does not say of which version");
    }
    PackageList packages = new PackageList(path);
    for (Json entry : document.get("packages").items()) {
      for (Json reference : entry.get("externalRefs").items()) {
        String locator = reference.text("referenceLocator", "");
        if (locator.startsWith(TYPE)) {
          add(locator, packages);
        }
      }
    }
    return packages.facts();
  }

  private static void add(String locator, PackageList packages) {
    try {
      PackageUrl purl = PackageUrl.parse(locator);
      packages.add(purl.type(), null, purl.name(), purl.version(), purl.qualifiers());
    } catch (IllegalArgumentException e) {
      packages.addImpossible();
    }
  }

  static @Nullable PackageFacts readComponents(String path, Json document) throws IOException {
    if (!(document instanceof Json.Struct)) {
      throw new IOException("not a list of Bitnami's components: it holds no JSON object");
    }
    PackageList packages = new PackageList(path);
    for (Map.Entry<String, Json> entry : document.members().entrySet()) {
      Json component = entry.getValue();
      packages.add(
          "bitnami",
          null,
          entry.getKey(),
          component.text("version"),
          Map.of("arch", component.text("arch", ""), "distro", component.text("distro", "")));
    }
    return packages.facts();
  }
}
