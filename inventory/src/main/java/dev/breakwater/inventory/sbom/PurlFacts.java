package dev.breakwater.inventory.sbom;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a package URL tells beyond itself, by the conventions that SBOM tools share: the source
 * package in {@code upstream}, the epoch in {@code epoch}, the distribution in {@code distro}.
 */
final class PurlFacts {
  private PurlFacts() {}

  /**
   * The package's name: what the document calls it where that is only another spelling of the
   * purl's name (as {@code Django} for {@code pkg:pypi/django}), else the purl's.
   */
  static String name(PackageUrl purl, @Nullable String claimed) {
    String name = purl.displayName();
    if (claimed == null || claimed.isEmpty() || !name.equals(purl.name())) {
      return name;
    }
    PackageUrl respelt = PackageUrl.of(purl.type(), purl.namespace(), claimed, null);
    return respelt.name().equals(purl.name()) ? claimed : name;
  }

  /** The package's version, with the epoch that some tools write only in the purl. */
  static String version(PackageUrl purl, @Nullable String claimed) {
    String version = claimed == null || claimed.isEmpty() ? purl.version() : claimed;
    if (version == null) {
      return "";
    }
    String epoch = purl.qualifier("epoch").orElse("0");
    return epoch.equals("0") || version.indexOf(':') >= 0 ? version : epoch + ":" + version;
  }

  /**
   * The source package: {@code upstream=name} has the package's own version, {@code
   * upstream=name@version} another, and for RPM it is the name of the source file, which has no
   * epoch. A purl with {@code arch=source} is its own source.
   */
  static SoftwarePackage.@Nullable Source source(PackageUrl purl, String version) {
    if (purl.qualifier("arch").orElse("").equals("source")) {
      return new SoftwarePackage.Source(purl.name(), version.isEmpty() ? null : version);
    }
    String upstream = purl.qualifier("upstream").orElse("");
    if (upstream.isEmpty()) {
      return null;
    }
    if (upstream.endsWith(".src.rpm")) {
      return ofSourceRpm(upstream);
    }
    int at = upstream.lastIndexOf('@');
    if (at > 0) {
      String sourceVersion = upstream.substring(at + 1);
      return new SoftwarePackage.Source(
          upstream.substring(0, at), sourceVersion.isEmpty() ? null : sourceVersion);
    }
    return new SoftwarePackage.Source(upstream, version.isEmpty() ? null : version);
  }

  /** {@code bash-5.1.8-6.el9.src.rpm}: name, version and release, counted from the end. */
  static SoftwarePackage.Source ofSourceRpm(String file) {
    String stem =
        file.endsWith(".src.rpm") ? file.substring(0, file.length() - ".src.rpm".length()) : file;
    int release = stem.lastIndexOf('-');
    int version = release <= 0 ? -1 : stem.lastIndexOf('-', release - 1);
    return version <= 0
        ? new SoftwarePackage.Source(stem, null)
        : new SoftwarePackage.Source(stem.substring(0, version), stem.substring(version + 1));
  }

  /** A package known by nothing but its purl. */
  static SoftwarePackage alone(PackageUrl purl) {
    String version = version(purl, null);
    return new SoftwarePackage(
        purl, purl.displayName(), version, source(purl, version), List.of(), null, null);
  }

  /**
   * The distribution that all packages with a {@code distro} qualifier agree on; null where there
   * is none or they differ, and then each package's own qualifier is all there is to go by.
   */
  static @Nullable Distribution distribution(Iterable<SoftwarePackage> packages) {
    TreeSet<String> named = new TreeSet<>();
    String vendor = null;
    for (SoftwarePackage softwarePackage : packages) {
      String distro = softwarePackage.purl().qualifiers().get("distro");
      if (distro != null && named.add(distro)) {
        vendor = softwarePackage.purl().namespace();
      }
    }
    return named.size() == 1 ? distribution(named.first(), vendor) : null;
  }

  /** {@code debian-12} is an id and a version; {@code bookworm} a codename of the vendor's. */
  private static @Nullable Distribution distribution(String distro, @Nullable String vendor) {
    int dash = distro.lastIndexOf('-');
    if (dash > 0 && dash + 1 < distro.length() && Character.isDigit(distro.charAt(dash + 1))) {
      String id = distro.substring(0, dash).toLowerCase(Locale.ROOT);
      String version = release(id, distro.substring(dash + 1));
      return new Distribution(id, null, version, null, id + " " + version, null);
    }
    if (vendor == null) {
      return null;
    }
    return new Distribution(vendor, null, null, distro, vendor + " " + distro, null);
  }

  /** Debian's VERSION_ID has no point release, which some tools take from another file. */
  static String release(String id, String version) {
    int dot = version.indexOf('.');
    return id.equals("debian") && dot > 0 ? version.substring(0, dot) : version;
  }
}
