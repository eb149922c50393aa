package dev.breakwater.advisory;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;

/** Who built a package of an operating system, and so issues advisories for it. */
enum Builder {
  DISTRIBUTION,
  /** Root patches packages of others, under names and versions of its own. */
  ROOT,
  /** TuxCare patches packages of releases whose support has ended. */
  TUXCARE,
  /** Another vendor, which the inventory names in the purl's {@code vendor}. */
  OTHER_VENDOR;

  static Builder of(SoftwarePackage item) {
    String version = item.version();
    if (version.indexOf("tuxcare") >= 0) {
      return TUXCARE;
    }
    if (version.indexOf("root.io.") >= 0
        || item.name().startsWith("rootio-")
        || "@rootio".equals(item.purl().namespace())) {
      return ROOT;
    }
    return isOtherVendors(item.purl()) ? OTHER_VENDOR : DISTRIBUTION;
  }

  /** Whether a package of an operating system is another vendor's. */
  static boolean isOtherVendors(PackageUrl purl) {
    return switch (purl.type()) {
      case "deb", "rpm" -> purl.qualifiers().containsKey("vendor");
      default -> false;
    };
  }
}
