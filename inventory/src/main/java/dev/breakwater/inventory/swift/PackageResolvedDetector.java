package dev.breakwater.inventory.swift;

import dev.breakwater.core.json.Json;
import dev.breakwater.image.FileContent;
import dev.breakwater.image.FileEntry;
import dev.breakwater.inventory.detection.BoundedContent;
import dev.breakwater.inventory.detection.PackageDetector;
import dev.breakwater.inventory.detection.PackageFacts;
import dev.breakwater.inventory.detection.PackageList;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Packages that a {@code Package.resolved} of version 1, 2 or 3 pins. A package of Swift is known
 * by the address of its repository, which is its purl's namespace and name; one that is pinned to a
 * branch or commit has the commit as its version. Directories and packages of a registry, which
 * have no such address, are left out.
 *
 * @see <a href="https://github.com/swiftlang/swift-package-manager/tree/main/Documentation">Swift
 *     Package Manager</a>
 */
public final class PackageResolvedDetector implements PackageDetector {
  private static final int MAX_BYTES = 8 << 20;

  @Override
  public String name() {
    return "swift-resolved/1";
  }

  @Override
  public boolean wants(FileEntry file) {
    return file.isNamed("Package.resolved") && !file.path().contains("/checkouts/");
  }

  @Override
  public @Nullable PackageFacts examine(FileEntry file, FileContent content) throws IOException {
    try (InputStream in = BoundedContent.open(content, MAX_BYTES)) {
      return read(file.path(), Json.parse(in, MAX_BYTES));
    }
  }

  static @Nullable PackageFacts read(String path, Json document) throws IOException {
    Json pins = document.get("pins");
    if (!(pins instanceof Json.Array)) {
      pins = document.get("object").get("pins"); // version 1
    }
    if (!(pins instanceof Json.Array)) {
      throw new IOException("not a Package.resolved: it has no list of pins");
    }
    PackageList packages = new PackageList(path);
    for (Json pin : pins.items()) {
      String kind = pin.text("kind", "remoteSourceControl");
      if (kind.equals("remoteSourceControl")) {
        Json state = pin.get("state");
        String version = state.text("version", state.text("revision", ""));
        add(pin.text("location", pin.text("repositoryURL", "")), version, packages);
      }
    }
    return packages.facts();
  }

  private static void add(String location, String version, PackageList packages) {
    String address = plain(location);
    int host = address.indexOf('/');
    int name = address.lastIndexOf('/');
    if (host <= 0 || name == address.length() - 1 || address.contains("//")) {
      packages.addImpossible();
      return;
    }
    String namespace =
        address.substring(0, host).toLowerCase(Locale.ROOT) + address.substring(host, name);
    packages.add("swift", namespace, address.substring(name + 1), version);
  }

  /**
   * {@code host/path} of {@code https://host/path.git}, {@code ssh://git@host/path} and {@code
   * git@host:path}.
   */
  private static String plain(String location) {
    int scheme = location.indexOf("://");
    String address = scheme < 0 ? location : location.substring(scheme + 3);
    int at = address.indexOf('@');
    int slash = address.indexOf('/');
    if (at >= 0 && (slash < 0 || at < slash)) {
      address = address.substring(at + 1);
    }
    int colon = address.indexOf(':');
    if (scheme < 0 && colon > 0) {
      address = address.substring(0, colon) + "/" + address.substring(colon + 1);
    }
    int end = address.length();
    while (end > 0 && address.charAt(end - 1) == '/') {
      end--;
    }
    address = address.substring(0, end);
    return address.endsWith(".git") ? address.substring(0, address.length() - 4) : address;
  }
}
