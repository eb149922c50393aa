package dev.breakwater.advisory;

import dev.breakwater.core.BreakwaterException;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.Inventory;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives Java archives that do not say who they are the name under which their very bytes were
 * published, where an index knows them. All others stay as they are.
 */
public final class NamedArtifacts {
  private static final String SHA1 = "sha1:";

  private NamedArtifacts() {}

  /** Whether some archive has only its checksum to be known by. */
  public static boolean isNeeded(Inventory inventory) {
    for (SoftwarePackage each : inventory.packages()) {
      if (checksum(each) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * The inventory with every name that the index has.
   *
   * @throws BreakwaterException where the index is damaged
   */
  public static Inventory of(Inventory inventory, ArtifactIndex index) throws BreakwaterException {
    if (!isNeeded(inventory)) {
      return inventory;
    }
    Map<String, SoftwarePackage> packages = new TreeMap<>();
    for (SoftwarePackage each : inventory.packages()) {
      SoftwarePackage named = named(each, index);
      packages.merge(named.purl() + "\0" + named.ownedBy(), named, NamedArtifacts::inBothPlaces);
    }
    return new Inventory(
        inventory.distribution(), packages.values().stream().toList(), inventory.problems());
  }

  private static SoftwarePackage named(SoftwarePackage item, ArtifactIndex index)
      throws BreakwaterException {
    byte[] checksum = checksum(item);
    String coordinates = checksum == null ? null : index.artifact(checksum).orElse(null);
    if (coordinates == null) {
      return item;
    }
    int group = coordinates.indexOf(':');
    int artifact = coordinates.indexOf(':', group + 1);
    String version = coordinates.substring(artifact + 1);
    return new SoftwarePackage(
        PackageUrl.of(
            "maven",
            coordinates.substring(0, group),
            coordinates.substring(group + 1, artifact),
            version),
        coordinates.substring(0, artifact),
        version,
        item.source(),
        item.paths(),
        item.layer(),
        item.ownedBy());
  }

  /** The SHA-1 of an archive without a group; null for all else. */
  private static byte @Nullable [] checksum(SoftwarePackage item) {
    PackageUrl purl = item.purl();
    if (!purl.type().equals("maven") || purl.namespace() != null) {
      return null;
    }
    String checksum = purl.qualifiers().get("checksum");
    if (checksum == null || checksum.length() != SHA1.length() + 40 || !checksum.startsWith(SHA1)) {
      return null;
    }
    try {
      return HexFormat.of().parseHex(checksum, SHA1.length(), checksum.length());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static SoftwarePackage inBothPlaces(SoftwarePackage one, SoftwarePackage other) {
    TreeSet<String> paths = new TreeSet<>(one.paths());
    paths.addAll(other.paths());
    SoftwarePackage first = one.paths().contains(paths.first()) ? one : other;
    return new SoftwarePackage(
        first.purl(),
        first.name(),
        first.version(),
        first.source(),
        paths.stream().toList(),
        first.layer(),
        first.ownedBy());
  }
}
