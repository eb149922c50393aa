package dev.breakwater.advisory;

import dev.breakwater.core.PackageUrl;
import dev.breakwater.core.SoftwarePackage;
import org.jspecify.annotations.Nullable;

/**
 * Programs that no package manager installed, {@code pkg:generic/NAME}: who issues advisories for
 * them, under which name, and in which versions. Bitnami's are ranges of the projects' own versions
 * and so hold for their programs wherever they come from. OSV has none of OpenSSL, curl and others
 * there; those are said not to be assessed. Names are those that our inventory and Syft's give.
 *
 * @see <a href="https://github.com/bitnami/vulndb">Bitnami's vulnerability database</a>
 */
final class KnownProgram {
  private static final String BITNAMI = "Bitnami";
  private static final String LINUX = "Linux";
  private static final String KERNEL = "linux-kernel";
  private static final String JAVA = "java";

  private KnownProgram() {}

  /** Where the advisories for a {@code pkg:generic} are issued. */
  static Home home(PackageUrl purl) {
    if (purl.name().equals(KERNEL)) {
      return isDistributionsBuild(purl.version())
          ? nowhere(
              purl,
              "a distribution's kernel whose package is not there: distributions mend kernels"
                  + " without raising their version, so it does not tell what is mended")
          : Home.In.of(LINUX, null);
    }
    if (bitnamiName(purl) != null) {
      return Home.In.of(BITNAMI, null);
    }
    return switch (purl.name()) {
      case "openssl", "libressl", "curl", "busybox", "bash", "perl", "erlang", "mysql" ->
          nowhere(
              purl,
              "no feed that Breakwater reads has advisories by the versions of "
                  + purl.name()
                  + " itself; installed as a package of the distribution, it is judged by its"
                  + " vendor");
      default ->
          new Home.Nowhere(
              "pkg:generic", "no feed that Breakwater reads covers packages of this type");
    };
  }

  private static Home nowhere(PackageUrl purl, String reason) {
    return new Home.Nowhere("pkg:generic/" + purl.name(), reason);
  }

  /** What is looked up for a {@code pkg:generic}, whose home is in an ecosystem. */
  static Sought sought(SoftwarePackage item) {
    PackageUrl purl = item.purl();
    if (purl.name().equals(KERNEL)) {
      return new Sought("Kernel", kernelVersion(item.version()));
    }
    String name = bitnamiName(purl);
    if (name == null) {
      return new Sought(purl.name(), item.version());
    }
    return new Sought(
        name, name.equals(JAVA) ? javaVersion(item.version()) : plainVersion(item.version()));
  }

  private static @Nullable String bitnamiName(PackageUrl purl) {
    return switch (purl.name()) {
      case "haproxy", "mariadb", "memcached", "mongodb", "nginx", "node", "postgresql" ->
          purl.name();
      case "envoy", "grafana", "python", "redis", "ruby", "valkey" -> purl.name();
      case "httpd" -> "apache";
      case "php", "php-cli", "php-fpm", "libphp" -> "php";
      case JAVA, "openjdk", "jdk", "jre" -> isIbms(purl) ? null : JAVA;
      default -> null;
    };
  }

  /** IBM's Java has advisories of its own. */
  private static boolean isIbms(PackageUrl purl) {
    return "ibm".equals(purl.namespace());
  }

  /**
   * As Bitnami writes Java's versions: {@code 1.8.0_352-b08} is 8.0.352, and {@code 25.0.3+9-LTS}
   * is 25.0.3. Of {@code 17.0.8.1} the fourth number is left out: it stands for a patch after
   * 17.0.8, which has all that 17.0.8 mends, while SemVer, which has no place for it, would read
   * Bitnami's {@code 17.0.8-1} as what came before. One advisory, CVE-2022-34169, has such bounds.
   */
  private static String javaVersion(String version) {
    String numbers = version.substring(0, endOfNumbers(version));
    if (version.startsWith("1.8.0") || version.startsWith("1.7.0")) {
      int update = version.indexOf('_');
      int digits = update < 0 ? 0 : digits(version.substring(update + 1));
      return numbers.charAt(2)
          + ".0."
          + (digits == 0 ? "0" : version.substring(update + 1, update + 1 + digits));
    }
    int end = 0;
    for (int count = 0; count < 3 && end >= 0; count++) {
      end = numbers.indexOf('.', end + 1);
    }
    return end < 0 ? numbers : numbers.substring(0, end);
  }

  /**
   * The project's own version: what distributions and builders append is left out, and what tells
   * an early version is kept as SemVer has it: {@code 17beta2} is 17-beta2, {@code 3.13.0rc1} is
   * 3.13.0-rc1, {@code 3.1.2p20} and {@code 2.6.12-1+deb12u4} are 3.1.2 and 2.6.12.
   */
  private static String plainVersion(String version) {
    int end = endOfNumbers(version);
    int word = end;
    while (word < version.length() && "-~.".indexOf(version.charAt(word)) >= 0) {
      word++;
    }
    String rest = version.substring(word);
    return isEarly(rest)
        ? version.substring(0, end) + "-" + identifiers(rest)
        : version.substring(0, end);
  }

  private static boolean isEarly(String suffix) {
    for (String early : EARLY) {
      if (suffix.startsWith(early)
          && (suffix.length() == early.length()
              || !Character.isLetter(suffix.charAt(early.length())))) {
        return true;
      }
    }
    return false;
  }

  private static final String[] EARLY = {"alpha", "beta", "rc", "preview", "dev", "pre", "a", "b"};

  private static String identifiers(String suffix) {
    int end = 0;
    while (end < suffix.length() && Character.isLetterOrDigit(suffix.charAt(end))) {
      end++;
    }
    return suffix.substring(0, end);
  }

  /** {@code 6.18.44-custom} is 6.18.44, {@code 6.19.0-rc3-custom} is 6.19.0-rc3. */
  private static String kernelVersion(String release) {
    int end = endOfNumbers(release);
    if (!release.startsWith("-rc", end)) {
      return release.substring(0, end);
    }
    int digits = digits(release.substring(end + 3));
    return release.substring(0, end + 3 + digits);
  }

  /**
   * Whether a kernel's release goes on with a number behind a hyphen, as in {@code 6.1.0-18-amd64},
   * {@code 5.15.0-91-generic} and {@code 5.14.0-362.el9.x86_64}. The project's own never do.
   */
  private static boolean isDistributionsBuild(@Nullable String release) {
    if (release == null) {
      return false;
    }
    int end = endOfNumbers(release);
    return end + 1 < release.length()
        && release.charAt(end) == '-'
        && isDigit(release.charAt(end + 1));
  }

  /** The end of numbers with dots between them. */
  private static int endOfNumbers(String version) {
    int end = digits(version);
    while (end > 0
        && end + 1 < version.length()
        && version.charAt(end) == '.'
        && isDigit(version.charAt(end + 1))) {
      end += 1 + digits(version.substring(end + 1));
    }
    return end;
  }

  private static int digits(String text) {
    int end = 0;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
