package dev.breakwater.advisory.updateinfo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.breakwater.advisory.mirror.CapturedFile;
import dev.breakwater.advisory.mirror.CapturedFiles;
import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.image.Found;
import dev.breakwater.inventory.Inventory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Inventories and captured configuration, as the rest of the program would make them. */
final class Rpms {
  private Rpms() {}

  static CapturedFiles files(Map<String, String> content) {
    Map<String, byte[]> bytes = new TreeMap<>();
    content.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
    return captured(bytes);
  }

  static CapturedFiles captured(Map<String, byte[]> content) {
    List<Found<CapturedFile>> found = new ArrayList<>();
    new TreeMap<>(content)
        .forEach((path, bytes) -> found.add(new Found<>(path, -1, new CapturedFile(bytes))));
    return CapturedFiles.of(found, RepositoryFileDetector.WHOSE);
  }

  /**
   * Packages by what {@code rpm -qa} writes, with an epoch before the version where there is one:
   * {@code openssl-1:3.0.8-1.el9.x86_64}; a module's label may follow a blank.
   */
  static List<SoftwarePackage> packages(String distribution, String... names) {
    List<SoftwarePackage> packages = new ArrayList<>();
    for (String name : names) {
      String[] parts = name.split(" ");
      packages.add(item(distribution, parts[0], parts.length == 1 ? "" : parts[1]));
    }
    packages.sort(Comparator.comparing(SoftwarePackage::purl));
    return packages;
  }

  private static SoftwarePackage item(String distribution, String full, String label) {
    int dot = full.lastIndexOf('.');
    String rest = full.substring(0, dot);
    int release = rest.lastIndexOf('-');
    int version = rest.lastIndexOf('-', release - 1);
    String number = rest.substring(version + 1);
    int colon = number.indexOf(':');
    String epoch = colon < 0 ? "" : number.substring(0, colon);
    String name = rest.substring(0, version);
    PackageUrl purl =
        PackageUrl.of("rpm", distribution, name, number.substring(colon + 1))
            .with("arch", full.substring(dot + 1))
            .with("epoch", epoch)
            .with("rpmmod", label);
    return new SoftwarePackage(
        purl,
        name,
        number.substring(colon + 1),
        null,
        List.of("var/lib/rpm/rpmdb.sqlite"),
        null,
        null);
  }

  static Inventory inventory(Distribution distribution, String... names) {
    return new Inventory(distribution, packages(distribution.id(), names), List.of());
  }
}
