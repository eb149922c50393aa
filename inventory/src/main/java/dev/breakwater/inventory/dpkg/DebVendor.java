package dev.breakwater.inventory.dpkg;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Vendors that publish packages of their own for Debian and its derivatives. dpkg does not keep who
 * built a package, and maintainers of Debian write from any address, so what is none of the
 * distribution's can only be known by the addresses and versions of those others. Whoever is not
 * here passes for the distribution.
 */
final class DebVendor {
  private DebVendor() {}

  /**
   * The vendor of a package; null where it is the distribution, as far as is known.
   *
   * @param maintainer as in {@code Docker <support@docker.com>}; null where there is none
   */
  static @Nullable String of(@Nullable String maintainer, String version) {
    String byAddress = maintainer == null ? null : byAddress(maintainer.toLowerCase(Locale.ROOT));
    return byAddress != null ? byAddress : byVersion(version);
  }

  private static @Nullable String byAddress(String maintainer) {
    int at = maintainer.lastIndexOf('@');
    int end = at < 0 ? -1 : maintainer.indexOf('>', at);
    String domain = at < 0 ? "" : maintainer.substring(at + 1, end < 0 ? maintainer.length() : end);
    return switch (domain.strip()) {
      case "confluent.io" -> "Confluent";
      case "containerd.io", "docker.com" -> "Docker";
      case "eclipse.org" -> "Eclipse Adoptium";
      case "elastic.co" -> "Elastic";
      case "f5.com", "nginx.com" -> "NGINX";
      case "grafana.com" -> "Grafana Labs";
      case "hashicorp.com" -> "HashiCorp";
      case "influxdata.com" -> "InfluxData";
      case "kubernetes.io" -> "Kubernetes";
      case "mariadb.com", "mariadb.org" -> "MariaDB";
      case "microsoft.com" -> "Microsoft";
      case "mongodb.com" -> "MongoDB";
      case "nodesource.com" -> "NodeSource";
      case "nvidia.com" -> "NVIDIA";
      case "oss.oracle.com" -> "Oracle";
      case "percona.com" -> "Percona";
      default -> maintainer.contains("<corretto-team@amazon.com>") ? "Amazon Corretto" : null;
    };
  }

  /** Some of them are Debian's own people, and share its addresses. */
  private static @Nullable String byVersion(String version) {
    if (version.contains(".pgdg")) {
      return "PostgreSQL Global Development Group";
    }
    if (version.contains("+maria~")) {
      return "MariaDB";
    }
    return version.contains("deb.sury.org") ? "deb.sury.org" : null;
  }
}
