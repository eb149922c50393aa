package dev.breakwater.advisory;

import org.jspecify.annotations.Nullable;

/**
 * Names of Red Hat's repositories, which are also the content sets that an image was built from:
 * {@code rhel-9-for-x86_64-baseos-eus-rpms}, {@code rhocp-4.13-for-rhel-8-x86_64-rpms}.
 *
 * <p>Red Hat publishes which products each stands for; this reads the names by the rule that they
 * are made by, so that nothing has to be fetched.
 */
final class RedHatRepository {
  private static final String FOR_RHEL = "-for-rhel-";

  private RedHatRepository() {}

  /**
   * The product whose advisories speak of a repository's packages.
   *
   * @param version of the release, {@code 9.2}
   * @return null where the release's main stream has them, or the name tells no product
   */
  static @Nullable RedHatProduct product(String repository, String version) {
    int target = repository.indexOf(FOR_RHEL);
    if (target > 0) {
      return layered(repository.substring(0, target));
    }
    if (!repository.startsWith("rhel-")) {
      return null;
    }
    if (repository.contains("-rhscl-")) {
      return RedHatProduct.parse("rhel_software_collections");
    }
    for (String support : new String[] {"eus", "aus", "e4s", "tus"}) {
      if (repository.contains("-" + support + "-")) {
        boolean ten = version.startsWith("10.");
        return RedHatProduct.parse(
            (ten && support.equals("eus") ? "enterprise_linux_eus:" : "rhel_" + support + ":")
                + minor(repository, version));
      }
    }
    return null;
  }

  /** {@code rhel-8-for-x86_64-baseos-eus-rpms__8_DOT_4} says its minor release itself. */
  private static String minor(String repository, String version) {
    int own = repository.indexOf("__");
    return own < 0 ? version : repository.substring(own + 2).replace("_DOT_", ".");
  }

  /** {@code rhocp-4.13}: a product and its version. */
  private static @Nullable RedHatProduct layered(String name) {
    int dash = name.lastIndexOf('-');
    if (dash <= 0 || dash + 1 == name.length() || !Character.isDigit(name.charAt(dash + 1))) {
      return null;
    }
    String product =
        switch (name.substring(0, dash)) {
          case "rhocp" -> "openshift";
          case "rhceph" -> "ceph_storage";
          case "rhacm" -> "acm";
          default -> name.substring(0, dash).replace('-', '_');
        };
    return RedHatProduct.parse(product + ":" + name.substring(dash + 1));
  }
}
