package dev.breakwater.core.plan;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.Evidence;
import dev.breakwater.core.SoftwarePackage;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What an operating system upgrades its packages with, and the commands for it. */
enum PackageManager {
  APT(
      "apt-get update && apt-get install -y --only-upgrade",
      "apt-get update && apt-get upgrade -y"),
  APK("apk upgrade --update-cache", "apk upgrade --update-cache"),
  DNF("dnf upgrade -y", "dnf upgrade -y"),
  YUM("yum update -y", "yum update -y"),
  MICRODNF("microdnf update -y", "microdnf update -y"),
  ZYPPER("zypper --non-interactive update", "zypper --non-interactive update"),
  TDNF("tdnf upgrade -y", "tdnf upgrade -y");

  /** More packages than this are upgraded with all others rather than named one by one. */
  private static final int MOST_NAMED = 30;

  private final String some;
  private final String all;

  PackageManager(String some, String all) {
    this.some = some;
    this.all = all;
  }

  /**
   * The one that upgrades packages of this purl type in the subject; null where none of ours does,
   * or where the subject has packages and nothing to upgrade them with, as distroless images.
   */
  static @Nullable PackageManager of(String type, Evidence evidence) {
    return switch (type) {
      case "deb" -> isDistroless(evidence) ? null : APT;
      case "apk" -> APK;
      case "rpm" -> ofRpm(evidence);
      default -> null;
    };
  }

  /** Distroless images list each package in a file of its own. */
  private static boolean isDistroless(Evidence evidence) {
    for (SoftwarePackage one : evidence.packages()) {
      if (one.type().equals("deb")) {
        for (String path : one.paths()) {
          if (!path.contains("/dpkg/status.d/")) {
            return false;
          }
        }
        if (one.paths().isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  /** The best of those that are installed, else the one that belongs to the distribution. */
  private static PackageManager ofRpm(Evidence evidence) {
    PackageManager best = null;
    for (SoftwarePackage one : evidence.packages()) {
      PackageManager found = one.type().equals("rpm") ? in(one.name()) : null;
      if (found != null && (best == null || found.compareTo(best) < 0)) {
        best = found;
      }
    }
    return best == null ? of(evidence.subject().distribution()) : best;
  }

  /** The one that an rpm holds; null for almost every rpm. */
  private static @Nullable PackageManager in(String rpm) {
    return switch (rpm) {
      case "dnf", "dnf5" -> DNF;
      case "yum" -> YUM;
      case "microdnf" -> MICRODNF;
      case "zypper" -> ZYPPER;
      case "tdnf" -> TDNF;
      default -> null;
    };
  }

  private static PackageManager of(@Nullable Distribution distribution) {
    String id = distribution == null ? "" : distribution.id();
    if (id.startsWith("sles") || id.startsWith("opensuse") || id.startsWith("sle_")) {
      return ZYPPER;
    }
    return switch (id) {
      case "photon", "azurelinux", "mariner" -> TDNF;
      default -> DNF;
    };
  }

  /**
   * The command that upgrades these packages.
   *
   * @param names words that are safe in a shell, sorted
   */
  String upgrade(Collection<String> names) {
    return names.size() > MOST_NAMED ? all : some + ' ' + String.join(" ", names);
  }
}
