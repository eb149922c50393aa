package dev.breakwater.advisory;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import org.jspecify.annotations.Nullable;

/**
 * What is looked up for a package: the name and version that its feed's advisories are written in.
 *
 * @param version as the ecosystem compares it
 * @param epochKnown false for the version of a source rpm, whose file name leaves the epoch out
 * @param module the rpm module and stream that the package is of, {@code postgresql:12}; null where
 *     it is of none or does not say
 */
record Sought(String name, String version, boolean epochKnown, @Nullable String module) {

  /** Of no module, with its epoch. */
  Sought(String name, String version) {
    this(name, version, true, null);
  }

  static Sought of(SoftwarePackage item, Ecosystem ecosystem) {
    PackageUrl purl = item.purl();
    return switch (purl.type()) {
      case "deb", "apk" -> bySource(item, true);
      case "rpm" -> namesBinaries(ecosystem) ? binaryRpm(item) : bySource(item, false);
      case "generic" -> KnownProgram.sought(item);
      case "bitnami" ->
          new Sought(Home.nameIn(ecosystem.name(), item), withoutRevision(item.version()));
      default -> new Sought(Home.nameIn(ecosystem.name(), item), item.version());
    };
  }

  /**
   * Bitnami builds a release several times, {@code 7.4.1-0}, {@code 7.4.1-1}, and its advisories
   * are about the release. Read as SemVer, the build would come before it.
   */
  private static String withoutRevision(String version) {
    int hyphen = version.indexOf('-');
    for (int i = 0; i < version.length(); i++) {
      char c = version.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      if (i != hyphen && !digit && (c != '.' || (hyphen >= 0 && i > hyphen))) {
        return version;
      }
    }
    return hyphen <= 0 ? version : version.substring(0, hyphen);
  }

  /** AlmaLinux and Red Hat name every binary package; the other rpm distributions the source. */
  private static boolean namesBinaries(Ecosystem ecosystem) {
    return ecosystem.name().equals("AlmaLinux") || ecosystem.name().equals("Red Hat");
  }

  private static Sought binaryRpm(SoftwarePackage item) {
    return new Sought(item.name(), withEpoch(item), true, module(item.purl()));
  }

  private static String withEpoch(SoftwarePackage item) {
    String epoch = item.purl().qualifiers().get("epoch");
    return epoch == null || item.version().indexOf(':') >= 0
        ? item.version()
        : epoch + ":" + item.version();
  }

  private static Sought bySource(SoftwarePackage item, boolean sourceHasEpoch) {
    SoftwarePackage.Source source = item.source();
    if (source == null) {
      source = upstream(item.purl());
    }
    String own = sourceHasEpoch ? item.version() : withEpoch(item);
    if (source == null) {
      return new Sought(item.name(), own);
    }
    String version = source.version();
    return version == null
        ? new Sought(source.name(), own)
        : new Sought(
            source.name(),
            version,
            sourceHasEpoch || version.indexOf(':') >= 0,
            module(item.purl()));
  }

  /** SBOMs write a package's module label as {@code rpmmod=name:stream:version:context}. */
  private static @Nullable String module(PackageUrl purl) {
    String label = purl.qualifiers().get("rpmmod");
    int stream = label == null ? -1 : label.indexOf(':');
    if (label == null || stream <= 0 || stream + 1 == label.length()) {
      return null;
    }
    int end = label.indexOf(':', stream + 1);
    return end < 0 ? label : label.substring(0, end);
  }

  /** The source that an SBOM's purl names, {@code upstream=glibc@2.31-13} or a source rpm. */
  private static SoftwarePackage.@Nullable Source upstream(PackageUrl purl) {
    String upstream = purl.qualifiers().get("upstream");
    if (upstream == null) {
      return null;
    }
    String suffix = ".src.rpm";
    if (upstream.endsWith(suffix)) {
      String file = upstream.substring(0, upstream.length() - suffix.length());
      int release = file.lastIndexOf('-');
      int version = release <= 0 ? -1 : file.lastIndexOf('-', release - 1);
      return version <= 0
          ? null
          : new SoftwarePackage.Source(file.substring(0, version), file.substring(version + 1));
    }
    int at = upstream.indexOf('@');
    return at <= 0
        ? new SoftwarePackage.Source(upstream, null)
        : new SoftwarePackage.Source(upstream.substring(0, at), upstream.substring(at + 1));
  }
}
