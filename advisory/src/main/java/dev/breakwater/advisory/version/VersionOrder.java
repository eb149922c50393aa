package dev.breakwater.advisory.version;

import java.util.Locale;
import java.util.Optional;

/**
 * Total order over the versions of one kind of package, as the owner of that kind defines it. The
 * order is antisymmetric and transitive for everything it accepts; numbers may have any length.
 */
public interface VersionOrder {
  /** No version is longer than this many characters; a longer text is unreadable. */
  int MAX_LENGTH = 1024;

  /**
   * Compares two versions.
   *
   * @return less than, equal to or greater than zero
   * @throws UnreadableVersionException where one of them is no version of this kind
   */
  int compare(String left, String right) throws UnreadableVersionException;

  /**
   * Whether a text is a version of this kind.
   *
   * @throws UnreadableVersionException where it is not, saying why
   */
  default void check(String version) throws UnreadableVersionException {
    int same = compare(version, version);
    if (same != 0) {
      throw new IllegalStateException("a version differs from itself: " + version);
    }
  }

  /**
   * The order that an ecosystem uses.
   *
   * <p>Debian, Ubuntu, Raspbian, Echo: dpkg. Alpine, Wolfi, Chainguard, CleanStart, MinimOS,
   * Alpaquita, BellSoft Hardened Containers: apk. Docker Hardened Images, Root and TuxCare build
   * what others publish, and name these behind a colon ({@code Root:Debian:12}): the order of what
   * is named. AlmaLinux, Rocky Linux, Red Hat, SUSE, openSUSE, Mageia, Photon OS, openEuler, Azure
   * Linux, Amazon Linux, Oracle Linux, Fedora, CentOS: rpm. crates.io and Hex: SemVer to the
   * letter. Bitnami, SwiftURL, GitHub Actions, VSCode, Kubernetes, Linux: SemVer as their users
   * write it (a leading {@code v}, missing or more numbers, leading zeros). Pub and Julia: SemVer
   * where build metadata count. CRAN, Bioconductor, Hackage and GHC: lists of numbers. Nobody
   * defines one order for Android, ConanCenter, GIT and OSS-Fuzz: they have none here.
   *
   * @param name an ecosystem as OSV names it, with or without a release ({@code Debian:12}, {@code
   *     PyPI}), or the name of a version scheme ({@code deb}, {@code pep440}); in any case
   * @return empty where nobody of us knows the order of that ecosystem
   * @see <a href="https://ossf.github.io/osv-schema/#defined-ecosystems">OSV's ecosystems</a>
   */
  static Optional<VersionOrder> named(String name) {
    int colon = name.indexOf(':');
    String family = (colon < 0 ? name : name.substring(0, colon)).trim().toLowerCase(Locale.ROOT);
    return Optional.ofNullable(
        switch (family) {
          case "deb", "dpkg", "debian", "ubuntu", "raspbian", "echo" -> DebianOrder.DPKG;
          case "opam" -> DebianOrder.OPAM;
          case "apk",
              "alpine",
              "alpaquita",
              "bellsoft hardened containers",
              "chainguard",
              "cleanstart",
              "minimos",
              "wolfi" ->
              ApkOrder.INSTANCE;
          case "rpm",
              "almalinux",
              "amazon linux",
              "azure linux",
              "centos",
              "centos-stream",
              "fedora",
              "mageia",
              "openeuler",
              "opensuse",
              "oracle linux",
              "oraclelinux",
              "photon os",
              "red hat",
              "rhel",
              "rocky linux",
              "suse" ->
              RpmOrder.INSTANCE;
          case "pypi", "pep440" -> PythonOrder.INSTANCE;
          case "semver", "cargo", "crates.io", "hex" -> SemverOrder.STRICT;
          case "bitnami",
              "github",
              "github actions",
              "githubactions",
              "kubernetes",
              "linux",
              "swift",
              "swifturl",
              "vscode" ->
              SemverOrder.RELAXED;
          case "pub", "julia" -> SemverOrder.WITH_BUILD;
          case "npm" -> NpmOrder.INSTANCE;
          case "maven" -> MavenOrder.INSTANCE;
          case "go", "golang" -> GoOrder.INSTANCE;
          case "gem", "rubygems" -> RubyOrder.INSTANCE;
          case "composer", "packagist" -> ComposerOrder.INSTANCE;
          case "nuget" -> NugetOrder.INSTANCE;
          case "cran", "bioconductor" -> NumberListOrder.R;
          case "hackage", "ghc" -> NumberListOrder.HASKELL;
          case "docker hardened images", "root", "tuxcare" ->
              colon < 0 ? null : named(name.substring(colon + 1)).orElse(null);
          default -> null;
        });
  }
}
