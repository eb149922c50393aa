package dev.breakwater.core.vex;

import dev.breakwater.core.Distribution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names of distributions in CPE, by which CSAF documents say what a package is part of. A version
 * covers those that go on with a dot: {@code enterprise_linux:9} covers 9.4.
 *
 * @see <a href="https://nvlpubs.nist.gov/nistpubs/Legacy/IR/nistir7695.pdf">CPE 2.3 naming</a>
 */
final class DistributionCpe {
  private DistributionCpe() {}

  /** Whether a name means this distribution; no name without a version does. */
  static boolean names(String cpe, @Nullable Distribution distribution) {
    String version = distribution == null ? null : distribution.versionId();
    if (distribution == null || version == null) {
      return false;
    }
    Name name = Name.of(cpe);
    return distribution.id().equals(name.id) && SamePackage.isWithin(version, name.version);
  }

  /** Whether one of them means any version of any distribution that is known here. */
  static boolean areOfDistributions(List<String> cpes) {
    for (String cpe : cpes) {
      if (Name.of(cpe).id != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param id as os-release has it; null where it is of none that is known here
   */
  private record Name(@Nullable String id, String version) {
    static Name of(String cpe) {
      String[] parts = cpe.split(":", -1);
      int first = cpe.startsWith("cpe:2.3:") ? 3 : 2;
      return parts.length < first + 3
          ? new Name(null, "")
          : new Name(DistributionCpe.id(parts[first], parts[first + 1]), parts[first + 2]);
    }
  }

  private static @Nullable String id(String vendor, String product) {
    return switch (vendor + ":" + product) {
      case "redhat:enterprise_linux" -> "rhel";
      case "centos:centos", "centos:stream" -> "centos";
      case "debian:debian_linux" -> "debian";
      case "canonical:ubuntu_linux" -> "ubuntu";
      case "suse:sles", "suse:linux_enterprise_server" -> "sles";
      case "opensuse:leap" -> "opensuse-leap";
      case "oracle:linux" -> "ol";
      case "rocky:rocky", "rockylinux:rocky_linux" -> "rocky";
      case "almalinux:almalinux" -> "almalinux";
      case "alpinelinux:alpine_linux" -> "alpine";
      case "amazon:amazon_linux" -> "amzn";
      case "fedoraproject:fedora" -> "fedora";
      default -> null;
    };
  }
}
