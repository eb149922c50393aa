package dev.breakwater.inventory.program;

import dev.breakwater.core.PackageUrl;
import org.jspecify.annotations.Nullable;

/** The packages in which distributions ship a Linux kernel. */
public final class KernelPackage {
  /** A kernel's name in its own purl, {@code pkg:generic/linux-kernel}. */
  public static final String KERNEL = "linux-kernel";

  private static final String DEBIAN = "linux-image-";
  private static final String UNSIGNED = "unsigned-";

  private KernelPackage() {}

  /**
   * The release of the kernel in a package: Debian and Ubuntu have it in the package's name, rpm
   * distributions as version, release and architecture, Alpine as version and flavour.
   *
   * @param version as the package manager writes it, with or without an epoch
   * @return null where there is no kernel in it
   */
  public static @Nullable String release(PackageUrl purl, String version) {
    String name = purl.name();
    return switch (purl.type()) {
      case "deb" -> debianRelease(name);
      case "rpm" -> name.startsWith("kernel") ? rpmRelease(purl, version) : null;
      case "apk" -> name.startsWith("linux-") ? alpineRelease(name, version) : null;
      default -> null;
    };
  }

  private static @Nullable String debianRelease(String name) {
    if (!name.startsWith(DEBIAN)) {
      return null;
    }
    String rest = name.substring(DEBIAN.length());
    rest = rest.startsWith(UNSIGNED) ? rest.substring(UNSIGNED.length()) : rest;
    rest =
        rest.endsWith("-unsigned") ? rest.substring(0, rest.length() - "-unsigned".length()) : rest;
    // Those without a number only depend on the newest.
    return !rest.isEmpty() && isDigit(rest.charAt(0)) && rest.indexOf('.') > 0 ? rest : null;
  }

  private static @Nullable String rpmRelease(PackageUrl purl, String full) {
    String version = full.substring(full.indexOf(':') + 1);
    String name = purl.name();
    return switch (name) {
      case "kernel", "kernel-core", "kernel-uek", "kernel-uek-core" ->
          version + "." + purl.qualifier("arch").orElse("");
      case "kernel-default", "kernel-azure" -> {
        // SUSE leaves the number of the rebuild out of the kernel's own release.
        int rebuild = version.lastIndexOf('.');
        yield version.substring(0, rebuild < 0 ? version.length() : rebuild)
            + name.substring("kernel".length());
      }
      default -> null;
    };
  }

  private static @Nullable String alpineRelease(String name, String version) {
    int revision = version.lastIndexOf("-r");
    return revision < 0
        ? null
        : version.substring(0, revision)
            + "-"
            + version.substring(revision + 2)
            + name.substring("linux".length());
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
