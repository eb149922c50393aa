package dev.breakwater.inventory.rpm;

/**
 * Whom a distribution's own packages name as their vendor. A package that names somebody else is
 * not judged by the distribution's advisories: what Red Hat writes of nginx says nothing of the
 * nginx that EPEL or nginx.org built for the same system.
 */
public final class RpmVendor {
  private RpmVendor() {}

  /**
   * Whether a vendor is somebody other than the distribution; false for a distribution whose own
   * packages are not known.
   *
   * @param distribution the {@code ID} of its os-release
   * @param vendor as the package's header has it
   */
  public static boolean isForeign(String distribution, String vendor) {
    return switch (distribution) {
      case "fedora" -> !vendor.startsWith("Fedora Project");
      case "rhel", "redhat", "rhcos" -> !vendor.startsWith("Red Hat");
      case "centos" -> !vendor.startsWith("CentOS");
      case "rocky" -> !vendor.startsWith("Rocky");
      case "almalinux" -> !(vendor.startsWith("AlmaLinux") || vendor.startsWith("CloudLinux"));
      case "ol" -> !vendor.startsWith("Oracle");
      case "amzn" -> !vendor.startsWith("Amazon");
      case "sles", "sled", "sles_sap", "sle-micro", "sl-micro", "sle_hpc", "suse" ->
          !vendor.startsWith("SUSE");
      // Leap takes most of its packages from SUSE Linux Enterprise unchanged.
      case "opensuse",
          "opensuse-leap",
          "opensuse-tumbleweed",
          "opensuse-microos",
          "opensuse-slowroll",
          "opensuse-leap-micro" ->
          !(vendor.startsWith("openSUSE") || vendor.startsWith("SUSE"));
      case "photon" -> !(vendor.startsWith("VMware") || vendor.startsWith("Broadcom"));
      case "mariner", "azurelinux" -> !vendor.startsWith("Microsoft");
      case "openeuler" -> !isOpenEuler(vendor);
      case "mageia" -> !vendor.startsWith("Mageia");
      default -> false;
    };
  }

  /** {@code http://openeuler.org}, in either spelling and protocol. */
  private static boolean isOpenEuler(String vendor) {
    return vendor.regionMatches(true, 0, "openEuler", 0, 9)
        || vendor.regionMatches(true, 7, "openEuler", 0, 9)
        || vendor.regionMatches(true, 8, "openEuler", 0, 9);
  }
}
