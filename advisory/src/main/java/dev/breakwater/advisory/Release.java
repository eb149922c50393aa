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
    for (String known :
        List.of("debian-", "alpine-", "alpaquita-", "bellsoft-hardened-containers-", "ubuntu-")) {
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
   * @param builder who built it
   */
  Home home(String type, Builder builder) {
    if (id == null) {
      return new Home.Nowhere(
          type,
          "nothing names their distribution, so no advisories can be chosen; give the packages a"
              + " distro qualifier, as in distro=debian-12, or scan what holds os-release");
    }
    return switch (builder) {
      case DISTRIBUTION -> ofDistribution(id, type);
      case ROOT -> ofRoot(id);
      case TUXCARE -> ofTuxCare(id);
      case OTHER_VENDOR ->
          new Home.Nowhere(
              this + " (other vendors)",
              "other vendors than the distribution built them, and its advisories do not speak of"
                  + " them; ask those vendors",
              true);
    };
  }

  private Home ofDistribution(String distribution, String type) {
    Home home = homeOfDistribution(distribution, type);
    if (home instanceof Home.In in
        && !type.equals(packageType(in.candidates().getFirst().name(), type))) {
      return new Home.Nowhere(
          this + " (" + type + ")", "this distribution has no packages of this type");
    }
    return home;
  }

  private Home homeOfDistribution(String distribution, String type) {
    return switch (distribution) {
      case "debian" -> debian();
      case "ubuntu" -> ubuntu();
      case "alpine" -> alpine();
      case "raspbian" ->
          nowhere("Raspbian builds its own packages, and Debian's advisories do not speak of them");
      case "wolfi" -> Home.In.of("Wolfi", null);
      case "chainguard" -> Home.In.of("Chainguard", null);
      case "minimos" -> Home.In.of("MinimOS", null);
      case "cleanstart", "clnstrt" -> Home.In.of("CleanStart", null);
      case "echo" -> Home.In.of("Echo", null);
      case "dhi" -> dockerHardened(type);
      case "alpaquita" -> released("Alpaquita", version);
      case "bellsoft-hardened-containers" -> released("BellSoft Hardened Containers", version);
      case "almalinux" -> released("AlmaLinux", major());
      case "rocky", "rocky-linux" -> released("Rocky Linux", major());
      case "rhel", "redhat" -> redHat();
      case "opensuse-leap" -> released("openSUSE", version == null ? null : "Leap " + version);
      case "opensuse-leap-micro", "leap-micro" ->
          released("openSUSE", version == null ? null : "Leap Micro " + version);
      case "opensuse-tumbleweed", "opensuse-microos", "aeon" ->
          Home.In.of("openSUSE", "Tumbleweed");
      case "opensuse" -> opensuse();
      case "sles", "sled", "sles_sap", "sle_hpc", "suse" ->
          released("SUSE", suse("Linux Enterprise "));
      case "sle-micro", "suse-microos", "sle-micro-rancher" ->
          released("SUSE", version == null ? null : "Linux Enterprise Micro " + version);
      case "sl-micro" -> released("SUSE", version == null ? null : "Linux Micro " + version);
      case "mageia" -> released("Mageia", major());
      case "photon" -> released("Photon OS", version);
      case "azurelinux", "mariner" -> released("Azure Linux", major());
      // OSV writes 22.03-LTS-SP3, and purls are read in lower case.
      case "openeuler" ->
          released("openEuler", version == null ? null : version.toUpperCase(Locale.ROOT));
      case "amzn", "ol", "fedora" ->
          nowhere(
              "OSV has no advisories for it; the updateinfo.xml of the repositories that it names"
                  + " has, where these can be reached");
      case "centos" ->
          nowhere(
              "CentOS issues no advisories of its own, and those of Red Hat are for other builds");
      default -> nowhere("no feed that Breakwater reads covers this distribution");
    };
  }

  /** The type of packages that an ecosystem has; Docker's images have those of their base. */
  private static String packageType(String ecosystem, String type) {
    return switch (ecosystem) {
      case "Debian", "Ubuntu", "Echo" -> "deb";
      case "Alpine",
          "Wolfi",
          "Chainguard",
          "CleanStart",
          "MinimOS",
          "Alpaquita",
          "BellSoft Hardened Containers" ->
          "apk";
      case "Docker Hardened Images" -> type;
      default -> "rpm";
    };
  }

  /** {@code Debian:13}, {@code Alpine:3.24}: what the images are made of decides. */
  private Home dockerHardened(String type) {
    String base =
        switch (type) {
          case "deb" -> major() == null ? null : "Debian:" + major();
          case "apk" -> minor() == null ? null : "Alpine:" + minor();
          default -> null;
        };
    return released("Docker Hardened Images", base);
  }

  private Home redHat() {
    String major = major();
    return major == null
        ? released("Red Hat", null)
        : new Home.In(List.of(new Ecosystem("Red Hat", major)), version);
  }

  private Home ofRoot(String distribution) {
    return switch (distribution) {
      case "debian" -> released("Root", major() == null ? null : "Debian:" + major());
      case "alpine" -> released("Root", minor() == null ? null : "Alpine:" + minor());
      case "ubuntu" -> released("Root", version == null ? null : "Ubuntu:" + version);
      default -> nowhere("Root has no advisories for this distribution");
    };
  }

  private Home ofTuxCare(String distribution) {
    String name =
        switch (distribution) {
          case "almalinux" -> version == null ? null : "AlmaLinux:" + version;
          case "alpine" -> minor() == null ? null : "Alpine:v" + minor();
          case "centos" -> major() == null ? null : "CentOS:" + major();
          case "debian" -> major() == null ? null : "Debian:" + major();
          case "ol" -> major() == null ? null : "OracleLinux:" + major();
          case "rhel", "redhat" -> major() == null ? null : "RHEL:" + major();
          case "ubuntu" -> version == null ? null : "Ubuntu:" + version;
          default -> null;
        };
    return name == null
        ? nowhere("TuxCare has no advisories for this distribution")
        : Home.In.of("TuxCare", name);
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
    return Home.In.of("Ubuntu", number);
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
    String minor = minor(number);
    return minor == null
        ? nowhere("it does not say which release it is")
        : Home.In.of("Alpine", "v" + minor);
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

  /** {@code 15} is the release itself, not all of its service packs; 16 has none. */
  private @Nullable String suse(String product) {
    if (version == null || !isDigit(version, 0)) {
      return null;
    }
    int dot = version.indexOf('.');
    String major = dot < 0 ? version : version.substring(0, dot);
    String pack = dot < 0 ? "0" : version.substring(dot + 1);
    boolean packs = major.length() == 2 && major.compareTo("16") < 0;
    if (!packs) {
      return product + version;
    }
    return pack.equals("0") ? product + major : product + major + " SP" + pack;
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

  /** The first two numbers; null where the release has not as many. */
  private @Nullable String minor() {
    return version == null ? null : minor(version);
  }

  private static @Nullable String minor(String version) {
    int first = version.indexOf('.');
    if (!isDigit(version, 0) || first < 0) {
      return null;
    }
    int second = version.indexOf('.', first + 1);
    return second < 0 ? version : version.substring(0, second);
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
      case "resolute" -> "26.04";
      default -> null;
    };
  }

  @Override
  public String toString() {
    return version == null ? String.valueOf(id) : id + ":" + version;
  }
}
