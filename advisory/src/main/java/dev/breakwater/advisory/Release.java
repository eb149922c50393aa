package dev.breakwater.advisory;

import dev.breakwater.core.Distribution;
import dev.breakwater.core.PackageUrl;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A release of a distribution, as os-release or a purl's {@code distro} names it.
 *
 * @param id lower-case os-release {@code ID}; null where nothing names the distribution
 * @param version {@code VERSION_ID}, or a word such as {@code sid}; null where there is none
 * @param codename whether {@code version} is a codename that stands alone, as in {@code
 *     distro=bookworm}
 */
record Release(@Nullable String id, @Nullable String version, boolean codename) {

  static Release of(PackageUrl purl, @Nullable Distribution distribution) {
    String qualifier = purl.qualifiers().get("distro");
    if (qualifier != null) {
      return parse(qualifier.toLowerCase(Locale.ROOT), purl.namespace());
    }
    if (distribution != null) {
      return new Release(distribution.id(), distribution.versionId(), false);
    }
    return new Release(purl.namespace(), null, false);
  }

  /**
   * Reads {@code debian-12}, {@code opensuse-leap-15.5}, {@code wolfi}, {@code 12}, {@code jessie}.
   */
  private static Release parse(String distro, @Nullable String namespace) {
    int start = versionStart(distro);
    if (start == 0) {
      return new Release(namespace, distro, false);
    }
    if (start > 0) {
      return new Release(distro.substring(0, start - 1), distro.substring(start), false);
    }
    if (debianRelease(distro) != null || ubuntuRelease(distro) != null) {
      return new Release(debianRelease(distro) != null ? "debian" : "ubuntu", distro, true);
    }
    for (String known : List.of("debian-", "alpine-", "alpaquita-", "ubuntu-")) {
      if (distro.startsWith(known)) {
        return new Release(
            known.substring(0, known.length() - 1), distro.substring(known.length()), false);
      }
    }
    return new Release(distro, null, false);
  }

  /** Where the number of a release starts, behind a hyphen or at the start; -1 where none does. */
  private static int versionStart(String distro) {
    for (int i = 0; i < distro.length(); i++) {
      if (isDigit(distro, i) && (i == 0 || distro.charAt(i - 1) == '-')) {
        return i;
      }
      if (distro.charAt(i) == 'v'
          && isDigit(distro, i + 1)
          && i > 0
          && distro.charAt(i - 1) == '-') {
        return i;
      }
    }
    return -1;
  }

  /**
   * Where advisories for this release are issued.
   *
   * @param type the purl type of the package
   */
  Home home(String type) {
    if (id == null) {
      return new Home.Nowhere(
          type,
          "nothing names their distribution, so no advisories can be chosen; give the packages a"
              + " distro qualifier, as in distro=debian-12, or scan what holds os-release");
    }
    Home home = homeOfDistribution(id);
    if (home instanceof Home.In in
        && !type.equals(packageType(in.candidates().getFirst().name()))) {
      return new Home.Nowhere(
          this + " (" + type + ")", "this distribution has no packages of this type");
    }
    return home;
  }

  private Home homeOfDistribution(String distribution) {
    return switch (distribution) {
      case "debian" -> debian();
      case "ubuntu" -> ubuntu();
      case "alpine" -> alpine();
      case "raspbian" ->
          nowhere("Raspbian builds its own packages, and Debian's advisories do not speak of them");
      case "wolfi" -> Home.In.of("Wolfi", null);
      case "chainguard" -> Home.In.of("Chainguard", null);
      case "minimos" -> Home.In.of("MinimOS", null);
      case "echo" -> Home.In.of("Echo", null);
      case "alpaquita" -> released("Alpaquita", version);
      case "bellsoft-hardened-containers" -> released("BellSoft Hardened Containers", version);
      case "almalinux" -> released("AlmaLinux", major());
      case "rocky", "rocky-linux" -> released("Rocky Linux", major());
      case "rhel", "redhat" -> released("Red Hat", major());
      case "opensuse-leap" -> released("openSUSE", version == null ? null : "Leap " + version);
      case "opensuse-tumbleweed" -> Home.In.of("openSUSE", "Tumbleweed");
      case "opensuse" -> opensuse();
      case "sles", "suse" -> released("SUSE", suseRelease());
      case "mageia" -> released("Mageia", major());
      case "photon" -> released("Photon OS", version);
      case "azurelinux" -> released("Azure Linux", major());
      case "openeuler" -> openEuler();
      default -> nowhere("no feed that Breakwater reads covers this distribution");
    };
  }

  private static String packageType(String ecosystem) {
    return switch (ecosystem) {
      case "Debian", "Ubuntu", "Echo" -> "deb";
      case "Alpine",
          "Wolfi",
          "Chainguard",
          "MinimOS",
          "Alpaquita",
          "BellSoft Hardened Containers" ->
          "apk";
      default -> "rpm";
    };
  }

  /**
   * Before a release, testing and sid have no number, only the codename of what they will become;
   * their packages are none of a release.
   */
  private Home debian() {
    String number = codename && version != null ? debianRelease(version) : major();
    return number == null
        ? nowhere(
            "it names no release, and Debian issues advisories for releases only; testing and sid are"
                + " none")
        : Home.In.of("Debian", number);
  }

  private Home ubuntu() {
    String number = codename && version != null ? ubuntuRelease(version) : version;
    if (number == null || !isDigit(number, 0)) {
      return nowhere("it does not say which release it is");
    }
    Ecosystem plain = new Ecosystem("Ubuntu", number);
    Ecosystem longTerm = new Ecosystem("Ubuntu", number + ":LTS");
    boolean april = number.endsWith(".04") && (number.charAt(number.length() - 4) - '0') % 2 == 0;
    return new Home.In(april ? List.of(longTerm, plain) : List.of(plain, longTerm));
  }

  /** {@code 3.20.1} is of v3.20; {@code 3.17_alpha20220715} is edge on its way there. */
  private Home alpine() {
    if (version == null) {
      return nowhere("it does not say which release it is");
    }
    if (version.equals("edge") || version.indexOf('_') >= 0) {
      return Home.In.of("Alpine", "edge");
    }
    String number = version.startsWith("v") ? version.substring(1) : version;
    int first = number.indexOf('.');
    if (!isDigit(number, 0) || first < 0) {
      return nowhere("it does not say which release it is");
    }
    int second = number.indexOf('.', first + 1);
    return Home.In.of("Alpine", "v" + (second < 0 ? number : number.substring(0, second)));
  }

  private Home opensuse() {
    if (version == null || !isDigit(version, 0)) {
      return nowhere("it does not say which release it is");
    }
    // Tumbleweed counts in days, Leap in small numbers.
    return version.length() >= 8
        ? Home.In.of("openSUSE", "Tumbleweed")
        : Home.In.of("openSUSE", "Leap " + version);
  }

  /** {@code 15} is the release itself, not all of its service packs. */
  private @Nullable String suseRelease() {
    if (version == null) {
      return null;
    }
    int dot = version.indexOf('.');
    String product = "Linux Enterprise Server ";
    return dot < 0
        ? product + version
        : product + version.substring(0, dot) + " SP" + version.substring(dot + 1);
  }

  private Home openEuler() {
    if (version == null) {
      return nowhere("it does not say which release it is");
    }
    return new Home.In(
        List.of(new Ecosystem("openEuler", version + "-LTS"), new Ecosystem("openEuler", version)));
  }

  private Home released(String ecosystem, @Nullable String release) {
    return release == null
        ? nowhere("it does not say which release it is")
        : Home.In.of(ecosystem, release);
  }

  private Home nowhere(String reason) {
    return new Home.Nowhere(toString(), reason);
  }

  /** The number before the first dot; null where the release has none. */
  private @Nullable String major() {
    if (version == null || !isDigit(version, 0)) {
      return null;
    }
    int end = 0;
    while (isDigit(version, end)) {
      end++;
    }
    return version.substring(0, end);
  }

  private static boolean isDigit(String text, int at) {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static @Nullable String debianRelease(String codename) {
    return switch (codename) {
      case "squeeze" -> "6";
      case "wheezy" -> "7";
      case "jessie" -> "8";
      case "stretch" -> "9";
      case "buster" -> "10";
      case "bullseye" -> "11";
      case "bookworm" -> "12";
      case "trixie" -> "13";
      default -> null;
    };
  }

  private static @Nullable String ubuntuRelease(String codename) {
    return switch (codename) {
      case "trusty" -> "14.04";
      case "xenial" -> "16.04";
      case "bionic" -> "18.04";
      case "focal" -> "20.04";
      case "jammy" -> "22.04";
      case "noble" -> "24.04";
      default -> null;
    };
  }

  @Override
  public String toString() {
    return version == null ? String.valueOf(id) : id + ":" + version;
  }
}
