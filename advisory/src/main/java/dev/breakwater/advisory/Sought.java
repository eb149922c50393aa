package dev.breakwater.advisory;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is looked up for a package: the name and version that its feed's advisories are written in.
 *
 * @param version as the ecosystem compares it
 * @param epochKnown false for the version of a source rpm, whose file name leaves the epoch out
 * @param module the rpm module and stream that the package is of, {@code postgresql:12}; null where
 *     it is of none or does not say
 * @param architecture of the installed package; null where it is for all, or does not say
 * @param line the minor release that the build is for, {@code el9_4}; null where it does not say
 */
record Sought(
    String name,
    String version,
    boolean epochKnown,
    @Nullable String module,
    @Nullable String architecture,
    @Nullable String line) {

  /** Of no module, with its epoch, for all architectures. */
  Sought(String name, String version) {
    this(name, version, true, null, null, null);
  }

  /** The same package in another version, as an advisory writes it. */
  Sought at(String otherVersion) {
    return new Sought(
        name, otherVersion, true, module, architecture, line == null ? null : lineOf(otherVersion));
  }

  /**
   * What to look up, in this order, until something is found. Where the owner of a feed calls its
   * names no more than "the package", the package's own name comes first, and then its source's.
   */
  static List<Sought> of(SoftwarePackage item, Ecosystem ecosystem) {
    PackageUrl purl = item.purl();
    return switch (purl.type()) {
      case "deb", "apk" ->
          namesEither(ecosystem) ? either(own(item), bySource(item, true)) : one(item, true);
      case "rpm" ->
          namesEither(ecosystem)
              ? either(own(item), bySource(item, false))
              : namesBinaries(ecosystem) ? List.of(own(item)) : one(item, false);
      case "generic" -> List.of(KnownProgram.sought(item));
      case "bitnami" ->
          List.of(new Sought(Home.nameIn(ecosystem, item), withoutRevision(item.version())));
      default -> List.of(new Sought(Home.nameIn(ecosystem, item), item.version()));
    };
  }

  private static List<Sought> one(SoftwarePackage item, boolean sourceHasEpoch) {
    return List.of(bySource(item, sourceHasEpoch));
  }

  private static List<Sought> either(Sought own, Sought source) {
    return own.name().equals(source.name()) ? List.of(own) : List.of(own, source);
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

  private static boolean namesEither(Ecosystem ecosystem) {
    return switch (ecosystem.name()) {
      case "CleanStart", "Docker Hardened Images", "Root", "TuxCare" -> true;
      default -> false;
    };
  }

  private static Sought own(SoftwarePackage item) {
    return sought(item, item.name(), withEpoch(item), true);
  }

  private static Sought sought(
      SoftwarePackage item, String name, String version, boolean epochKnown) {
    if (!item.type().equals("rpm")) {
      return new Sought(name, version, true, null, architecture(item.purl()), null);
    }
    String module = ModuleStream.ofLabel(item.purl().qualifiers().get("rpmmod"));
    // Streams of a module share their platforms, so without the stream a platform is no line.
    String line = module == null && ModuleStream.isIn(version) ? null : lineOf(version);
    return new Sought(name, version, epochKnown, module, architecture(item.purl()), line);
  }

  private static @Nullable String architecture(PackageUrl purl) {
    String architecture = purl.qualifiers().get("arch");
    return architecture == null
            || architecture.equals("noarch")
            || architecture.equals("all")
            || architecture.equals("source")
        ? null
        : architecture;
  }

  /**
   * The minor release that a build of Red Hat's family is for: {@code el9_4} of {@code
   * 3.9.18-3.el9_4.5}, {@code el8.6.0} of a module's build; null where its release does not say.
   */
  static @Nullable String lineOf(String version) {
    String platform = ModuleStream.platform(version);
    int start = platform != null ? -1 : version.lastIndexOf(".el");
    int minor = start < 0 ? -1 : digitsEnd(version, start + ".el".length());
    if (minor < 0 || minor >= version.length() || version.charAt(minor) != '_') {
      return platform;
    }
    int end = digitsEnd(version, minor + 1);
    return end == minor + 1 ? null : version.substring(start + 1, end);
  }

  private static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
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
      return sought(item, item.name(), own, true);
    }
    String version = source.version();
    return version == null
        ? sought(item, source.name(), own, true)
        : sought(item, source.name(), version, sourceHasEpoch || version.indexOf(':') >= 0);
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
