package dev.breakwater.inventory.rpm;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import dev.breakwater.inventory.detection.PackageFacts.Candidate;
import dev.breakwater.inventory.detection.TextLines;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A package as rpm knows it; what rpm does not know is null.
 *
 * @param version version and release, {@code 5.1.8-6.el9}
 * @param epoch a number, which is left out where it is 0 by default
 * @param sourceRpm file name of the source package, {@code bash-5.1.8-6.el9.src.rpm}
 * @param vendor who built it, in words
 * @param module label of the module that it belongs to, {@code name:stream:version:context}
 */
record RpmPackage(
    String name,
    String version,
    @Nullable String epoch,
    @Nullable String architecture,
    @Nullable String sourceRpm,
    @Nullable String vendor,
    @Nullable String module) {
  private static final int MAX_VENDOR = 128;

  /** Keys that somebody trusts, which rpm keeps among the packages. */
  boolean isKey() {
    return name.equals("gpg-pubkey");
  }

  /** What {@link dev.breakwater.inventory.detection.PackageFacts.Ownership} calls it. */
  String owner() {
    return architecture == null ? name : name + ":" + architecture;
  }

  /**
   * The package for the inventory.
   *
   * @param path of the database
   */
  Candidate candidate(String path) {
    SortedMap<String, String> qualifiers = new TreeMap<>();
    putToken(qualifiers, "arch", architecture);
    putToken(qualifiers, "epoch", epoch);
    putToken(qualifiers, "upstream", sourceRpm);
    putToken(qualifiers, "rpmmod", module);
    if (vendor != null && vendor.length() <= MAX_VENDOR && !TextLines.isTreacherous(vendor)) {
      qualifiers.put("vendor", vendor.strip());
    }
    PackageUrl purl = new PackageUrl("rpm", null, name, version, qualifiers, null);
    return new Candidate(purl, name, version, source(), path);
  }

  private static void putToken(
      SortedMap<String, String> qualifiers, String key, @Nullable String value) {
    if (value != null && Candidate.isToken(value)) {
      qualifiers.put(key, value);
    }
  }

  /** By the file name, which leaves the epoch out; null where it is none of a source package. */
  private SoftwarePackage.@Nullable Source source() {
    if (sourceRpm == null || !Candidate.isToken(sourceRpm)) {
      return null;
    }
    int end = sourceRpm.length() - suffixLength(sourceRpm);
    int release = sourceRpm.lastIndexOf('-', end - 1);
    int version = release <= 0 ? -1 : sourceRpm.lastIndexOf('-', release - 1);
    return version <= 0 || end == sourceRpm.length()
        ? null
        : new SoftwarePackage.Source(
            sourceRpm.substring(0, version), sourceRpm.substring(version + 1, end));
  }

  private static int suffixLength(String file) {
    String source = ".src.rpm";
    String withoutSources = ".nosrc.rpm";
    if (file.endsWith(source)) {
      return source.length();
    }
    return file.endsWith(withoutSources) ? withoutSources.length() : 0;
  }
}
